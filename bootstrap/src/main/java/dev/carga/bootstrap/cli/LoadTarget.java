package dev.carga.bootstrap.cli;

import dev.carga.domain.Nullable;
import dev.carga.domain.purchase.Counter;
import dev.carga.domain.upload.LoadingRules;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/// Where `carga load` sends its files: a system in this process, or a server.
interface LoadTarget extends AutoCloseable {

    /// Sends a file whole.
    ///
    /// @param rules by which its lines are dealt with
    /// @param bytes  how many the body has
    /// @throws RefusedException if nothing of it is taken; the message says why
    /// @throws IOException          if it breaks off, or nobody answers
    Sent send(String name, LoadingRules rules, InputStream body, long bytes) throws IOException, InterruptedException;

    /// What came of a file.
    ///
    /// @param uploads at least one; several where it was an archive of several files
    /// @param refused those files of an archive that were not taken, each with its reason
    record Sent(List<Upload> uploads, List<String> refused) {}

    /// One upload.
    ///
    /// @param name of the file, or of the one in the archive
    record Upload(String id, String name) {}

    /// How far an upload has come.
    Progress progress(String upload) throws IOException, InterruptedException;

    /// Why Carga gave the upload up as a whole, in words; null if it did not.
    @Nullable
    String abortion(String upload) throws IOException, InterruptedException;

    @Override
    void close();

    /// An upload at one moment.
    ///
    /// @param counters       summed over the loaded parts, by the names that the status shows
    /// @param duplicateLines lines that were left out as duplicates, the first of each loaded part
    record Progress(
            boolean completed,
            int parts,
            int loadedParts,
            Map<String, Long> counters,
            List<Long> duplicateLines,
            List<FailedPart> failedParts) {

        /// Whether all of it has its answer, and none of its lines is a row, or would have been one but for a row
        /// with its CPF: no part has failed, and yet it is no success.
        boolean gaveNoRow() {
            long rows = 0;
            for (Counter counter : List.of(Counter.TOTAL_ADDED, Counter.TOTAL_UPDATED, Counter.DUPLICATES)) {
                rows += counters.getOrDefault(counter.key(), 0L);
            }
            return completed && failedParts.isEmpty() && rows == 0;
        }

        int settledParts() {
            return loadedParts + failedParts.size();
        }
    }

    /// A part of which no row was loaded.
    record FailedPart(int number, String error, @Nullable Long line) {}
}
