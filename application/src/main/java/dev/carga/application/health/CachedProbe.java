package dev.carga.application.health;

import dev.carga.domain.Nullable;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Looks at something that may take long to answer, or never does. However often it is asked, there is one look at
/// a time, and none while the last is fresh. Thread-safe.
public final class CachedProbe<T> {

    private final String name;
    private final Duration fresh;
    private final Supplier<T> question;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable FutureTask<T> last;
    private long begun;

    /// Begins nothing yet.
    ///
    /// @param name  of the thread that looks
    /// @param fresh for how long after its beginning a look that is done is as good as another
    public CachedProbe(String name, Duration fresh, Supplier<T> question) {
        this.name = name;
        this.fresh = fresh;
        this.question = question;
    }

    /// Begins a look if there is need of one. Does not wait.
    public FutureTask<T> begin() {
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
}
