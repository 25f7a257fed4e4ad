package dev.carga.bootstrap.wiring;

import dev.carga.application.InfrastructureException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A task that runs again and again on its own thread, so that one that takes long, or waits for an unavailable
/// broker, delays no other.
final class PeriodicTask implements AutoCloseable {

    private static final int CLOSE_TIMEOUT_S = 10;
    private static final Logger LOG = LoggerFactory.getLogger(PeriodicTask.class);

    private final String name;
    private final ScheduledExecutorService scheduler;

    private PeriodicTask(String name) {
        this.name = name;
        this.scheduler = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name(name).daemon().factory());
    }

    /// Runs the task for the first time at once.
    ///
    /// @param name  of the thread, and of the task in the log (`duty=…`)
    /// @param pause from the end of one run to the start of the next
    static PeriodicTask start(String name, Duration pause, Runnable task) {
        PeriodicTask periodic = new PeriodicTask(name);
        var _ = periodic.scheduler.scheduleWithFixedDelay(
                () -> periodic.runOnce(task), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
        return periodic;
    }

    private void runOnce(Runnable task) {
        try {
            task.run();
        } catch (InfrastructureException e) {
            LOG.warn("event=duty_postponed duty={} cause={}", name, e.getMessage());
        } catch (RuntimeException | Error e) {
            // Caught, or the scheduler would never run the task again: not even after a moment without memory.
            LOG.error("event=duty_failed duty={}", name, e);
        }
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
        try {
            if (!scheduler.awaitTermination(CLOSE_TIMEOUT_S, TimeUnit.SECONDS)) {
                LOG.warn("event=duty_left_running duty={}", name);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
