package dev.carga.application.report;

import dev.carga.domain.Nullable;
import dev.carga.domain.upload.UploadId;
import java.util.List;
import java.util.Optional;

/// All uploads there ever were. All calls throw [dev.carga.application.InfrastructureException] if the store
/// does not answer.
public interface UploadHistory {

    /// The upload as it is now, or empty if there never was one with this id.
    Optional<UploadView> summary(UploadId upload);

    /// Uploads in the order in which they were opened, the newest first.
    ///
    /// @param before only those opened before this one, which must exist; null to begin with the newest
    List<UploadView> newest(@Nullable UploadId before, int limit);
}
