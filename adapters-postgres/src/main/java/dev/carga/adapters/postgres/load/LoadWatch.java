package dev.carga.adapters.postgres.load;

import dev.carga.application.load.LoadingMeter.Steps;
import java.time.Duration;
import java.util.Optional;

/// Takes the times of one load. For one thread.
final class LoadWatch {

    private Duration waited = Duration.ZERO;
    private long taken;
    private long parsed;
    private long copied;
    private boolean complete;

    /// @param waitedSeconds on the database's clock, which may have been set back meanwhile
    void taken(double waitedSeconds) {
        waited = Duration.ofMillis(Math.max(0, Math.round(waitedSeconds * 1000)));
        taken = System.nanoTime();
    }

    void parsed() {
        parsed = System.nanoTime();
    }

    /// The rows are brought to the table, or refused, and all that is left is the commit.
    void copied() {
        copied = System.nanoTime();
        complete = true;
    }

    /// The transaction has taken effect.
    ///
    /// @return empty if no rows were brought to the table
    Optional<Steps> committed() {
        return complete
                ? Optional.of(new Steps(
                        waited,
                        Duration.ofNanos(parsed - taken),
                        Duration.ofNanos(copied - parsed),
                        Duration.ofNanos(System.nanoTime() - copied)))
                : Optional.empty();
    }
}
