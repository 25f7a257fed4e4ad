package dev.carga.application.dispatch;

import dev.carga.application.InfrastructureException;
import dev.carga.application.RetryPolicy;
import dev.carga.application.dispatch.PartQueue.Disposition;
import dev.carga.application.trace.TracedPart;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Handles dead letters: if the part of one is still queued, sends it again. So no part stays unloaded just
/// because its message became a dead letter, as happens if its workers are killed or lose the broker a few
/// times in a row.
///
/// Sends it at once, without a risk of a busy loop: a message becomes a dead letter only after several
/// deliveries, each of which ended with a lost connection or was delayed longer than the one before. The
/// number of attempts is not limited here, since a broker that loses its data counts from zero again.
///
/// Sends the new message before it acknowledges the dead letter. If the process is killed in between, there
/// is a surplus message, which costs a worker one query. Thread-safe.
public final class ReviveAbandonedPart implements PartQueue.PartHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ReviveAbandonedPart.class);

    private final PartBacklog backlog;
    private final TracingSender sender;
    private final RetryPolicy retryPolicy;
    private final BooleanSupplier stopping;

    /// @param stopping when true, does not wait for an unavailable store or queue: the dead letter is requeued
    public ReviveAbandonedPart(
            PartBacklog backlog, TracingSender sender, RetryPolicy retryPolicy, BooleanSupplier stopping) {
        this.backlog = backlog;
        this.sender = sender;
        this.retryPolicy = retryPolicy;
        this.stopping = stopping;
    }

    @Override
    public Disposition handle(TracedPart part) {
        try {
            if (retryPolicy.call("step=revive " + part.keys(), stopping, () -> sendIfQueued(part))) {
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

    /// Reads the state before each attempt to send: while the queue was unavailable, another message may have
    /// led to the part being loaded.
    private boolean sendIfQueued(TracedPart part) {
        if (!backlog.isQueued(part.part())) {
            return false;
        }
        sender.send(List.of(part));
        return true;
    }
}
