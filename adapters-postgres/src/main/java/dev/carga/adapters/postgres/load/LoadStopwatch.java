package dev.carga.adapters.postgres.load;

import dev.carga.application.load.LoadingMeter.Steps;
import java.time.Duration;
import java.util.Optional;

/// Measures the steps of one load. For one thread.
final class LoadStopwatch {

    private Duration waited = Duration.ZERO;
    private long locked;
    private long parsed;
    private long copied;
    private boolean complete;

    /// The part's row is locked.
    ///
    /// @param waitedSeconds by the database's clock, which may have been set back meanwhile
    void locked(double waitedSeconds) {
        waited = Duration.ofMillis(Math.max(0, Math.round(waitedSeconds * 1000)));
        locked = System.nanoTime();
    }

    void parsed() {
        parsed = System.nanoTime();
    }

    /// The rows are in the table, or the database refused them. Only the commit is left.
    void copied() {
        copied = System.nanoTime();
        complete = true;
    }

    /// The transaction is committed.
    ///
    /// @return empty if the load ended before it copied rows
    Optional<Steps> committed() {
        return complete
                ? Optional.of(new Steps(
                        waited,
                        Duration.ofNanos(parsed - locked),
                        Duration.ofNanos(copied - parsed),
                        Duration.ofNanos(System.nanoTime() - copied)))
                : Optional.empty();
    }
}
