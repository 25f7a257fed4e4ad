package dev.carga.application.receive;

import dev.carga.application.InfrastructureException;
import dev.carga.domain.Nullable;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Does one step after another on a thread of its own, so that its caller can prepare the next one meanwhile: a
/// part is compressed and stored while the next is read and cut.
///
/// One step ahead and no more. Who brings the next step waits until the one before is done: a slow store slows
/// the sender down, and no part waits in memory. For one calling thread.
final class PipelinedWriter implements AutoCloseable {

    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("store").factory());

    private @Nullable Future<?> last;

    /// Begins the step as soon as the one before is done.
    ///
    /// @throws RuntimeException what the step before threw; this one is not begun then
    void begin(Runnable step) {
        await();
        last = thread.submit(step);
    }

    /// Waits until the last step is done, and throws what it threw, once.
    ///
    /// @throws InfrastructureException.Transient if the caller is interrupted; the step then is, too
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
                case Throwable failure -> throw new IllegalStateException(failure); // a step declares none
            }
        }
    }

    /// Waits for a step that is still under way, whatever becomes of it.
    @Override
    public void close() {
        thread.close();
    }
}
