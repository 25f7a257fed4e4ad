package dev.carga.application.report;

import dev.carga.application.trace.TraceParent;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.Layout;
import dev.carga.domain.layout.LayoutOptions;
import dev.carga.domain.purchase.Counter;
import dev.carga.domain.purchase.Counters;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.LoadingRules;
import dev.carga.domain.upload.PartCounts;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.RejectLimit;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.UploadState;
import dev.carga.domain.upload.Withdrawal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedSet;

/// An upload at one moment, with its parts summed up.
///
/// @param trace        null if a version without traces opened the upload
/// @param name         of the file, as the sender gave it
/// @param rules        chosen when the file was sent
/// @param retriedUnder other policies for duplicates under which failed parts were retried
/// @param withdrawal   null unless the upload is cancelled or undone
/// @param aborted      why Carga itself withdrew the upload, as a stable code; else null
/// @param counters     of the parts that are loaded now
/// @param lines        received and processed, without blank lines and headers
/// @param removal      the effect of an undo on the table so far
/// @param chain        the upload that this one corrects, and its own corrections
/// @param webhook      null if the sender asked for none
public record UploadView(
        UploadId id,
        @Nullable TraceParent trace,
        String name,
        LoadingRules rules,
        SortedSet<DuplicatePolicy> retriedUnder,
        ReceptionState file,
        @Nullable Withdrawal withdrawal,
        @Nullable String aborted,
        Content content,
        Times times,
        PartCounts parts,
        Counters counters,
        Lines lines,
        Removal removal,
        Chain chain,
        @Nullable Webhook webhook) {

    /// More lines were rejected than [LoadingRules#maxRejects()] allows.
    public static final String TOO_MANY_REJECTS = "too_many_rejects";

    /// More lines are flawed than [LoadingRules#maxFlaws()] allows.
    public static final String TOO_MANY_FLAWS = "too_many_flaws";

    /// No line of the file gave a row: it has none below its header, or all of them were rejected.
    public static final String NO_ROWS = "no_rows";

    private static final double NANOS = 1e9;

    /// The file as a whole.
    ///
    /// @param bytes   its unpacked length as received; null while it is being received
    /// @param sha256  of these bytes, 64 hexadecimal digits; null unless the file is complete
    /// @param layout  as recognised; null if an earlier version received the file, which knew one layout only
    /// @param options what the sender stated about the layout
    public record Content(
            @Nullable Long bytes,
            @Nullable String sha256,
            @Nullable Layout layout,
            LayoutOptions options) {}

    /// Times by the store's clock.
    ///
    /// @param seen            the time of this view
    /// @param received        the end of receiving
    /// @param settled         when the last settled part so far was settled
    /// @param withdrawalEnded when the last row was removed, or the last waiting part was cancelled
    public record Times(
            Instant seen,
            Instant opened,
            @Nullable Instant received,
            @Nullable Instant settled,
            @Nullable Instant withdrawn,
            @Nullable Instant withdrawalEnded) {}

    /// Lines of the parts.
    ///
    /// @param received lines in all parts
    /// @param settled  lines in parts that are neither received nor queued
    public record Lines(long received, long settled) {}

    /// The effect of an undo.
    ///
    /// @param removed  rows deleted
    /// @param restored rows that the upload had updated and that have their earlier values again
    /// @param kept     rows that the upload had added or updated and that stay as they are: another upload
    ///                 has updated them since, or their earlier values are no longer stored
    public record Removal(long removed, long restored, long kept) {
        public static final Removal NONE = new Removal(0, 0, 0);
    }

    /// How uploads that correct each other are related. A correction sends lines of another upload again,
    /// fixed.
    ///
    /// @param corrects    the upload that this one corrects; null if this is not a correction
    /// @param corrections the corrections of this upload, and their corrections, the oldest first
    public record Chain(@Nullable UploadId corrects, List<Correction> corrections) {
        public static final Chain NONE = new Chain(null, List.of());

        public Chain {
            corrections = List.copyOf(corrections);
        }
    }

    /// An upload that corrects another one.
    ///
    /// @param corrects the upload that it corrects
    /// @param counters of its parts that are loaded now
    public record Correction(UploadId id, UploadId corrects, UploadState state, boolean dryRun, Counters counters) {

        /// The lines that are settled by this correction, since their rows are in the table.
        public long settled() {
            return counts() ? counters.accepted() : 0;
        }

        /// The rejected lines that are still open after this correction.
        ///
        /// A rejected line gives a new row when it is sent again, fixed. A line that updates a row, or is
        /// left out as a duplicate, may instead be a flawed line, which was a row before. So if the
        /// correction has more lines than were open, such lines do not count as rejected ones. Lines that are
        /// rejected again stay open in any case.
        private long openAfter(long open) {
            if (!counts()) {
                return open;
            }
            boolean onlyRejects = counters.of(Counter.TOTAL_ROWS) <= open;
            long settled = onlyRejects ? counters.accepted() : counters.of(Counter.TOTAL_ADDED);
            return Math.max(open - settled, Math.min(open, counters.of(Counter.TOTAL_REJECTED)));
        }

        private boolean counts() {
            return !dryRun && state != UploadState.UNDOING && state != UploadState.UNDONE;
        }
    }

    /// The delivery of the upload's webhook.
    ///
    /// @param url        as the sender gave it; see [#shownUrl()]
    /// @param attempts   the number of attempts started
    /// @param lastStatus of the response to the last attempt; null if there was none
    /// @param lastError  why the last attempt failed, for people; null if it succeeded
    public record Webhook(
            String url,
            State state,
            int attempts,
            @Nullable Integer lastStatus,
            @Nullable String lastError) {

        /// The state of the delivery.
        public enum State {
            /// The upload has not ended, or the receiver has not accepted the message yet.
            PENDING("pending"),
            DELIVERED("delivered"),
            /// The message will not be sent again.
            GIVEN_UP("given_up");

            private final String key;

            State(String key) {
                this.key = key;
            }

            /// The stable name in JSON.
            public String key() {
                return key;
            }
        }

        /// The URL without its query, which may contain a secret.
        public String shownUrl() {
            return url.split("[?#]", 2)[0];
        }
    }

    public DuplicatePolicy onDuplicate() {
        return rules.onDuplicate();
    }

    public UploadState state() {
        UploadState state = UploadState.of(file, withdrawal, parts, counters);
        boolean inProgress = state == UploadState.CANCELLING || state == UploadState.UNDOING;
        return aborted == null || inProgress ? state : UploadState.FAILED;
    }

    /// The number of rejected lines that no correction has brought to the table so far.
    public long openRejects() {
        long open = counters.of(Counter.TOTAL_REJECTED);
        for (Correction correction : chain.corrections()) {
            open = correction.openAfter(open);
        }
        return open;
    }

    /// This view with the corrections of the upload.
    public UploadView correctedBy(List<Correction> corrections) {
        return new UploadView(
                id,
                trace,
                name,
                rules,
                retriedUnder,
                file,
                withdrawal,
                aborted,
                content,
                times,
                parts,
                counters,
                lines,
                removal,
                new Chain(chain.corrects(), corrections),
                webhook);
    }

    /// This upload as an entry of the upload that it corrects.
    ///
    /// @throws NullPointerException if it is not a correction
    public Correction asCorrection() {
        return new Correction(id, Objects.requireNonNull(chain.corrects()), state(), rules.dryRun(), counters);
    }

    /// Why the upload as a whole has failed: one of the stable codes above. Null if it has not failed, and if
    /// each of its parts has failed, since parts have their own reasons.
    public @Nullable String reason() {
        if (aborted != null) {
            return aborted;
        }
        return state() == UploadState.FAILED && parts.failed() == 0 ? NO_ROWS : null;
    }

    /// Which limit of its rules an upload exceeds, as a stable code; null if it exceeds none.
    ///
    /// @param lines the lines processed
    /// @param whole whether these are all lines of the file
    public static @Nullable String excess(LoadingRules rules, long rejected, long flawed, long lines, boolean whole) {
        if (isOver(rules.maxRejects(), rejected, lines, whole)) {
            return TOO_MANY_REJECTS;
        }
        return isOver(rules.maxFlaws(), flawed, lines, whole) ? TOO_MANY_FLAWS : null;
    }

    private static boolean isOver(@Nullable RejectLimit limit, long counted, long lines, boolean whole) {
        return limit != null && limit.isExceededBy(counted, lines, whole);
    }

    /// When the upload ended; empty while it is in progress.
    public Optional<Instant> finished() {
        return switch (state()) {
            case RECEIVING, LOADING, CANCELLING, UNDOING -> Optional.empty();
            case COMPLETED, PARTIALLY_FAILED, FAILED, INTERRUPTED, CANCELLED, UNDONE ->
                Optional.ofNullable(latest(latest(times.received(), times.settled()), times.withdrawalEnded()));
        };
    }

    private static @Nullable Instant latest(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isAfter(other) ? one : other;
    }

    /// Lines processed per second, from the opening of the upload until its last part was settled, or until
    /// now if parts are still pending. Empty if no line is processed, and for a withdrawn upload, whose parts
    /// are mostly cancelled at once.
    public OptionalDouble rowsPerSecond() {
        @Nullable Instant settled = times.settled();
        if (lines.settled() == 0 || settled == null || withdrawal != null) {
            return OptionalDouble.empty();
        }
        Instant end = parts.pending() > 0 || file == ReceptionState.RECEIVING ? times.seen() : settled;
        double seconds = Duration.between(times.opened(), end).toNanos() / NANOS;
        return seconds > 0 ? OptionalDouble.of(lines.settled() / seconds) : OptionalDouble.empty();
    }

    /// When the last part will be settled at this rate. Empty while the file is being received, since its
    /// length is not known, and if nothing is being loaded.
    public Optional<Instant> estimatedEnd() {
        OptionalDouble rate = rowsPerSecond();
        if (state() != UploadState.LOADING || rate.isEmpty()) {
            return Optional.empty();
        }
        double seconds = (lines.received() - lines.settled()) / rate.getAsDouble();
        return Optional.of(times.seen().plusMillis(Math.round(seconds * 1000)));
    }
}
