package dev.carga.application.scale;

/// Reads how many connections the database allows.
@FunctionalInterface
public interface ConnectionLimit {

    /// The connections for all users together, open ones included and those reserved for administrators
    /// excluded.
    ///
    /// @throws dev.carga.application.InfrastructureException if the store does not respond
    int connections();
}
