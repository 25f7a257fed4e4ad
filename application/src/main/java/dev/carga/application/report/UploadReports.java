package dev.carga.application.report;

import dev.carga.domain.upload.UploadId;
import java.util.Optional;

/// Tells how far uploads have come.
public interface UploadReports {

    /// The upload as it is now, or empty if there never was one with this id.
    ///
    /// @throws dev.carga.application.InfrastructureException if the store does not answer
    Optional<LegacyStatusView> find(UploadId upload);
}
