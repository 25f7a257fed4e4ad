package dev.carga.application;

import dev.carga.domain.Nullable;

/// The database, the broker or the disk failed. The data never causes it, and it never means that something
/// does not exist.
public sealed class InfrastructureException extends RuntimeException {

    private InfrastructureException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /// A retry may succeed: the connection was cut, the server is starting, a lock was not acquired in time.
    public static final class Transient extends InfrastructureException {
        public Transient(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /// A retry fails, too, until an operator fixes the cause: a table or a permission is missing.
    public static final class Permanent extends InfrastructureException {
        public Permanent(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
