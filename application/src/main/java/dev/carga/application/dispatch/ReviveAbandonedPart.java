package dev.carga.application.dispatch;

import dev.carga.application.InfrastructureException;
import dev.carga.application.RetryPolicy;
import dev.carga.application.dispatch.PartQueue.Disposition;
import dev.carga.application.trace.TracedPart;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is done with a message that the queue has given up on: if its part still waits to be loaded, it is sent once
/// more. So no part rests just because its message died, as one does whose workers were killed, or lost the broker,
/// a few times in a row.
///
/// It goes back at once: a message dies only after several deliveries, each of which cost a worker its connection
/// or was held back longer than the one before, so this cannot turn into a busy loop. How often a part may be tried
/// is not decided here, since a queue that was wiped counts from the beginning.
///
/// The message is sent before the abandoned one is answered. Killed in between, it is sent once too often, which
/// costs a worker one look at the store. Safe to call from several threads.
public final class ReviveAbandonedPart implements PartQueue.PartHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ReviveAbandonedPart.class);

    private final PartBacklog backlog;
    private final TracingSender sender;
    private final RetryPolicy retryPolicy;
    private final BooleanSupplier leaving;

    /// @param leaving when true, a store or a queue that is away is not waited for: the message is given back
    public ReviveAbandonedPart(
            PartBacklog backlog, TracingSender sender, RetryPolicy retryPolicy, BooleanSupplier leaving) {
        this.backlog = backlog;
        this.sender = sender;
        this.retryPolicy = retryPolicy;
        this.leaving = leaving;
    }

    @Override
    public Disposition handle(TracedPart part) {
        try {
            if (retryPolicy.call("step=revive " + part.keys(), leaving, () -> sendIfQueued(part))) {
                LOG.info("event=part_revived {}", part.keys());
            } else {
                LOG.debug("event=part_not_revived {}", part.keys());
            }
            return Disposition.ACK;
        } catch (InfrastructureException e) {
            LOG.error("event=abandoned_part_given_back {} cause={}", part.keys(), e.getMessage());
            return Disposition.REQUEUE;
        }
    }

    /// Looks again before each sending: while the queue was away, the part may have been loaded by another
    /// message.
    private boolean sendIfQueued(TracedPart part) {
        if (!backlog.isQueued(part.part())) {
            return false;
        }
        sender.send(List.of(part));
        return true;
    }
}
