package dev.carga.application.dispatch;

import dev.carga.application.trace.TracedPart;
import java.util.List;
import java.util.random.RandomGenerator;

/// Sends parts to the workers, each message as a new child span in the trace of its upload. Thread-safe if
/// the source of ids is.
public final class TracingSender {

    private final PartQueue queue;
    private final RandomGenerator ids;

    public TracingSender(PartQueue queue, RandomGenerator ids) {
        this.queue = queue;
        this.ids = ids;
    }

    /// Sends a message for each part.
    ///
    /// @throws dev.carga.application.InfrastructureException as [PartQueue#send] does
    void send(List<TracedPart> parts) {
        queue.send(parts.stream().map(part -> part.child(ids)).toList());
    }

    /// The number of messages that wait for a worker, as [PartQueue#waiting] counts them.
    long waiting() {
        return queue.waiting();
    }
}
