package dev.carga.application.report;

import dev.carga.application.Patience;
import dev.carga.domain.upload.UploadId;
import java.util.Optional;

/// Tells the person who sent a file what became of it.
public final class ReportStatus {

    private final UploadReports reports;
    private final Patience patience;

    public ReportStatus(UploadReports reports, Patience patience) {
        this.reports = reports;
        this.patience = patience;
    }

    /// The upload as it is now, or empty if there is none with this id.
    ///
    /// @throws dev.carga.application.InfrastructureException if the store stays away longer than patience allows
    public Optional<UploadReport> report(UploadId upload) {
        return patience.call("step=report upload=" + upload, () -> false, () -> reports.find(upload));
    }
}
