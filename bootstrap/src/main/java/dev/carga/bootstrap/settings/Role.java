package dev.carga.bootstrap.settings;

/// What a process does: receives files, loads parts, or both.
public enum Role {
    /// Receives and loads.
    ALL,
    /// Receives only.
    WEB,
    /// Loads only.
    WORKER;

    public boolean receives() {
        return this != WORKER;
    }

    public boolean loads() {
        return this != WEB;
    }
}
