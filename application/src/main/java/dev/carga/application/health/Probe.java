package dev.carga.application.health;

/// Looks whether a piece of the machinery is there.
@FunctionalInterface
public interface Probe {

    /// May take as long as it takes: whoever asks does not wait for ever. Never called twice at once.
    ///
    /// @throws dev.carga.application.InfrastructureException as good as [Condition.Down], its message the
    ///         reason
    Condition check();
}
