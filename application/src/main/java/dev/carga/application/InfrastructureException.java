package dev.carga.application;

import dev.carga.domain.Nullable;

/// A part of the machinery did not answer as it must: the database, the broker, the disk. Never the data's fault,
/// and never to be read as "there is none".
public sealed class InfrastructureException extends RuntimeException {

    private InfrastructureException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /// Worth another try: the connection was cut, the server is starting, a lock was not to be had in time.
    public static final class Transient extends InfrastructureException {
        public Transient(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /// Stays so until somebody mends it: a table is missing, a permission is not given.
    public static final class Permanent extends InfrastructureException {
        public Permanent(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
