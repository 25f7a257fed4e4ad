package dev.carga.application.control;

import dev.carga.application.InfrastructureException;
import dev.carga.application.Patience;
import dev.carga.application.control.UploadControl.Progress;
import dev.carga.application.control.UploadControl.Reply;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.Withdrawal;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Cancels an upload, or undoes it. The decision is durable when this returns; most often it is carried out
/// by then, too. What takes longer goes on in the background, also after a crash: see [FinishWithdrawals].
public final class WithdrawUpload {

    private static final long PAUSE_MS = 50;
    private static final Logger LOG = LoggerFactory.getLogger(WithdrawUpload.class);

    private final UploadControl control;
    private final Patience patience;
    private final Duration wait;

    /// @param wait how long a caller waits for the end of it
    public WithdrawUpload(UploadControl control, Patience patience, Duration wait) {
        this.control = control;
        this.patience = patience;
        this.wait = wait;
    }

    /// Writes the decision down, and waits a little for its end.
    ///
    /// @throws dev.carga.application.InfrastructureException if the store stays away longer than patience
    ///         allows
    public Reply withdraw(UploadId upload, Withdrawal withdrawal) {
        Reply reply = patience.call(
                "step=" + withdrawal.key() + " upload=" + upload,
                () -> false,
                () -> control.withdraw(upload, withdrawal));
        LOG.info("event=upload_withdrawn upload={} as={} reply={}", upload, withdrawal.key(), reply);
        if (reply instanceof Reply.Done) {
            finishIfPossible(upload);
        }
        return reply;
    }

    /// The decision stands, whatever becomes of this.
    private void finishIfPossible(UploadId upload) {
        try {
            finish(upload);
        } catch (InfrastructureException e) {
            LOG.warn("event=withdrawal_postponed upload={} cause={}", upload, e.getMessage());
        }
    }

    private void finish(UploadId upload) {
        long deadline = System.nanoTime() + wait.toNanos();
        while (System.nanoTime() < deadline) {
            Progress progress = control.finish(upload);
            if (progress == Progress.FINISHED || (progress == Progress.WAITS && !pause())) {
                return;
            }
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE_MS);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
