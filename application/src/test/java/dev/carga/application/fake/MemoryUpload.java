package dev.carga.application.fake;

import dev.carga.application.receive.ResumableStore;
import dev.carga.application.receive.UploadStore;
import dev.carga.application.report.LegacyStatusView;
import dev.carga.application.report.UploadView;
import dev.carga.application.trace.TraceParent;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.CutPart;
import dev.carga.domain.layout.Layout;
import dev.carga.domain.layout.LayoutOptions;
import dev.carga.domain.purchase.Counter;
import dev.carga.domain.purchase.Counters;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.LoadingRules;
import dev.carga.domain.upload.PartCounts;
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
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// An upload in memory, with its parts. Guarded by the lock of [InMemoryState].
final class MemoryUpload {

    final UploadId id;
    final String name;
    final LoadingRules rules;
    final @Nullable UploadId corrects;
    final LayoutOptions layoutOptions;

    /// Null until it is recognised.
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

    /// The digest of the head of the file, to find repeated files.
    @Nullable
    String head;

    /// Whether the parts wait until the file is known not to repeat another one.
    boolean held;

    /// The limit that was exceeded.
    @Nullable
    String aborted;

    @Nullable
    Instant withdrawn;

    /// Of a dry run, the line whose values the row of each CPF would have.
    final Map<String, Long> dryRunLines = new HashMap<>();

    @Nullable
    Instant withdrawalEnded;

    UploadView.Removal removal = UploadView.Removal.NONE;
    final @Nullable MemoryWebhook webhook;
    private final Map<Integer, MemoryPart> parts = new TreeMap<>();

    MemoryUpload(UploadId id, UploadStore.Opening opening) {
        this.id = id;
        this.name = opening.name();
        this.layout = opening.layout();
        this.rules = opening.options().rules();
        this.corrects = opening.options().corrects();
        this.layoutOptions = opening.options().layout();
        this.trace = opening.trace();
        @Nullable String url = opening.options().webhook();
        this.webhook = url == null ? null : new MemoryWebhook(url);
    }

    MemoryUpload(UploadId id, ResumableStore.Creation creation) {
        this.id = id;
        this.name = creation.name();
        this.rules = creation.options().rules();
        this.corrects = creation.options().corrects();
        this.layoutOptions = creation.options().layout();
        this.trace = creation.trace();
        @Nullable String url = creation.options().webhook();
        this.webhook = url == null ? null : new MemoryWebhook(url);
    }

    /// In the order of the file.
    Collection<MemoryPart> parts() {
        return parts.values();
    }

    boolean has(int part) {
        return parts.containsKey(part);
    }

    void add(CutPart part) {
        parts.putIfAbsent(part.number(), new MemoryPart(this, part));
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

    /// Closes the upload with the parts that have been received, unless it is closed.
    void interrupt() {
        long length =
                parts().stream().mapToLong(part -> part.cut.bytes().length).sum();
        close(ReceptionState.INTERRUPTED, length, null);
    }

    void withdraw(Withdrawal kind) {
        interrupt();
        held = false;
        withdrawal = kind;
        withdrawn = Instant.now();
        withdrawalEnded = null;
        aborted = null;
    }

    /// Whether a withdrawal is not finished yet.
    boolean isBeingWithdrawn() {
        return withdrawal != null && withdrawalEnded == null;
    }

    /// Withdraws the upload if it exceeds one of its limits.
    void abortIfLimitExceeded() {
        @Nullable String excess = withdrawal == null ? excess() : null;
        if (excess != null) {
            withdraw(rules.onAbort().withdrawal());
            aborted = excess;
            int _ = moveFree(new PartState.Event.Cancel());
        }
    }

    /// Moves every part whose state has such a transition and that no worker holds. Returns how many.
    int moveFree(PartState.Event event) {
        return (int) parts().stream()
                .filter(part -> !part.rowLock.isLocked() && part.move(event))
                .count();
    }

    LegacyStatusView legacyStatus() {
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

    /// Null if no limit is exceeded.
    private @Nullable String excess() {
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
        for (MemoryPart part : parts()) {
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
                new UploadView.Content(bytes, sha256, layout, layoutOptions),
                new UploadView.Times(Instant.now(), opened, closed, settled, withdrawn, withdrawalEnded),
                counts,
                counters,
                new UploadView.Lines(lines, settledLines),
                removal,
                new UploadView.Chain(corrects, List.of()),
                webhook == null ? null : webhook.summary());
    }
}
