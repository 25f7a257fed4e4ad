package dev.carga.application.control;

import dev.carga.application.InfrastructureException;
import dev.carga.application.control.UploadControl.WithdrawalProgress;
import dev.carga.domain.upload.UploadId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out withdrawals that are not finished yet: the undo of a large upload, or one that was interrupted
/// because its process died. Run it about once a second; any number of processes may run it at the same time,
/// since no two of them carry out a step for the same upload at once.
public final class FinishWithdrawals {

    private static final int BATCH_SIZE = 100;
    private static final Logger LOG = LoggerFactory.getLogger(FinishWithdrawals.class);

    private final UploadControl control;
    private final BooleanSupplier stopping;

    /// @param stopping read between two steps; when true, the remaining steps are left for later
    public FinishWithdrawals(UploadControl control, BooleanSupplier stopping) {
        this.control = control;
        this.stopping = stopping;
    }

    /// Carries out one step for each upload in turn, until no upload has another step to do now. So a small
    /// undo does not wait for a large one.
    ///
    /// @throws dev.carga.application.InfrastructureException if the store does not respond; the next run
    ///         continues
    public void finish() {
        List<UploadId> uploads = control.unfinished(BATCH_SIZE);
        while (!uploads.isEmpty() && !stopping.getAsBoolean()) {
            List<UploadId> inProgress = new ArrayList<>();
            for (UploadId upload : uploads) {
                WithdrawalProgress progress = stopping.getAsBoolean() ? WithdrawalProgress.BLOCKED : step(upload);
                if (progress == WithdrawalProgress.IN_PROGRESS) {
                    inProgress.add(upload);
                } else if (progress == WithdrawalProgress.FINISHED) {
                    LOG.info("event=withdrawal_finished upload={}", upload);
                }
            }
            uploads = inProgress;
        }
    }

    /// A withdrawal that cannot be carried out now, or at all, must not hold up the others.
    private WithdrawalProgress step(UploadId upload) {
        try {
            return control.finish(upload);
        } catch (InfrastructureException e) {
            LOG.warn("event=withdrawal_postponed upload={} cause={}", upload, e.getMessage());
            return WithdrawalProgress.BLOCKED;
        }
    }
}
