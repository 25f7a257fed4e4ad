package dev.carga.application.report;

import dev.carga.application.RetryPolicy;
import dev.carga.domain.upload.UploadId;
import java.util.Optional;

/// Tells the person who sent a file what became of it.
public final class ReportStatus {

    private final UploadQueries queries;
    private final RetryPolicy retryPolicy;

    public ReportStatus(UploadQueries queries, RetryPolicy retryPolicy) {
        this.queries = queries;
        this.retryPolicy = retryPolicy;
    }

    /// The upload as it is now, or empty if there is none with this id.
    ///
    /// @throws dev.carga.application.InfrastructureException if the store stays away longer than patience
    ///         allows
    public Optional<LegacyStatusView> report(UploadId upload) {
        return retryPolicy.call("step=report upload=" + upload, () -> queries.legacyStatus(upload));
    }
}
