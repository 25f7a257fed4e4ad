package dev.carga.application.control;

import dev.carga.domain.Nullable;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.Withdrawal;
import java.util.List;

/// Cancels, undoes and retries uploads. Each call is one transaction. All calls are idempotent, may run
/// concurrently, and may be interrupted anywhere. All throw [dev.carga.application.InfrastructureException]
/// if the store does not respond.
public interface UploadControl {

    /// Records the withdrawal: an upload that is still being received takes no more parts, and parts that wait
    /// for a worker are cancelled. Does not wait for parts that are being loaded: [#finish] cancels those that
    /// are not loaded in the end.
    ///
    /// Cancelling has no effect on an upload that has no part waiting, loading or still to be received, nor
    /// on one that is withdrawn already.
    ControlResult withdraw(UploadId upload, Withdrawal withdrawal);

    /// Moves all failed parts back to received.
    ///
    /// @param policy for these parts; null to keep theirs
    ControlResult retry(UploadId upload, @Nullable DuplicatePolicy policy);

    /// Withdrawn uploads whose withdrawal is not finished, the earliest withdrawal first.
    List<UploadId> unfinished(int limit);

    /// Carries out one step of a withdrawal: cancels the parts that wait now and, once no part of an undone
    /// upload is being loaded, takes back a bounded number of its rows:
    ///
    /// * A row that the upload added, and that still has its values, is deleted.
    /// * A row that the upload replaced, and that still has its values, gets back those from before the
    ///   upload. It is deleted if the upload that had added it is undone already.
    /// * A row that another upload has updated since stays, and is counted. An undo of that upload then
    ///   restores what the undo of this one would have restored.
    /// * A row whose earlier values are no longer stored stays, and is counted.
    ///
    /// So uploads of the same rows may be undone in any order: once all are undone, the table is as it was
    /// before them.
    WithdrawalProgress finish(UploadId upload);

    /// The result of a withdrawal or a retry.
    sealed interface ControlResult {
        /// The upload is now as requested, or was so before.
        ///
        /// @param parts the number of parts whose state changed
        record Done(int parts) implements ControlResult {}

        /// Nothing was changed.
        record Conflict(Refusal reason) implements ControlResult {}

        /// There is no such upload.
        record Unknown() implements ControlResult {}
    }

    /// Why a request was refused.
    enum Refusal {
        /// A withdrawn upload cannot be loaded again.
        RETRY_OF_WITHDRAWN,
        /// The version that loaded it did not record which rows it added and which it updated.
        UNDO_WITHOUT_ORIGINS
    }

    /// The state of a withdrawal after a step.
    enum WithdrawalProgress {
        FINISHED,
        /// The next step can follow at once.
        IN_PROGRESS,
        /// A part is being loaded, or another process is carrying out a step: try again in a moment.
        BLOCKED
    }
}
