package dev.carga.bootstrap.metrics;

import dev.carga.domain.Nullable;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Looks at something that may take long to answer, or never does. However often it is asked, there is one look at
/// a time, and none while the last is fresh. Thread-safe.
final class Look<T> {

    private final String name;
    private final Duration fresh;
    private final Supplier<T> question;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable FutureTask<T> last;
    private long begun;

    Look(String name, Duration fresh, Supplier<T> question) {
        this.name = name;
        this.fresh = fresh;
        this.question = question;
    }

    /// Begins a look if there is need of one. Does not wait.
    FutureTask<T> begin() {
        lock.lock();
        try {
            FutureTask<T> look = last;
            if (look == null || (look.isDone() && System.nanoTime() - begun > fresh.toNanos())) {
                look = new FutureTask<>(question::get);
                last = look;
                begun = System.nanoTime();
                Thread.ofVirtual().name(name).start(look);
            }
            return look;
        } finally {
            lock.unlock();
        }
    }

    /// What was seen.
    ///
    /// @param deadline on the clock of [System#nanoTime()]
    /// @return null if there was no answer, or none by then
    static <T> @Nullable T await(FutureTask<T> look, long deadline) {
        try {
            return look.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException _) {
            return null;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
