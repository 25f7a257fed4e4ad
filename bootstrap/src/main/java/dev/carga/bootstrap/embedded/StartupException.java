package dev.carga.bootstrap.embedded;

/// The embedded database cannot start, for a reason that the user can fix. The message is for the user: one
/// sentence that says what is wrong, where, and what to do. It is printed without a stack trace.
public final class StartupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartupException(String message) {
        super(message);
    }

    public StartupException(String message, Throwable cause) {
        super(message, cause);
    }
}
