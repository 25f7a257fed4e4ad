package dev.carga.application.dispatch;

import dev.carga.application.InfrastructureException;
import dev.carga.application.trace.TracedPart;
import dev.carga.domain.upload.UploadId;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends the next parts of an upload to the workers, as many as its window allows. So a small upload behind a
/// huge one waits for a few of its parts, not for all.
///
/// Called after each part is received and after each part is settled. Loses nothing if it fails:
/// [ResendLostParts] finds parts that were moved to `queued` but not sent, and parts that were not moved.
public final class DispatchParts {

    private static final Logger LOG = LoggerFactory.getLogger(DispatchParts.class);

    private final PartBacklog backlog;
    private final TracingSender sender;
    private final int window;

    public DispatchParts(PartBacklog backlog, TracingSender sender, int window) {
        this.backlog = backlog;
        this.sender = sender;
        this.window = window;
    }

    /// Does not throw if the store or the queue is unavailable: the parts are stored, and are sent later.
    public void dispatch(UploadId upload) {
        try {
            List<TracedPart> parts = backlog.queueNext(upload, window);
            if (!parts.isEmpty()) {
                sender.send(parts);
            }
        } catch (InfrastructureException e) {
            LOG.warn("event=dispatch_postponed upload={} cause={}", upload, e.getMessage());
        }
    }
}
