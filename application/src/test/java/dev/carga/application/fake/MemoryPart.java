package dev.carga.application.fake;

import dev.carga.application.report.UploadIssues;
import dev.carga.application.trace.TraceParent;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.CutPart;
import dev.carga.domain.layout.LineFormat;
import dev.carga.domain.purchase.LineIssue;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.LoadingRules;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.PartState;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A part of an upload in memory. Guarded by the lock of [InMemoryState].
final class MemoryPart {
    final MemoryUpload upload;
    final PartRef ref;
    final TraceParent trace;
    final CutPart cut;
    final LineFormat format;
    final LoadingRules rules;

    /// Held by the worker that loads the part.
    final ReentrantLock rowLock = new ReentrantLock();

    DuplicatePolicy policy;

    @Nullable
    DuplicatePolicy retriedUnder;

    PartState state = new PartState.Received();

    /// When it was cut or last retried.
    Instant waitingSince = Instant.now();

    @Nullable
    Instant settled;

    /// When it was last queued, as [System#nanoTime].
    long sentAt;

    int attempts;
    List<LineIssue> issues = List.of();

    MemoryPart(MemoryUpload upload, CutPart cut) {
        this.upload = upload;
        this.ref = new PartRef(upload.id, cut.number());
        this.trace = upload.trace;
        this.cut = cut;
        LineFormat ofFile = Objects.requireNonNull(upload.layout).lineFormat();
        this.format = cut.columns() == null ? ofFile : ofFile.withColumns(cut.columns());
        this.rules = upload.rules;
        this.policy = upload.rules.onDuplicate();
    }

    /// Moves the part if its state has such a transition. Returns whether it has.
    boolean move(PartState.Event event) {
        if (state.on(event) instanceof PartState.Transition.Moved(PartState to)) {
            state = to;
            settled = !to.isSettled() ? null : settled == null ? Instant.now() : settled;
            return true;
        }
        return false;
    }

    void queue() {
        move(new PartState.Event.Queue());
        sentAt = System.nanoTime();
    }

    boolean isQueued() {
        return state instanceof PartState.Queued;
    }

    Stream<UploadIssues.StoredIssue> storedIssues() {
        return IntStream.range(0, issues.size())
                .mapToObj(i -> new UploadIssues.StoredIssue(
                        new UploadIssues.Place(issues.get(i).line(), ref.number() * 1_000_000L + i), issues.get(i)));
    }

    boolean isPending() {
        return !state.isSettled();
    }
}
