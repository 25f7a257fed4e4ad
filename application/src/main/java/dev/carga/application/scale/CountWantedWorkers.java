package dev.carga.application.scale;

import dev.carga.application.dispatch.Backlog;
import dev.carga.application.dispatch.BacklogGauge;

/// Computes from the pending work how many worker processes should run. Stateless: smoothing out short
/// changes is up to the caller, such as an autoscaler.
public final class CountWantedWorkers {

    private final BacklogGauge gauge;
    private final ConnectionLimit limit;
    private final WantedWorkers rule;
    private final int kept;
    private final int perWorker;

    /// @param kept      connections reserved for others than workers
    /// @param perWorker connections that one worker process opens at most
    public CountWantedWorkers(BacklogGauge gauge, ConnectionLimit limit, WantedWorkers rule, int kept, int perWorker) {
        this.gauge = gauge;
        this.limit = limit;
        this.rule = rule;
        this.kept = kept;
        this.perWorker = perWorker;
    }

    /// The number of workers, and what it was computed from.
    public record Count(int wanted, Backlog backlog, ConnectionBudget budget, WantedWorkers rule) {}

    /// Measures the pending work and computes the number.
    ///
    /// @throws dev.carga.application.InfrastructureException if the store does not respond
    public Count count() {
        ConnectionBudget budget = new ConnectionBudget(limit.connections(), kept, perWorker);
        Backlog backlog = gauge.check();
        return new Count(rule.of(backlog, budget.workers()), backlog, budget, rule);
    }
}
