package dev.carga.application.receive;

import dev.carga.application.InfrastructureException;
import dev.carga.domain.Nullable;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Runs one step after another on its own thread, while the caller prepares the next: a part is compressed
/// and stored while the next is read and cut.
///
/// At most one step runs ahead. A caller with the next step waits until the one before is done: a slow store
/// slows the sender down, and parts do not pile up in memory. For one calling thread.
final class PipelinedWriter implements AutoCloseable {

    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("store").factory());

    private @Nullable Future<?> last;

    /// Waits until the step before is done, and starts this one.
    ///
    /// @throws RuntimeException what the step before threw; this one does not start then
    void start(Runnable step) {
        await();
        last = thread.submit(step);
    }

    /// Waits until the last step is done, and throws what it threw, once.
    ///
    /// @throws InfrastructureException.Transient if the caller is interrupted; the step is interrupted, too
    void await() {
        @Nullable Future<?> step = last;
        if (step == null) {
            return;
        }
        last = null;
        try {
            step.get();
        } catch (InterruptedException e) {
            step.cancel(true);
            Thread.currentThread().interrupt();
            throw new InfrastructureException.Transient("Interrupted while a part was being stored", e);
        } catch (ExecutionException e) {
            switch (Objects.requireNonNullElse(e.getCause(), e)) {
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case Throwable failure -> throw new IllegalStateException(failure); // a step declares no exception
            }
        }
    }

    /// Waits for a step that is still in progress; what it throws is dropped.
    @Override
    public void close() {
        thread.close();
    }
}
