package dev.carga.bootstrap.cli.client;

import dev.carga.application.report.UploadView.Removal;
import dev.carga.domain.Nullable;
import dev.carga.domain.upload.UploadState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An upload as the command line shows it. Of a server that is older or newer than this program, some values
/// are missing, and words (states, policies, counters) may be unknown: they stay text.
///
/// @param stateKey the state as the system names it; see [#state()]
/// @param removal  what undo has done so far
/// @param counters of the loaded parts, by the names of the status
/// @param abortion why Carga ended the upload, for people; null if it did not
public record UploadDetails(
        String id,
        String name,
        String stateKey,
        boolean dryRun,
        Options options,
        Content content,
        Times times,
        Lines lines,
        Parts parts,
        Removal removal,
        Chain chain,
        Map<String, Long> counters,
        @Nullable String abortion,
        List<UploadWarning> warnings) {

    /// What the sender chose.
    ///
    /// @param retriedOnDuplicate other policies under which failed parts were retried
    /// @param rules  `on_invalid`, `max_rejects` and so on, by name, defaults included
    /// @param layout how the file is written, as far as the sender said it, by name
    public record Options(
            String onDuplicate,
            List<String> retriedOnDuplicate,
            Map<String, String> rules,
            Map<String, String> layout) {}

    /// The received file.
    ///
    /// @param bytes  unpacked; null while the file is being received
    /// @param sha256 64 hexadecimal digits; null unless the whole file was received
    public record Content(@Nullable Long bytes, @Nullable String sha256) {}

    /// By the clock of the database; null if it has not happened.
    public record Times(
            @Nullable Instant opened,
            @Nullable Instant received,
            @Nullable Instant interrupted,
            @Nullable Instant withdrawn,
            @Nullable Instant finished,
            @Nullable Instant estimatedEnd) {}

    /// Lines of the file, without the header and blank lines.
    ///
    /// @param settled   lines in parts that are neither waiting nor being loaded
    /// @param perSecond null if it cannot be measured
    public record Lines(
            long received, long settled, @Nullable Long perSecond) {}

    /// The parts of the upload.
    ///
    /// @param byState how many are in each state, in the order in which parts pass through them
    public record Parts(int total, Map<String, Integer> byState) {

        public int loaded() {
            return byState.getOrDefault("loaded", 0);
        }

        public int failed() {
            return byState.getOrDefault("failed", 0);
        }
    }

    /// Uploads that bring rejected lines of others again, corrected.
    ///
    /// @param corrects    the upload that this one corrects; null if none
    /// @param corrections the uploads that correct this one, the oldest first
    /// @param openRejects rejected lines that no correction has brought into the table
    public record Chain(@Nullable String corrects, List<Correction> corrections, long openRejects) {}

    /// An upload that corrects another one.
    public record Correction(String id, String stateKey, boolean dryRun, long added, long updated, long rejected) {}

    /// Something that the sender should know about the upload.
    ///
    /// @param code stable, such as `dry_run`
    /// @param text for people
    public record UploadWarning(String code, String text) {}

    /// Empty if the server is newer than this program and the state is not known here.
    public Optional<UploadState> state() {
        return UploadState.parse(stateKey);
    }

    /// Whether the upload failed although no part failed and Carga did not end it: no line gave a row.
    public boolean gaveNoRow() {
        return state().equals(Optional.of(UploadState.FAILED)) && parts.failed() == 0 && abortion == null;
    }
}
