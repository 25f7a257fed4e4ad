package dev.carga.bootstrap.cli.client;

import dev.carga.domain.purchase.Counter;
import java.util.List;
import java.util.Map;

/// The loading of an upload at one moment.
///
/// @param completed      whether every part is loaded or has failed
/// @param counters       summed over the loaded parts, by [Counter#key()]
/// @param duplicateLines lines that were skipped as duplicates, the first of each loaded part
/// @param failedParts    cancelled and undone parts included
public record UploadProgress(
        boolean completed,
        int parts,
        int loadedParts,
        Map<String, Long> counters,
        List<Long> duplicateLines,
        List<FailedPart> failedParts) {

    /// The counters of lines that gave a row, or would have given one if their CPF had been new.
    private static final List<Counter> ROWS = List.of(Counter.TOTAL_ADDED, Counter.TOTAL_UPDATED, Counter.DUPLICATES);

    /// Whether the upload is complete without a failed part and without a row. That counts as a failure of
    /// the file.
    public boolean gaveNoRow() {
        long rows = ROWS.stream()
                .mapToLong(counter -> counters.getOrDefault(counter.key(), 0L))
                .sum();
        return completed && failedParts.isEmpty() && rows == 0;
    }

    /// The parts that are loaded or have failed.
    public int settledParts() {
        return loadedParts + failedParts.size();
    }
}
