package dev.carga.application.report;

import dev.carga.domain.Nullable;
import dev.carga.domain.upload.UploadId;
import java.util.List;
import java.util.Optional;

/// Reads uploads: one, or all page by page. Changes nothing. All calls throw
/// [dev.carga.application.InfrastructureException] if the store does not respond.
public interface UploadQueries {

    /// The upload as it is now, with its parts summed up; empty if there is no upload with this id.
    Optional<UploadView> summary(UploadId upload);

    /// Uploads in the order in which they were opened, the newest first.
    ///
    /// @param before only those opened before this one, which must exist; null to start with the newest
    List<UploadView> newest(@Nullable UploadId before, int limit);

    /// The upload as it is now, part by part, as the predecessor's status shows it; empty if there is no upload
    /// with this id.
    Optional<LegacyStatusView> legacyStatus(UploadId upload);
}
