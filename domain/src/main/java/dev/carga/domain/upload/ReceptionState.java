package dev.carga.domain.upload;

/// How far the file itself has come. What became of its rows is told by its parts.
public enum ReceptionState {
    /// Bytes are still to come; parts may be loading already.
    RECEIVING("receiving"),
    /// All of the file is durable.
    RECEIVED("received"),
    /// The sender went away in the middle. The parts that came whole are loaded; the rest never will be.
    INTERRUPTED("interrupted");

    private final String key;

    ReceptionState(String key) {
        this.key = key;
    }

    /// The stable name in the database.
    public String key() {
        return key;
    }
}
