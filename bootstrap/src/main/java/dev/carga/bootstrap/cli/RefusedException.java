package dev.carga.bootstrap.cli;

/// What was asked for is not done, and asking again changes nothing. The message says why, and what to do.
final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
        super(message);
    }
}
