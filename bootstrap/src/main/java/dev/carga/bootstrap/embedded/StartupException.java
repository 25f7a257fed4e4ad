package dev.carga.bootstrap.embedded;

/// Carga cannot start, and the person at the keyboard can do something about it. The message is for that person:
/// one sentence that says what is wrong, where, and what to do. It is printed alone, without a stack trace.
public final class StartupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartupException(String message) {
        super(message);
    }

    public StartupException(String message, Throwable cause) {
        super(message, cause);
    }
}
