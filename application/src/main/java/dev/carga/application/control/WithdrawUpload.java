package dev.carga.application.control;

import dev.carga.application.InfrastructureException;
import dev.carga.application.RetryPolicy;
import dev.carga.application.control.UploadControl.ControlResult;
import dev.carga.application.control.UploadControl.WithdrawalProgress;
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
    private final RetryPolicy retryPolicy;
    private final Duration wait;

    /// @param wait how long a caller waits for the end of it
    public WithdrawUpload(UploadControl control, RetryPolicy retryPolicy, Duration wait) {
        this.control = control;
        this.retryPolicy = retryPolicy;
        this.wait = wait;
    }

    /// Writes the decision down, and waits a little for its end.
    ///
    /// @throws dev.carga.application.InfrastructureException if the store stays away longer than patience
    ///         allows
    public ControlResult withdraw(UploadId upload, Withdrawal withdrawal) {
        ControlResult reply = retryPolicy.call(
                "step=" + withdrawal.key() + " upload=" + upload, () -> control.withdraw(upload, withdrawal));
        LOG.info("event=upload_withdrawn upload={} as={} reply={}", upload, withdrawal.key(), reply);
        if (reply instanceof ControlResult.Done) {
            boolean _ = finishIfPossible(upload, wait);
        }
        return reply;
    }

    /// Undoes an upload that should never have been loaded, and waits for the end of it.
    ///
    /// @return whether nothing of it is loaded by then; otherwise it goes on in the background
    /// @throws dev.carga.application.InfrastructureException if the store stays away longer than patience
    ///         allows
    public boolean undoWithin(UploadId upload, Duration atMost) {
        ControlResult reply =
                retryPolicy.call("step=undo upload=" + upload, () -> control.withdraw(upload, Withdrawal.UNDONE));
        LOG.info("event=upload_withdrawn upload={} as={} reply={}", upload, Withdrawal.UNDONE.key(), reply);
        return switch (reply) {
            // An upload that is not there was never begun, or found to be a repeat.
            case ControlResult.Unknown() -> true;
            case ControlResult.Refused _ -> false;
            case ControlResult.Done _ -> finishIfPossible(upload, atMost);
        };
    }

    /// The decision stands, whatever becomes of this.
    private boolean finishIfPossible(UploadId upload, Duration atMost) {
        try {
            return finish(upload, atMost);
        } catch (InfrastructureException e) {
            LOG.warn("event=withdrawal_postponed upload={} cause={}", upload, e.getMessage());
            return false;
        }
    }

    private boolean finish(UploadId upload, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (System.nanoTime() < deadline) {
            WithdrawalProgress progress = control.finish(upload);
            if (progress == WithdrawalProgress.FINISHED) {
                return true;
            }
            if (progress == WithdrawalProgress.WAITS && !pause()) {
                return false;
            }
        }
        return false;
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
