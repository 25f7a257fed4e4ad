package dev.carga.application.dispatch;

import dev.carga.application.trace.TracedPart;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.UploadId;
import java.time.Duration;
import java.util.List;

/// Knows which parts wait for a worker, and of each the trace that its upload belongs to. All calls throw
/// [dev.carga.application.InfrastructureException] if the
/// store does not answer.
public interface PartBacklog {

    /// Moves received parts of the upload to `queued`, in order, as long as fewer than `window` of its parts
    /// are queued. The window is a matter of fairness, not of correctness: callers at the same time may pass
    /// it by a few.
    ///
    /// @return the parts that were moved, for the caller to send
    List<TracedPart> queueNext(UploadId upload, int window);

    /// The queued parts that nobody loads at this moment and that were last sent longer than `age` ago, oldest
    /// first; they count as sent now. Two callers never get the same part.
    List<TracedPart> queueAgain(Duration age, int limit);

    /// Whether the part waits to be loaded, also if somebody is loading it at this moment. An unknown part
    /// does not.
    boolean isQueued(PartRef part);

    /// How many parts are queued, of all uploads.
    long countQueued();

    /// Uploads that have received parts and fewer than `window` queued ones: whoever was to dispatch them went
    /// away.
    List<UploadId> stalled(int window, int limit);

    /// Takes their parts from workers that stopped in the middle of loading them, and are neither dead nor
    /// alive: a machine that was frozen, a process that was suspended.
    ///
    /// @param age for how long they have been silent
    /// @return how many were freed
    int freeStuck(Duration age);
}
