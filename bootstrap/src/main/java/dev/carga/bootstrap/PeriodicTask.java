package dev.carga.bootstrap;

import dev.carga.application.InfrastructureException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What every process does again and again, each duty on a thread of its own: one that takes long, or waits
/// for a broker that is away, keeps no other from its turn.
final class PeriodicTask implements AutoCloseable {

    private static final int CLOSING_S = 10;
    private static final Logger LOG = LoggerFactory.getLogger(PeriodicTask.class);

    private final String duty;
    private final ScheduledExecutorService clock;

    private PeriodicTask(String duty) {
        this.duty = duty;
        this.clock = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name(duty).daemon().factory());
    }

    /// Begins at once.
    ///
    /// @param duty  its name, for the log
    /// @param pause from the end of one run to the beginning of the next
    static PeriodicTask start(String duty, Duration pause, Runnable run) {
        PeriodicTask housekeeping = new PeriodicTask(duty);
        var _ = housekeeping.clock.scheduleWithFixedDelay(
                () -> housekeeping.once(run), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
        return housekeeping;
    }

    private void once(Runnable run) {
        try {
            run.run();
        } catch (InfrastructureException e) {
            LOG.warn("event=duty_postponed duty={} cause={}", duty, e.getMessage());
        } catch (RuntimeException | Error e) {
            // The clock must go on, also after the memory was short for a moment: nobody else would do
            // it.
            LOG.error("event=duty_failed duty={}", duty, e);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        try {
            if (!clock.awaitTermination(CLOSING_S, TimeUnit.SECONDS)) {
                LOG.warn("event=duty_left_running duty={}", duty);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
