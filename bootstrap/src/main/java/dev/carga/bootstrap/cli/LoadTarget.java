package dev.carga.bootstrap.cli;

import dev.carga.domain.Nullable;
import dev.carga.domain.upload.DuplicatePolicy;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/// Where `carga load` sends its files: a system in this process, or a server.
interface LoadTarget extends AutoCloseable {

    /// Sends a file whole.
    ///
    /// @param policy for lines whose CPF is there already
    /// @param bytes  how many the body has
    /// @return the upload's id
    /// @throws RefusedException if the file is not taken; the message says why
    /// @throws IOException          if it breaks off, or nobody answers
    String send(String name, DuplicatePolicy policy, InputStream body, long bytes)
            throws IOException, InterruptedException;

    /// How far an upload has come.
    Progress progress(String upload) throws IOException, InterruptedException;

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

        int settledParts() {
            return loadedParts + failedParts.size();
        }
    }

    /// A part of which no row was loaded.
    record FailedPart(int number, String error, @Nullable Long line) {}
}
