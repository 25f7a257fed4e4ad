package dev.carga.application.scale;

import dev.carga.application.dispatch.Backlog;
import dev.carga.application.dispatch.BacklogGauge;

/// Looks how much work waits, and says how many worker processes there should be for it. Decides from this look
/// alone and remembers nothing: not to follow every short change is the business of whoever asks.
public final class CountWantedWorkers {

    private final BacklogGauge gauge;
    private final ConnectionLimit limit;
    private final WantedWorkers rule;
    private final int kept;
    private final int perWorker;

    /// @param kept      connections that are not for workers
    /// @param perWorker connections that one worker process takes at most
    public CountWantedWorkers(BacklogGauge gauge, ConnectionLimit limit, WantedWorkers rule, int kept, int perWorker) {
        this.gauge = gauge;
        this.limit = limit;
        this.rule = rule;
        this.kept = kept;
        this.perWorker = perWorker;
    }

    /// The number, and what it was made of.
    public record Count(int wanted, Backlog backlog, ConnectionBudget budget, WantedWorkers rule) {}

    /// Takes a look.
    ///
    /// @throws dev.carga.application.InfrastructureException if the store does not answer
    public Count count() {
        ConnectionBudget budget = new ConnectionBudget(limit.connections(), kept, perWorker);
        Backlog backlog = gauge.check();
        return new Count(rule.of(backlog, budget.workers()), backlog, budget, rule);
    }
}
