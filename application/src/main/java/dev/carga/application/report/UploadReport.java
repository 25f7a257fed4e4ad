package dev.carga.application.report;

import dev.carga.domain.purchase.Counters;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.PartState;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.UploadState;
import dev.carga.domain.upload.UploadStatus;
import java.util.List;

/// An upload at one moment.
///
/// @param name        the file's name as the sender gave it
/// @param onDuplicate as it was chosen when the file was sent
/// @param dryRun      whether nothing is loaded
/// @param parts       all that are known so far, in the order of the file
public record UploadReport(
        UploadId id,
        String name,
        DuplicatePolicy onDuplicate,
        boolean dryRun,
        UploadState state,
        List<PartReport> parts) {

    public UploadReport {
        parts = List.copyOf(parts);
    }

    /// A part at the same moment.
    public record PartReport(int number, PartState state) {}

    public UploadStatus status() {
        return UploadStatus.of(state, parts.size(), settledParts());
    }

    public int settledParts() {
        return (int) parts.stream().filter(part -> part.state().isSettled()).count();
    }

    /// The counters of all loaded parts together.
    public Counters counters() {
        return parts.stream()
                .map(part -> part.state() instanceof PartState.Loaded(var counters, var _) ? counters : Counters.NONE)
                .reduce(Counters.NONE, Counters::plus);
    }
}
