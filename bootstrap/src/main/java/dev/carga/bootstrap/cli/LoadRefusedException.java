package dev.carga.bootstrap.cli;

/// The file is not taken. The message says why, and what to do.
final class LoadRefusedException extends RuntimeException {

    LoadRefusedException(String message) {
        super(message);
    }
}
