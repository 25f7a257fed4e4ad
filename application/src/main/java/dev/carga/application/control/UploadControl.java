package dev.carga.application.control;

import dev.carga.domain.Nullable;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.Withdrawal;
import java.util.List;

/// Acts on an upload that is known. Each call is a transaction, or several of which each is whole; all may
/// be repeated, made at the same time by anybody, and broken off anywhere. All throw
/// [dev.carga.application.InfrastructureException] if the store does not answer.
public interface UploadControl {

    /// Writes the decision down; what is still being received takes no more parts, and what waits is
    /// cancelled. Parts that are being loaded at this moment are not waited for: [#finish] settles those
    /// that do not come to be loaded.
    ///
    /// Cancelling an upload of which nothing waits, is being loaded or is to come does nothing, and so does
    /// cancelling one that is withdrawn already.
    ControlResult withdraw(UploadId upload, Withdrawal withdrawal);

    /// Makes all failed parts wait for loading again, as if they had just been received.
    ///
    /// @param policy for these parts; null to keep theirs
    ControlResult retry(UploadId upload, @Nullable DuplicatePolicy policy);

    /// Withdrawn uploads that are not done with, those that were withdrawn first before others.
    List<UploadId> unfinished(int limit);

    /// Goes one step on with a withdrawn upload: cancels what waits by now, and once nothing of an undone
    /// upload is being loaded, takes back some of the rows. A row is removed if the upload added
    /// it and its values are still those. One that the upload replaced, and that still has its values,
    /// becomes again what it was before the upload touched it, or is removed if whoever added it was undone
    /// before. One that another upload has updated since stays, and is counted; what that upload's undo would
    /// bring back is then what this one's would have. So whatever of a chain of uploads is undone, and in
    /// whatever order: with all of them undone the table is what it was. Rows whose version of before is not
    /// kept any more stay, and are counted, too.
    WithdrawalProgress finish(UploadId upload);

    /// What became of the wish.
    sealed interface ControlResult {
        /// It was done, or was so already.
        ///
        /// @param parts how many parts moved
        record Done(int parts) implements ControlResult {}

        /// Nothing was done.
        record Refused(Refusal reason) implements ControlResult {}

        /// There is no such upload.
        record Unknown() implements ControlResult {}
    }

    /// Why a wish cannot be fulfilled.
    enum Refusal {
        /// A withdrawn upload is not loaded any more.
        RETRY_OF_WITHDRAWN,
        /// It was loaded by a version that did not write down which rows it added and which it only updated.
        UNDO_WITHOUT_ORIGINS
    }

    /// How far a withdrawal is.
    enum WithdrawalProgress {
        /// It is done with.
        FINISHED,
        /// Another step can be made at once.
        GOES_ON,
        /// A part is being loaded, or somebody else is making a step; try again in a moment.
        WAITS
    }
}
