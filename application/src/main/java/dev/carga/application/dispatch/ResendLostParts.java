package dev.carga.application.dispatch;

import dev.carga.application.trace.TracedPart;
import dev.carga.domain.upload.UploadId;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends parts again that no worker would load otherwise: the broker lost their message, the process that
/// should have sent it died, or the worker that loads them stopped responding. Run it every few seconds; any
/// number of processes may run it at the same time.
///
/// Messages are missing if fewer messages wait than parts are queued. There is no way to know which ones, so
/// the parts sent longest ago are sent again. A surplus message costs a worker one query. If as many messages
/// wait as parts are queued, nothing is lost however long they wait, and nothing is sent: the queue must not
/// grow while there is no worker.
public final class ResendLostParts {

    /// A part sent more recently than this may be on its way to a worker: then its message no longer counts as
    /// waiting, and its row is not locked yet.
    public static final Duration DEFAULT_AGE = Duration.ofSeconds(10);

    /// A part takes a fraction of a second to load. The store's own timeouts are of the same order.
    private static final Duration STUCK = Duration.ofSeconds(60);

    private static final int BATCH_SIZE = 100;
    private static final Logger LOG = LoggerFactory.getLogger(ResendLostParts.class);

    private final PartBacklog backlog;
    private final TracingSender sender;
    private final DispatchParts dispatchParts;
    private final int window;
    private final Duration age;

    /// @param age how long ago a part must have been sent to count as lost
    public ResendLostParts(
            PartBacklog backlog, TracingSender sender, DispatchParts dispatchParts, int window, Duration age) {
        this.backlog = backlog;
        this.sender = sender;
        this.dispatchParts = dispatchParts;
        this.window = window;
        this.age = age;
    }

    /// Sends lost parts again, a bounded number of them.
    ///
    /// @throws dev.carga.application.InfrastructureException if the store or the queue does not respond; the
    ///         next run continues
    public void resend() {
        int freed = backlog.freeStuck(STUCK);
        if (freed > 0) {
            LOG.warn("event=stuck_loads_ended loads={}", freed);
        }
        if (sender.waiting() < backlog.countQueued()) {
            List<TracedPart> lost = backlog.queueAgain(age, BATCH_SIZE);
            if (!lost.isEmpty()) {
                LOG.info("event=parts_resent parts={}", lost.size());
                lost.forEach(part -> LOG.debug("event=part_resent {}", part.keys()));
                sender.send(lost);
            }
        }
        for (UploadId upload : backlog.stalled(window, BATCH_SIZE)) {
            dispatchParts.dispatch(upload);
        }
    }
}
