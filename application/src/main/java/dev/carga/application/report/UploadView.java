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

/// An upload at one moment, its parts summed up.
///
/// @param trace       null if a version opened it that did not say
/// @param name        the file's name as the sender gave it
/// @param rules       as they were chosen when the file was sent
/// @param retriedUnder other policies that failed parts were tried again under
/// @param withdrawal  null if nobody has decided against it
/// @param aborted     why it was withdrawn, if nobody wished it: a stable code
/// @param counters    of the parts that are loaded at this moment
/// @param lines       how many have come, and how many have their answer; blank lines and a header aside
/// @param removal     what undo has done to the table so far
/// @param chain       what it corrects, and what corrects it
/// @param webhook     who is told that it has ended; null if nobody wished to be
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

    /// More lines have a flaw than [LoadingRules#maxFlaws()] allows.
    public static final String TOO_MANY_FLAWS = "too_many_flaws";

    /// No line of the file gave a row: it has none below its header, or all of them were rejected.
    public static final String NO_ROWS = "no_rows";

    private static final double NANOS = 1e9;

    /// The file as a whole.
    ///
    /// @param bytes  how many came, unpacked; null while it is being received
    /// @param sha256 of these, 64 hexadecimal digits; null unless it came whole
    /// @param layout as it was recognised; null if a version received it that knew only one
    /// @param told   what its sender said of how it is written
    public record Content(
            @Nullable Long bytes,
            @Nullable String sha256,
            @Nullable Layout layout,
            LayoutOptions told) {}

    /// When things happened, by the store's clock.
    ///
    /// @param seen     the moment of this summary
    /// @param received when the receiving ended
    /// @param settled  when the last part so far had its answer
    /// @param withdrawalEnded when the last row was removed, or the last waiting part cancelled
    public record Times(
            Instant seen,
            Instant opened,
            @Nullable Instant received,
            @Nullable Instant settled,
            @Nullable Instant withdrawn,
            @Nullable Instant withdrawalEnded) {}

    /// Lines of the parts.
    ///
    /// @param settled those in parts that are neither received nor queued
    public record Lines(long received, long settled) {}

    /// What undo did.
    ///
    /// @param removed  rows that were removed
    /// @param restored rows that the upload had updated, and that are again what they were before
    /// @param kept     rows that the upload had added or updated and that stay as they are: another one has
    ///                 updated them since, or what they were before is not kept any more
    public record Removal(long removed, long restored, long kept) {
        public static final Removal NONE = new Removal(0, 0, 0);
    }

    /// Uploads whose files bring lines of others again, mended.
    ///
    /// @param corrects    the one that this upload corrects; null if it is none
    /// @param corrections those that correct it, and those that correct them, the oldest first
    public record Chain(@Nullable UploadId corrects, List<Correction> corrections) {
        public static final Chain NONE = new Chain(null, List.of());

        public Chain {
            corrections = List.copyOf(corrections);
        }
    }

    /// An upload that corrects another one.
    ///
    /// @param corrects which one
    /// @param counters of its parts that are loaded at this moment
    public record Correction(UploadId id, UploadId corrects, UploadState state, boolean dryRun, Counters counters) {

        /// How many lines it has settled: those that are in the table.
        public long settled() {
            return counts() ? counters.accepted() : 0;
        }

        /// A line that was rejected is a row of its own when it comes again. One that updates a row, or gives
        /// way to one, may be a line with a flaw that was a row before: where more lines came than were open,
        /// they are not taken for rejected ones. Those that were rejected again are open in any case.
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

    /// How far the telling of its end has come.
    ///
    /// @param url        as it was given; see [#shownUrl()]
    /// @param attempts   that were begun
    /// @param lastStatus of the last attempt's answer; null if there was none
    /// @param lastError  of the last attempt, for people; null if it came to something
    public record Webhook(
            String url,
            State state,
            int attempts,
            @Nullable Integer lastStatus,
            @Nullable String lastError) {

        /// Whether the message has arrived.
        public enum State {
            /// Not yet: the upload has not ended, or nobody has taken the message so far.
            PENDING("pending"),
            DELIVERED("delivered"),
            /// It will not be sent any more.
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

        /// Without its query, where people put what nobody else is to know.
        public String shownUrl() {
            return url.split("[?#]", 2)[0];
        }
    }

    public DuplicatePolicy onDuplicate() {
        return rules.onDuplicate();
    }

    public UploadState state() {
        UploadState state = UploadState.of(file, withdrawal, parts, counters);
        boolean underWay = state == UploadState.CANCELLING || state == UploadState.UNDOING;
        return aborted == null || underWay ? state : UploadState.FAILED;
    }

    /// How many of its rejected lines none of its corrections has brought to the table so far.
    public long openRejects() {
        long open = counters.of(Counter.TOTAL_REJECTED);
        for (Correction correction : chain.corrections()) {
            open = correction.openAfter(open);
        }
        return open;
    }

    /// The same with what corrects it.
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

    /// As the one that it corrects shows it.
    ///
    /// @throws NullPointerException if it corrects none
    public Correction asCorrection() {
        return new Correction(id, Objects.requireNonNull(chain.corrects()), state(), rules.dryRun(), counters);
    }

    /// Why it has failed as a whole, as a stable code: one of those above. Null if it has not, and where each of
    /// its parts has failed, for reasons of their own.
    public @Nullable String reason() {
        if (aborted != null) {
            return aborted;
        }
        return state() == UploadState.FAILED && parts.failed() == 0 ? NO_ROWS : null;
    }

    /// Why an upload is to be given up, as a stable code; null if it keeps to the limits of its rules.
    ///
    /// @param lines how many have their answer
    /// @param whole whether that is all of the file
    public static @Nullable String excess(LoadingRules rules, long rejected, long flawed, long lines, boolean whole) {
        if (isOver(rules.maxRejects(), rejected, lines, whole)) {
            return TOO_MANY_REJECTS;
        }
        return isOver(rules.maxFlaws(), flawed, lines, whole) ? TOO_MANY_FLAWS : null;
    }

    private static boolean isOver(@Nullable RejectLimit limit, long counted, long lines, boolean whole) {
        return limit != null && limit.isExceededBy(counted, lines, whole);
    }

    /// When everything had its answer; empty as long as something has not.
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

    /// Lines that had their answer, per second from the opening to the last of them, or to now if more is to
    /// come. Empty if there is none, and once the upload is withdrawn, when most answers came at once.
    public OptionalDouble rowsPerSecond() {
        @Nullable Instant settled = times.settled();
        if (lines.settled() == 0 || settled == null || withdrawal != null) {
            return OptionalDouble.empty();
        }
        Instant end = parts.pending() > 0 || file == ReceptionState.RECEIVING ? times.seen() : settled;
        double seconds = Duration.between(times.opened(), end).toNanos() / NANOS;
        return seconds > 0 ? OptionalDouble.of(lines.settled() / seconds) : OptionalDouble.empty();
    }

    /// When the last part will have its answer, if it goes on like this. Empty while the file is still
    /// coming, since nobody knows how much it is, and where nothing is loading.
    public Optional<Instant> estimatedEnd() {
        OptionalDouble rate = rowsPerSecond();
        if (state() != UploadState.LOADING || rate.isEmpty()) {
            return Optional.empty();
        }
        double seconds = (lines.received() - lines.settled()) / rate.getAsDouble();
        return Optional.of(times.seen().plusMillis(Math.round(seconds * 1000)));
    }
}
