package dev.carga.bootstrap.cli;

import java.io.IOException;

/// The file is with the server, and what became of it cannot be asked. The message says how to ask later.
final class OutcomeUnknownException extends IOException {

    private static final long serialVersionUID = 1L;

    OutcomeUnknownException(String message, Throwable cause) {
        super(message, cause);
    }
}
