package dev.carga.application.dispatch;

import dev.carga.application.trace.TracedPart;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.UploadId;
import java.time.Duration;
import java.util.List;

/// The parts that wait for a worker, each with the trace of its upload. All calls throw
/// [dev.carga.application.InfrastructureException] if the store does not respond.
public interface PartBacklog {

    /// Moves received parts of the upload to `queued`, in the order of the file, while fewer than `window` of
    /// its parts are queued. The window is for fairness, not for correctness: concurrent callers may exceed
    /// it by a few.
    ///
    /// @return the parts that are queued now, for the caller to send
    List<TracedPart> queueNext(UploadId upload, int window);

    /// The queued parts that no worker is loading and that were last sent longer than `age` ago, the oldest
    /// first. They count as sent now. No two callers get the same part.
    List<TracedPart> queueAgain(Duration age, int limit);

    /// Whether the part is queued, even if a worker is loading it. False for an unknown part.
    boolean isQueued(PartRef part);

    /// The number of queued parts of all uploads.
    long countQueued();

    /// Uploads with received parts and fewer than `window` queued ones: the process that should have
    /// dispatched them died.
    List<UploadId> stalled(int window, int limit);

    /// Ends the transactions of workers that stopped responding while loading a part, as on a frozen machine
    /// or in a suspended process, so that other workers can load their parts.
    ///
    /// @param age how long a worker must have been silent
    /// @return the number of parts freed
    int freeStuck(Duration age);
}
