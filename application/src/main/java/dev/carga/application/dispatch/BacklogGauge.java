package dev.carga.application.dispatch;

/// Measures the pending work, for monitoring and for autoscaling. The cost of a call grows with the pending
/// work, not with what was loaded before, and a call delays no other work.
@FunctionalInterface
public interface BacklogGauge {

    /// The pending work now.
    ///
    /// @throws dev.carga.application.InfrastructureException within a few seconds, if the store does not
    ///         respond
    Backlog check();
}
