package dev.carga.application.dispatch;

import dev.carga.application.trace.TracedPart;
import dev.carga.domain.upload.UploadId;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds the parts that nobody will load unless they are sent again: their message was lost with the broker,
/// the process that was to send it died, or the one that loads them has stopped in the middle. Meant to run
/// every few seconds, in as many processes as one likes.
///
/// Messages are missing if fewer wait than parts are queued. Which ones cannot be told; those sent longest
/// ago are sent again. A message too many costs a worker one look at the store. As many messages as parts
/// mean that nothing is lost, however long the parts wait: without a worker, the queue must not grow by the
/// hour.
public final class ResendLostParts {

    /// A part sent more recently than this may be on its way into the hand of a worker, where it counts as
    /// waiting no more and is not held yet.
    public static final Duration DEFAULT_AGE = Duration.ofSeconds(10);

    /// A part takes a small part of a second to load. The store's own limits on silence are of the same order.
    private static final Duration STUCK = Duration.ofSeconds(60);

    private static final int AT_MOST = 100;
    private static final Logger LOG = LoggerFactory.getLogger(ResendLostParts.class);

    private final PartBacklog backlog;
    private final TracingSender sender;
    private final DispatchParts dispatchParts;
    private final int window;
    private final Duration age;

    /// Sends again what was sent longer than `age` ago and seems lost.
    public ResendLostParts(
            PartBacklog backlog, TracingSender sender, DispatchParts dispatchParts, int window, Duration age) {
        this.backlog = backlog;
        this.sender = sender;
        this.dispatchParts = dispatchParts;
        this.window = window;
        this.age = age;
    }

    /// Sends what was lost, a bounded number of parts at a time.
    ///
    /// @throws dev.carga.application.InfrastructureException if the store or the queue does not answer; the
    ///         next run does it
    public void resend() {
        int freed = backlog.freeStuck(STUCK);
        if (freed > 0) {
            LOG.warn("event=stuck_loads_ended loads={}", freed);
        }
        if (sender.waiting() < backlog.countQueued()) {
            List<TracedPart> lost = backlog.queueAgain(age, AT_MOST);
            if (!lost.isEmpty()) {
                LOG.info("event=parts_resent parts={}", lost.size());
                lost.forEach(part -> LOG.debug("event=part_resent {}", part.keys()));
                sender.send(lost);
            }
        }
        for (UploadId upload : backlog.stalled(window, AT_MOST)) {
            dispatchParts.dispatch(upload);
        }
    }
}
