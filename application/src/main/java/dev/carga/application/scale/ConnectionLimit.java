package dev.carga.application.scale;

/// Tells how many connections the database gives to its users.
@FunctionalInterface
public interface ConnectionLimit {

    /// To all of them together, those at work at this moment included; what is reserved for administrators aside.
    ///
    /// @throws dev.carga.application.InfrastructureException if the store does not answer
    int connections();
}
