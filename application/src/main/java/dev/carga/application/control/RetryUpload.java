package dev.carga.application.control;

import dev.carga.application.RetryPolicy;
import dev.carga.application.control.UploadControl.ControlResult;
import dev.carga.application.dispatch.DispatchParts;
import dev.carga.domain.Nullable;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.UploadId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Loads the failed parts of an upload again from their stored lines: after the cause of their failure is
/// fixed, or with another policy for duplicates.
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

    /// Makes the failed parts wait for a worker again, and returns before they are loaded.
    ///
    /// @param policy for the failed parts; null to keep theirs
    /// @throws dev.carga.application.InfrastructureException if the store is unavailable for longer than the
    ///         retry policy allows
    public ControlResult retry(UploadId upload, @Nullable DuplicatePolicy policy) {
        ControlResult result = retryPolicy.call("step=retry upload=" + upload, () -> control.retry(upload, policy));
        LOG.info("event=upload_retried upload={} reply={}", upload, result);
        dispatchParts.dispatch(upload);
        return result;
    }
}
