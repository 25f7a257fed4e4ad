package dev.carga.application.health;

import dev.carga.domain.Nullable;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Runs a probe that may take long or never return. However often [#begin] is called, one run is in progress
/// at a time, and a result that is still fresh is reused. Thread-safe.
public final class CachedProbe<T> {

    private final String name;
    private final Duration fresh;
    private final Supplier<T> probe;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable FutureTask<T> last;
    private long beganAt;

    /// Runs nothing yet.
    ///
    /// @param name  of the thread that runs the probe
    /// @param fresh how long a result is reused, from the start of its run
    public CachedProbe(String name, Duration fresh, Supplier<T> probe) {
        this.name = name;
        this.fresh = fresh;
        this.probe = probe;
    }

    /// The run in progress, the last one if its result is fresh, or a new one. Does not wait for its result.
    public FutureTask<T> begin() {
        lock.lock();
        try {
            FutureTask<T> run = last;
            if (run == null || (run.isDone() && System.nanoTime() - beganAt > fresh.toNanos())) {
                run = new FutureTask<>(probe::get);
                last = run;
                beganAt = System.nanoTime();
                Thread.ofVirtual().name(name).start(run);
            }
            return run;
        } finally {
            lock.unlock();
        }
    }
}
