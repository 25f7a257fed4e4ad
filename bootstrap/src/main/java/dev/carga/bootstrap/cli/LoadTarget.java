package dev.carga.bootstrap.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.carga.application.receive.UploadOptions;
import dev.carga.domain.Nullable;
import dev.carga.domain.purchase.Counter;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Where `carga load` sends its files: a system in this process, or a server.
interface LoadTarget extends AutoCloseable {

    /// Sends a file whole.
    ///
    /// @param options what is to become of it
    /// @param bytes  how many the body has
    /// @throws RefusedException if nothing of it is taken; the message says why
    /// @throws IOException          if it breaks off, or nobody answers
    Sent send(String name, UploadOptions options, InputStream body, long bytes)
            throws IOException, InterruptedException;

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

    /// What there is to say of an upload that has ended.
    Verdict verdict(String upload) throws IOException, InterruptedException;

    /// What is said of an upload as a whole, in words.
    ///
    /// @param abortion why Carga gave it up; null if it did not
    /// @param warnings what the sender should know, but for what the summary says in any case
    record Verdict(@Nullable String abortion, List<String> warnings) {

        /// Of nothing else.
        static final Verdict NONE = new Verdict(null, List.of());

        /// As the JSON of the upload tells it.
        static Verdict of(JsonNode upload) {
            List<String> warnings = new ArrayList<>();
            for (JsonNode warning : upload.path("warnings")) {
                if (!SAID_ANYWAY.contains(warning.path("code").asText())) {
                    warnings.add(warning.path("text").asText());
                }
            }
            JsonNode aborted = upload.path("aborted");
            return new Verdict(
                    aborted.hasNonNull("detail") ? aborted.path("detail").asText() : null, warnings);
        }
    }

    /// Codes of warnings whose matter `carga load` tells in its own words.
    Set<String> SAID_ANYWAY = Set.of("dry_run", "no_rows");

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

        /// Whether all of it has its answer, and none of its lines is a row, or would have been one but for
        /// a row with its CPF: no part has failed, and yet it is no success.
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
