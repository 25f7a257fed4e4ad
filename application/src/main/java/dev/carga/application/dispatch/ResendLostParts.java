package dev.carga.application.dispatch;

import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.UploadId;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds the parts that nobody will load unless they are sent again: their message was lost with the broker, or
/// the process that was to send it died. Meant to run every few seconds, in as many processes as one likes.
///
/// A part too many costs a worker one look at the store; so it need not be certain that a message was lost.
public final class ResendLostParts {

    /// How long after it was sent a part counts as lost.
    ///
    /// @param withEmptyQueue if the queue has nothing waiting: then the part's message is gone, or in the hand of
    ///                       a worker that has not begun
    /// @param withBusyQueue  with messages waiting, the part's own may well be among them
    public record Ages(Duration withEmptyQueue, Duration withBusyQueue) {

        public static final Ages DEFAULT = new Ages(Duration.ofSeconds(10), Duration.ofMinutes(10));
    }

    private static final int AT_MOST = 100;
    private static final Logger LOG = LoggerFactory.getLogger(ResendLostParts.class);

    private final PartBacklog backlog;
    private final PartQueue queue;
    private final DispatchParts dispatchParts;
    private final int window;
    private final Ages ages;

    public ResendLostParts(PartBacklog backlog, PartQueue queue, DispatchParts dispatchParts, int window) {
        this(backlog, queue, dispatchParts, window, Ages.DEFAULT);
    }

    public ResendLostParts(PartBacklog backlog, PartQueue queue, DispatchParts dispatchParts, int window, Ages ages) {
        this.backlog = backlog;
        this.queue = queue;
        this.dispatchParts = dispatchParts;
        this.window = window;
        this.ages = ages;
    }

    /// Sends what was lost, a bounded number of parts at a time.
    ///
    /// @throws dev.carga.application.InfrastructureException if the store or the queue does not answer; the next
    /// run does it
    public void resend() {
        Duration age = queue.waiting() == 0 ? ages.withEmptyQueue() : ages.withBusyQueue();
        List<PartRef> lost = backlog.queueAgain(age, AT_MOST);
        if (!lost.isEmpty()) {
            LOG.info("event=resend parts={} first={}", lost.size(), lost.getFirst());
            queue.send(lost);
        }
        for (UploadId upload : backlog.stalled(window, AT_MOST)) {
            dispatchParts.dispatch(upload);
        }
    }
}
