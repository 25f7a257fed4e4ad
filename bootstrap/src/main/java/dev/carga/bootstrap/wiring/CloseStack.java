package dev.carga.bootstrap.wiring;

import dev.carga.application.InfrastructureException;
import dev.carga.domain.Nullable;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a process has opened so far, closed in the opposite order. Thread-safe: a signal may close it while the
/// start still adds to it.
final class CloseStack implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CloseStack.class);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private volatile boolean closing;

    /// Remembers a resource, which [#close()] will close. A resource that is added again closes earlier.
    ///
    /// @return the resource
    /// @throws InfrastructureException.Transient if the stack is closing: the resource is closed at once,
    ///                                           and the start ends here
    <T extends AutoCloseable> T add(T resource) {
        synchronized (opened) {
            if (!closing) {
                opened.push(resource);
                return resource;
            }
        }
        close(resource);
        throw new InfrastructureException.Transient("Stopped before the start was complete", null);
    }

    /// Whether [#close()] has been called.
    boolean isClosing() {
        return closing;
    }

    @Override
    public void close() {
        synchronized (opened) {
            if (!closing && !opened.isEmpty()) {
                LOG.info("event=leaving");
            }
            closing = true;
        }
        while (true) {
            @Nullable AutoCloseable resource;
            synchronized (opened) {
                resource = opened.poll();
            }
            if (resource == null) {
                return;
            }
            close(resource);
        }
    }

    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            LOG.warn("event=close_failed piece={} cause={}", resource.getClass().getSimpleName(), e.getMessage());
        }
    }
}
