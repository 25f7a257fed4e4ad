package dev.carga.domain.upload;

/// How far a file has been received. What happened to its rows is the state of its parts.
public enum ReceptionState {
    /// Bytes are still arriving; parts may be loading already.
    RECEIVING("receiving"),
    /// The whole file is durable.
    RECEIVED("received"),
    /// The transfer was aborted. The parts that were received are loaded; the rest of the file is not.
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
