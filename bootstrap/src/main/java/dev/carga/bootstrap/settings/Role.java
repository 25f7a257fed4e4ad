package dev.carga.bootstrap.settings;

/// What a process does.
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
