package dev.carga.application.report;

import dev.carga.application.RetryPolicy;
import dev.carga.domain.upload.UploadId;
import java.util.Optional;

/// Reports the status of an upload as the predecessor did.
public final class ReportStatus {

    private final UploadQueries queries;
    private final RetryPolicy retryPolicy;

    public ReportStatus(UploadQueries queries, RetryPolicy retryPolicy) {
        this.queries = queries;
        this.retryPolicy = retryPolicy;
    }

    /// The upload as it is now, or empty if there is no upload with this id.
    ///
    /// @throws dev.carga.application.InfrastructureException if the store is unavailable for longer than the
    ///         retry policy allows
    public Optional<LegacyStatusView> report(UploadId upload) {
        return retryPolicy.call("step=report upload=" + upload, () -> queries.legacyStatus(upload));
    }
}
