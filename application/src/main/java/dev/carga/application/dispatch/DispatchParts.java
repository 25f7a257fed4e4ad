package dev.carga.application.dispatch;

import dev.carga.application.InfrastructureException;
import dev.carga.application.trace.TracedPart;
import dev.carga.domain.upload.UploadId;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends an upload's next parts to the workers, as many as its window allows: so a small upload behind a huge one
/// waits for a few parts of it, not for all.
///
/// Called after each part received and each part settled. Loses nothing when it fails: a part that was moved to
/// `queued` but not sent is found by [ResendLostParts], and one that was not moved, too.
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

    /// Never throws for a store or a queue that is away: the parts are safe, and are sent later.
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
