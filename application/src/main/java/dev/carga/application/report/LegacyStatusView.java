package dev.carga.application.report;

import dev.carga.domain.purchase.Counters;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.LegacyStatus;
import dev.carga.domain.upload.PartState;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import java.util.List;

/// An upload at one moment, part by part, as the predecessor's `/status` shows it.
///
/// @param name        of the file, as the sender gave it
/// @param onDuplicate the policy chosen when the file was sent
/// @param dryRun      whether nothing is loaded
/// @param parts       all parts received so far, in the order of the file
public record LegacyStatusView(
        UploadId id,
        String name,
        DuplicatePolicy onDuplicate,
        boolean dryRun,
        ReceptionState state,
        List<PartReport> parts) {

    public LegacyStatusView {
        parts = List.copyOf(parts);
    }

    /// A part of the upload, at the same moment.
    public record PartReport(int number, PartState state) {}

    public LegacyStatus status() {
        return LegacyStatus.of(state, parts.size(), settledParts());
    }

    public int settledParts() {
        return (int) parts.stream().filter(part -> part.state().isSettled()).count();
    }

    /// The sum of the counters of all loaded parts.
    public Counters counters() {
        return parts.stream()
                .map(part -> part.state() instanceof PartState.Loaded(var counters, var _) ? counters : Counters.NONE)
                .reduce(Counters.NONE, Counters::plus);
    }
}
