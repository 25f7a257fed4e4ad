package dev.carga.application.health;

/// Checks that a dependency works.
@FunctionalInterface
public interface Probe {

    /// May take any time, since callers limit how long they wait. Never called concurrently.
    ///
    /// @throws dev.carga.application.InfrastructureException counts as [Condition.Down], with its message as
    ///         the reason
    Condition check();
}
