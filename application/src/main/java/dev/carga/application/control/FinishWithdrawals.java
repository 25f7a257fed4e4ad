package dev.carga.application.control;

import dev.carga.application.InfrastructureException;
import dev.carga.application.control.UploadControl.WithdrawalProgress;
import dev.carga.domain.upload.UploadId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out what was decided and is not done yet: the undo of a large upload, and what a process left
/// behind that died in the middle. Meant to run every second or so, in as many processes as one likes: no
/// two make a step for one upload at the same time.
public final class FinishWithdrawals {

    private static final int AT_MOST = 100;
    private static final Logger LOG = LoggerFactory.getLogger(FinishWithdrawals.class);

    private final UploadControl control;
    private final BooleanSupplier leaving;

    /// @param leaving looked at between two steps; when true, the rest is left for later
    public FinishWithdrawals(UploadControl control, BooleanSupplier leaving) {
        this.control = control;
        this.leaving = leaving;
    }

    /// One step for each upload in turn, until nothing goes on: a small undo does not wait for a large one.
    ///
    /// @throws dev.carga.application.InfrastructureException if the store does not answer; the next run does it
    public void finish() {
        List<UploadId> uploads = control.unfinished(AT_MOST);
        while (!uploads.isEmpty() && !leaving.getAsBoolean()) {
            List<UploadId> goOn = new ArrayList<>();
            for (UploadId upload : uploads) {
                WithdrawalProgress progress = leaving.getAsBoolean() ? WithdrawalProgress.WAITS : step(upload);
                if (progress == WithdrawalProgress.GOES_ON) {
                    goOn.add(upload);
                } else if (progress == WithdrawalProgress.FINISHED) {
                    LOG.info("event=withdrawal_finished upload={}", upload);
                }
            }
            uploads = goOn;
        }
    }

    /// One that cannot be carried out at the moment, or at all, must not keep others from it.
    private WithdrawalProgress step(UploadId upload) {
        try {
            return control.finish(upload);
        } catch (InfrastructureException e) {
            LOG.warn("event=withdrawal_postponed upload={} cause={}", upload, e.getMessage());
            return WithdrawalProgress.WAITS;
        }
    }
}
