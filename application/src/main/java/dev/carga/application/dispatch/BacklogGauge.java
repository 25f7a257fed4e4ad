package dev.carga.application.dispatch;

/// Tells how much work waits, for whoever watches it from outside or decides how many workers there should
/// be. A look costs what waits, whatever was loaded before, and holds nobody up.
@FunctionalInterface
public interface BacklogGauge {

    /// What waits at this moment.
    ///
    /// @throws dev.carga.application.InfrastructureException if the store does not answer, which is told within
    ///         a few seconds
    Backlog check();
}
