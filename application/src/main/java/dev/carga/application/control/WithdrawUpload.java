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

/// Cancels or undoes an upload. The request is durable when a call returns, and usually carried out. If that
/// takes longer, it continues in the background, even after a crash: see [FinishWithdrawals].
public final class WithdrawUpload {

    private static final long PAUSE_MS = 50;
    private static final Logger LOG = LoggerFactory.getLogger(WithdrawUpload.class);

    private final UploadControl control;
    private final RetryPolicy retryPolicy;
    private final Duration wait;

    /// @param wait how long [#withdraw] waits for the withdrawal to finish
    public WithdrawUpload(UploadControl control, RetryPolicy retryPolicy, Duration wait) {
        this.control = control;
        this.retryPolicy = retryPolicy;
        this.wait = wait;
    }

    /// Records the withdrawal, and waits a limited time for it to finish.
    ///
    /// @throws dev.carga.application.InfrastructureException if the store is unavailable for longer than the
    ///         retry policy allows
    public ControlResult withdraw(UploadId upload, Withdrawal withdrawal) {
        ControlResult result = retryPolicy.call(
                "step=" + withdrawal.key() + " upload=" + upload, () -> control.withdraw(upload, withdrawal));
        LOG.info("event=upload_withdrawn upload={} as={} reply={}", upload, withdrawal.key(), result);
        if (result instanceof ControlResult.Done) {
            boolean _ = finishIfPossible(upload, wait);
        }
        return result;
    }

    /// Undoes an upload that should not have been loaded, and waits for the undo to finish.
    ///
    /// @return whether no row of it is loaded now; if false, the undo continues in the background
    /// @throws dev.carga.application.InfrastructureException if the store is unavailable for longer than the
    ///         retry policy allows
    public boolean undoWithin(UploadId upload, Duration limit) {
        ControlResult result =
                retryPolicy.call("step=undo upload=" + upload, () -> control.withdraw(upload, Withdrawal.UNDONE));
        LOG.info("event=upload_withdrawn upload={} as={} reply={}", upload, Withdrawal.UNDONE.key(), result);
        return switch (result) {
            // No such upload: it was never opened, or deleted as a repeat.
            case ControlResult.Unknown() -> true;
            case ControlResult.Conflict _ -> false;
            case ControlResult.Done _ -> finishIfPossible(upload, limit);
        };
    }

    /// A failure here does not matter: the withdrawal is recorded.
    private boolean finishIfPossible(UploadId upload, Duration limit) {
        try {
            return finish(upload, limit);
        } catch (InfrastructureException e) {
            LOG.warn("event=withdrawal_postponed upload={} cause={}", upload, e.getMessage());
            return false;
        }
    }

    private boolean finish(UploadId upload, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < deadline) {
            WithdrawalProgress progress = control.finish(upload);
            if (progress == WithdrawalProgress.FINISHED) {
                return true;
            }
            if (progress == WithdrawalProgress.BLOCKED && !pause()) {
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
