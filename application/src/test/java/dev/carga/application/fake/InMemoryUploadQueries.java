package dev.carga.application.fake;

import dev.carga.application.report.LegacyStatusView;
import dev.carga.application.report.UploadQueries;
import dev.carga.application.report.UploadView;
import dev.carga.domain.Nullable;
import dev.carga.domain.upload.UploadId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

record InMemoryUploadQueries(InMemoryState state) implements UploadQueries {

    @Override
    public Optional<LegacyStatusView> legacyStatus(UploadId id) {
        return state.call(() -> state.find(id).map(MemoryUpload::legacyStatus));
    }

    @Override
    public Optional<UploadView> summary(UploadId id) {
        return state.call(() -> state.find(id).map(this::withCorrections));
    }

    @Override
    public List<UploadView> newest(@Nullable UploadId before, int limit) {
        return state.call(() -> List.copyOf(state.uploads()).reversed().stream()
                .dropWhile(upload -> before != null && !upload.id.equals(before))
                .skip(before == null ? 0 : 1)
                .limit(limit)
                .map(this::withCorrections)
                .toList());
    }

    private UploadView withCorrections(MemoryUpload upload) {
        Set<UploadId> chain = new HashSet<>(Set.of(upload.id));
        List<UploadView.Correction> corrections = new ArrayList<>();
        for (MemoryUpload later : state.uploads()) {
            if (later.corrects != null && chain.contains(later.corrects)) {
                chain.add(later.id);
                corrections.add(later.summary().asCorrection());
            }
        }
        return upload.summary().correctedBy(corrections);
    }
}
