package dev.carga.application.fake;

import dev.carga.application.receive.ResumableStore;
import dev.carga.application.receive.UploadStore;
import dev.carga.application.report.LegacyStatusView;
import dev.carga.application.report.UploadIssues;
import dev.carga.application.report.UploadView;
import dev.carga.application.trace.TraceParent;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.CutPart;
import dev.carga.domain.layout.Layout;
import dev.carga.domain.layout.LayoutOptions;
import dev.carga.domain.layout.LineFormat;
import dev.carga.domain.purchase.Counter;
import dev.carga.domain.purchase.Counters;
import dev.carga.domain.purchase.LineIssue;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.LoadingRules;
import dev.carga.domain.upload.PartCounts;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.PartState;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.UploadState;
import dev.carga.domain.upload.Withdrawal;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// An upload in memory, with its parts. Its user sees to it that one call comes after the other.
final class MemoryUpload {

    final UploadId id;
    final String name;
    final LoadingRules rules;
    final @Nullable UploadId corrects;
    final LayoutOptions told;

    /// Null while nothing is recognised.
    @Nullable
    Layout layout;

    final TraceParent trace;
    final Instant opened = Instant.now();
    ReceptionState state = ReceptionState.RECEIVING;
    Instant confirmed = opened;

    @Nullable
    Instant closed;

    @Nullable
    Long bytes;

    @Nullable
    String sha256;

    @Nullable
    Withdrawal withdrawal;

    @Nullable
    String head;

    boolean held;

    @Nullable
    String aborted;

    @Nullable
    Instant withdrawn;

    /// Of a dry run, the lines that would hold each CPF.
    final Map<String, Long> wouldBe = new HashMap<>();

    @Nullable
    Instant withdrawalEnded;

    UploadView.Removal removal = UploadView.Removal.NONE;
    final @Nullable MemoryWebhook webhook;
    private final Map<Integer, Part> parts = new TreeMap<>();

    MemoryUpload(UploadId id, UploadStore.Opening opening) {
        this.id = id;
        this.name = opening.name();
        this.layout = opening.layout();
        this.rules = opening.options().rules();
        this.corrects = opening.options().corrects();
        this.told = opening.options().layout();
        this.trace = opening.trace();
        @Nullable String url = opening.options().webhook();
        this.webhook = url == null ? null : new MemoryWebhook(url);
    }

    MemoryUpload(UploadId id, ResumableStore.Creation creation) {
        this.id = id;
        this.name = creation.name();
        this.rules = creation.options().rules();
        this.corrects = creation.options().corrects();
        this.told = creation.options().layout();
        this.trace = creation.trace();
        @Nullable String url = creation.options().webhook();
        this.webhook = url == null ? null : new MemoryWebhook(url);
    }

    static final class Part {
        final PartRef ref;
        final TraceParent trace;
        final CutPart cut;
        final LineFormat format;
        final LoadingRules rules;
        final ReentrantLock row = new ReentrantLock();
        DuplicatePolicy policy;

        @Nullable
        DuplicatePolicy retriedUnder;

        PartState state = new PartState.Received();

        /// Since when; a retry begins anew.
        Instant waiting = Instant.now();

        @Nullable
        Instant settled;

        long sentAt;
        int attempts;
        List<LineIssue> issues = List.of();

        Part(MemoryUpload upload, CutPart cut) {
            this.ref = new PartRef(upload.id, cut.number());
            this.trace = upload.trace;
            this.cut = cut;
            LineFormat ofFile = Objects.requireNonNull(upload.layout).lineFormat();
            this.format = cut.columns() == null ? ofFile : ofFile.withColumns(cut.columns());
            this.rules = upload.rules;
            this.policy = upload.rules.onDuplicate();
        }

        boolean move(PartState.Event event) {
            if (state.on(event) instanceof PartState.Transition.Moved(PartState to)) {
                state = to;
                settled = !to.isSettled() ? null : settled == null ? Instant.now() : settled;
                return true;
            }
            return false;
        }

        Stream<UploadIssues.StoredIssue> keptIssues() {
            return IntStream.range(0, issues.size())
                    .mapToObj(i -> new UploadIssues.StoredIssue(
                            new UploadIssues.Place(issues.get(i).line(), ref.number() * 1_000_000L + i),
                            issues.get(i)));
        }

        boolean isPending() {
            return !state.isSettled();
        }
    }

    /// In the order of the file.
    Collection<Part> parts() {
        return parts.values();
    }

    boolean has(int part) {
        return parts.containsKey(part);
    }

    void add(CutPart part) {
        parts.putIfAbsent(part.number(), new Part(this, part));
    }

    void close(ReceptionState end, long length, @Nullable String digest) {
        if (state == ReceptionState.RECEIVING) {
            state = end;
            held = false;
            bytes = length;
            sha256 = digest;
            closed = Instant.now();
        }
    }

    /// Ends the receiving for whoever knows no more than what has come.
    void breakOff() {
        long length =
                parts().stream().mapToLong(part -> part.cut.bytes().length).sum();
        close(ReceptionState.INTERRUPTED, length, null);
    }

    /// Moves every part that can take the event and that nobody holds; answers how many.
    int moveFree(PartState.Event event) {
        return (int) parts().stream()
                .filter(part -> !part.row.isLocked() && part.move(event))
                .count();
    }

    LegacyStatusView report() {
        return new LegacyStatusView(
                id,
                name,
                rules.onDuplicate(),
                rules.dryRun(),
                state,
                parts().stream()
                        .map(part -> new LegacyStatusView.PartReport(part.cut.number(), part.state))
                        .toList());
    }

    boolean hasFailed() {
        return summary().state() == UploadState.FAILED;
    }

    /// Null if it keeps to its limits.
    @Nullable
    String excess() {
        Counters counters = summary().counters();
        boolean whole = state != ReceptionState.RECEIVING && summary().parts().pending() == 0;
        return UploadView.excess(
                rules,
                counters.of(Counter.TOTAL_REJECTED),
                counters.of(Counter.TOTAL_FLAWED),
                counters.of(Counter.TOTAL_ROWS),
                whole);
    }

    private SortedSet<DuplicatePolicy> retriedUnder() {
        SortedSet<DuplicatePolicy> policies = new TreeSet<>();
        parts().stream().filter(part -> part.retriedUnder != null).forEach(part -> policies.add(part.policy));
        return policies;
    }

    UploadView summary() {
        PartCounts counts = PartCounts.NONE;
        Counters counters = Counters.NONE;
        long lines = 0;
        long settledLines = 0;
        @Nullable Instant settled = null;
        for (Part part : parts()) {
            counts = counts.plus(part.state);
            lines += part.cut.rows();
            settledLines += part.isPending() ? 0 : part.cut.rows();
            if (part.state instanceof PartState.Loaded(var loaded, var _)) {
                counters = counters.plus(loaded);
            }
            Instant end = part.settled;
            if (end != null && (settled == null || end.isAfter(settled))) {
                settled = end;
            }
        }
        return new UploadView(
                id,
                trace,
                name,
                rules,
                retriedUnder(),
                state,
                withdrawal,
                aborted,
                new UploadView.Content(bytes, sha256, layout, told),
                new UploadView.Times(Instant.now(), opened, closed, settled, withdrawn, withdrawalEnded),
                counts,
                counters,
                new UploadView.Lines(lines, settledLines),
                removal,
                new UploadView.Chain(corrects, List.of()),
                webhook == null ? null : webhook.summary());
    }
}
