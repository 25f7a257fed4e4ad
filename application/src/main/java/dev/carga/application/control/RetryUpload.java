package dev.carga.application.control;

import dev.carga.application.RetryPolicy;
import dev.carga.application.control.UploadControl.ControlResult;
import dev.carga.application.dispatch.DispatchParts;
import dev.carga.domain.Nullable;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.UploadId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has the failed parts of an upload loaded again, from what is stored of them: after somebody has mended
/// what they failed of, or with another word on duplicates.
public final class RetryUpload {

    private static final Logger LOG = LoggerFactory.getLogger(RetryUpload.class);

    private final UploadControl control;
    private final DispatchParts dispatchParts;
    private final RetryPolicy retryPolicy;

    public RetryUpload(UploadControl control, DispatchParts dispatchParts, RetryPolicy retryPolicy) {
        this.control = control;
        this.dispatchParts = dispatchParts;
        this.retryPolicy = retryPolicy;
    }

    /// Lets the failed parts wait for a worker again; loads none itself.
    ///
    /// @param policy for the failed parts; null to keep theirs
    /// @throws dev.carga.application.InfrastructureException if the store stays away longer than patience
    ///         allows
    public ControlResult retry(UploadId upload, @Nullable DuplicatePolicy policy) {
        ControlResult reply = retryPolicy.call("step=retry upload=" + upload, () -> control.retry(upload, policy));
        LOG.info("event=upload_retried upload={} reply={}", upload, reply);
        dispatchParts.dispatch(upload);
        return reply;
    }
}
