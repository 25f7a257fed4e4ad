package dev.carga.application.fake;

import dev.carga.application.report.LegacyStatusView;
import dev.carga.application.report.UploadQueries;
import dev.carga.application.report.UploadView;
import dev.carga.domain.Nullable;
import dev.carga.domain.upload.UploadId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Knows the legacy status of uploads and nothing else about them.
public record LegacyStatusQueries(Function<UploadId, Optional<LegacyStatusView>> status) implements UploadQueries {

    @Override
    public Optional<UploadView> summary(UploadId upload) {
        return Optional.empty();
    }

    @Override
    public List<UploadView> newest(@Nullable UploadId before, int limit) {
        return List.of();
    }

    @Override
    public Optional<LegacyStatusView> legacyStatus(UploadId upload) {
        return status.apply(upload);
    }
}
