package dev.carga.application.fake;

import dev.carga.application.InfrastructureException;
import dev.carga.application.control.UploadControl;
import dev.carga.application.dispatch.Backlog;
import dev.carga.application.dispatch.BacklogGauge;
import dev.carga.application.dispatch.PartBacklog;
import dev.carga.application.fake.MemoryUpload.Part;
import dev.carga.application.load.PartAttempts;
import dev.carga.application.load.PartLoader;
import dev.carga.application.notify.WebhookStore;
import dev.carga.application.receive.ReceiverHeartbeats;
import dev.carga.application.receive.RepeatedFiles;
import dev.carga.application.receive.UploadStore;
import dev.carga.application.report.LegacyStatusView;
import dev.carga.application.report.PurchaseLookup;
import dev.carga.application.report.UploadIssues;
import dev.carga.application.report.UploadQueries;
import dev.carga.application.report.UploadView;
import dev.carga.application.trace.TracedPart;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.CutPart;
import dev.carga.domain.purchase.ParsedPart;
import dev.carga.domain.purchase.Purchase;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.PartFailure;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.PartState;
import dev.carga.domain.upload.PartState.Event;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.Withdrawal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// Keeps uploads, parts and the table in memory: all the store ports at once, since they share one truth.
/// States move by the domain's own transitions. Thread-safe.
public final class InMemoryUploads
        implements UploadStore,
                RepeatedFiles,
                ReceiverHeartbeats,
                PartBacklog,
                BacklogGauge,
                PartLoader,
                PartAttempts,
                UploadQueries,
                UploadIssues,
                PurchaseLookup,
                UploadControl,
                WebhookStore {

    private final Map<UploadId, MemoryUpload> uploads = new LinkedHashMap<>();
    private final MemoryTable table = new MemoryTable();
    private int failures;

    /// The next `calls` calls of any port fail as if the store were away.
    public synchronized void goAwayFor(int calls) {
        failures = calls;
    }

    private void answer() {
        if (failures > 0) {
            failures--;
            throw new InfrastructureException.Transient("The store is away", null);
        }
    }

    /// What `user_purchase` holds.
    public synchronized List<Purchase> rows() {
        return table.rows();
    }

    /// A row that was there before.
    public synchronized void put(Purchase row) {
        table.put(row);
    }

    /// The parts of an upload as they were cut.
    public List<CutPart> cutParts(UploadId upload) {
        return with(known -> parts(upload).map(part -> part.cut).toList());
    }

    /// Works on the uploads as one call.
    synchronized <T> T with(Function<Map<UploadId, MemoryUpload>, T> work) {
        answer();
        return work.apply(uploads);
    }

    // ---- receiving

    @Override
    public synchronized void open(UploadId upload, Opening opening) {
        answer();
        uploads.putIfAbsent(upload, new MemoryUpload(upload, opening));
    }

    @Override
    public synchronized Optional<Corrected> corrected(UploadId upload) {
        answer();
        return Optional.ofNullable(uploads.get(upload)).map(known -> new Corrected(known.layout));
    }

    @Override
    public synchronized boolean add(UploadId upload, CutPart part) {
        MemoryUpload known = known(upload);
        if (known.state != ReceptionState.RECEIVING) {
            return known.has(part.number());
        }
        known.add(part);
        return true;
    }

    @Override
    public synchronized Optional<String> abortion(UploadId upload) {
        return Optional.ofNullable(known(upload).aborted);
    }

    @Override
    public synchronized ReceptionState close(UploadId upload, ReceptionState end, long bytes, @Nullable String sha256) {
        MemoryUpload known = known(upload);
        known.close(end, bytes, sha256);
        abortIfNeedBe(known);
        return known.state;
    }

    @Override
    public synchronized boolean register(UploadId id, String head, boolean watched, Duration window) {
        MemoryUpload upload = known(id);
        Instant since = Instant.now().minus(window);
        upload.head = head;
        upload.held = watched
                && others(upload)
                        .anyMatch(other -> head.equals(other.head)
                                && other.state != ReceptionState.INTERRUPTED
                                && other.opened.isAfter(since));
        return upload.held;
    }

    @Override
    public synchronized Optional<UploadId> release(UploadId id, String sha256, Duration window) {
        MemoryUpload upload = known(id);
        Instant since = Instant.now().minus(window);
        Optional<UploadId> same = others(upload)
                .filter(other -> sha256.equals(other.sha256) && !other.hasFailed())
                .filter(other -> other.closed != null && other.closed.isAfter(since))
                .map(other -> other.id)
                .findFirst();
        if (same.isPresent()) {
            uploads.remove(id);
        }
        upload.held = false;
        return same;
    }

    private Stream<MemoryUpload> others(MemoryUpload upload) {
        return uploads.values().stream()
                .filter(other ->
                        other != upload && other.withdrawal == null && other.rules.dryRun() == upload.rules.dryRun());
    }

    private MemoryUpload known(UploadId upload) {
        answer();
        MemoryUpload known = uploads.get(upload);
        if (known == null) {
            throw new InfrastructureException.Permanent("There is no upload " + upload, null);
        }
        return known;
    }

    @Override
    public synchronized void confirm(Collection<UploadId> receiving) {
        answer();
        uploads.values().stream()
                .filter(upload -> receiving.contains(upload.id))
                .forEach(upload -> upload.confirmed = Instant.now());
    }

    @Override
    public synchronized List<UploadId> endAbandoned(Duration silence) {
        answer();
        Instant limit = Instant.now().minus(silence);
        return uploads.values().stream()
                .filter(upload -> upload.state == ReceptionState.RECEIVING && upload.confirmed.isBefore(limit))
                .peek(MemoryUpload::breakOff)
                .map(upload -> upload.id)
                .toList();
    }

    // ---- dispatch

    @Override
    public synchronized List<TracedPart> queueNext(UploadId upload, int window) {
        answer();
        long queued = parts(upload)
                .filter(part -> part.state instanceof PartState.Queued)
                .count();
        return parts(upload)
                .filter(part -> part.state instanceof PartState.Received && !upload(part).held)
                .limit(Math.max(0, window - queued))
                .peek(InMemoryUploads::markSent)
                .map(part -> new TracedPart(part.ref, part.trace))
                .toList();
    }

    @Override
    public synchronized List<TracedPart> queueAgain(Duration age, int limit) {
        answer();
        long sentBefore = System.nanoTime() - age.toNanos();
        return allParts()
                .filter(part -> part.state instanceof PartState.Queued && part.sentAt - sentBefore < 0)
                .filter(part -> !part.row.isLocked())
                .sorted(Comparator.comparingLong(part -> part.sentAt))
                .limit(limit)
                .peek(InMemoryUploads::markSent)
                .map(part -> new TracedPart(part.ref, part.trace))
                .toList();
    }

    private static void markSent(Part part) {
        part.move(new Event.Queue());
        part.sentAt = System.nanoTime();
    }

    @Override
    public synchronized boolean isQueued(PartRef ref) {
        answer();
        return parts(ref.upload()).anyMatch(part -> part.ref.equals(ref) && part.state instanceof PartState.Queued);
    }

    @Override
    public synchronized long countQueued() {
        answer();
        return allParts().filter(part -> part.state instanceof PartState.Queued).count();
    }

    @Override
    public synchronized List<UploadId> stalled(int window, int limit) {
        answer();
        return uploads.values().stream()
                .filter(upload -> !upload.held)
                .map(MemoryUpload::summary)
                .filter(upload ->
                        upload.parts().received() > 0 && upload.parts().queued() < window)
                .map(UploadView::id)
                .limit(limit)
                .toList();
    }

    /// Threads of one process are never stuck apart from each other.
    @Override
    public int freeStuck(Duration age) {
        return 0;
    }

    @Override
    public synchronized Backlog check() {
        answer();
        List<Part> pending = allParts().filter(Part::isPending).toList();
        long queued = pending.stream()
                .filter(part -> part.state instanceof PartState.Queued)
                .count();
        Instant now = Instant.now();
        Instant oldest = pending.stream()
                .map(part -> part.waiting)
                .min(Comparator.naturalOrder())
                .orElse(now);
        return new Backlog(
                pending.size() - queued,
                queued,
                pending.stream().mapToLong(part -> part.cut.rows()).sum(),
                Duration.between(oldest, now));
    }

    // ---- loading

    @Override
    public synchronized int begin(PartRef ref) {
        answer();
        return free(ref).map(part -> ++part.attempts).orElseGet(() -> isQueued(ref) ? HELD : 0);
    }

    @Override
    public synchronized void forgive(PartRef ref) {
        answer();
        free(ref).ifPresent(part -> part.attempts = Math.max(0, part.attempts - 1));
    }

    @Override
    public synchronized boolean giveUp(PartRef ref, PartFailure failure) {
        answer();
        return free(ref).filter(part -> part.move(new Event.Fail(failure))).isPresent();
    }

    /// The part, if it waits for a worker and nobody holds it.
    private Optional<Part> free(PartRef ref) {
        return part(ref).filter(part -> part.state instanceof PartState.Queued && !part.row.isLocked());
    }

    @Override
    public Outcome load(PartRef ref, Reading reading) {
        Optional<Part> found;
        synchronized (this) {
            answer();
            found = part(ref);
        }
        if (found.isEmpty()) {
            return new Outcome.Unknown();
        }
        Part part = found.get();
        if (!part.row.tryLock()) {
            return new Outcome.Busy();
        }
        try {
            return loadHeld(part, reading);
        } finally {
            part.row.unlock();
        }
    }

    private Outcome loadHeld(Part part, Reading reading) {
        synchronized (this) {
            if (isWithdrawn(part)) {
                part.move(new Event.Cancel());
            }
            if (!(part.state instanceof PartState.Queued)) {
                return new Outcome.NotQueued(part.state);
            }
        }
        ParsedPart parsed;
        try {
            parsed = reading.read(part.cut.bytes(), part.cut.firstLine(), part.format, part.rules.linePolicies())
                    .withColumns(part.cut.columns());
        } catch (RuntimeException _) {
            return settle(part, new Event.Fail(PartFailure.unreadable()));
        }
        synchronized (this) {
            Event event = part.rules.dryRun()
                    ? table.pretend(upload(part).wouldBe, parsed, part.policy)
                    : table.add(part.ref.upload(), parsed, part.policy);
            if (event instanceof Event.Load(var _, List<Long> leftOut)) {
                part.issues = parsed.issuesWithout(leftOut);
            }
            Outcome outcome = settle(part, event);
            abortIfNeedBe(upload(part));
            return outcome;
        }
    }

    private MemoryUpload upload(Part part) {
        return Objects.requireNonNull(uploads.get(part.ref.upload()));
    }

    private static void abortIfNeedBe(MemoryUpload upload) {
        @Nullable String excess = upload.withdrawal == null ? upload.excess() : null;
        if (excess != null) {
            withdraw(upload, upload.rules.onAbort().withdrawal());
            upload.aborted = excess;
            int _ = upload.moveFree(new Event.Cancel());
        }
    }

    private static void withdraw(MemoryUpload upload, Withdrawal withdrawal) {
        upload.breakOff();
        upload.held = false;
        upload.withdrawal = withdrawal;
        upload.withdrawn = Instant.now();
        upload.withdrawalEnded = null;
        upload.aborted = null;
    }

    private synchronized Outcome settle(Part part, Event event) {
        part.move(event);
        return switch (part.state) {
            case PartState.Loaded(var counters, var _) ->
                part.rules.dryRun() ? new Outcome.Checked(counters) : new Outcome.Loaded(counters);
            case PartState.Failed(var failure) -> new Outcome.Failed(failure);
            default -> throw new IllegalStateException("A part that is held ended as " + part.state);
        };
    }

    private boolean isWithdrawn(Part part) {
        MemoryUpload upload = uploads.get(part.ref.upload());
        return upload != null && upload.withdrawal != null;
    }

    // ---- issues

    @Override
    public synchronized List<StoredIssue> after(UploadId upload, Place place, int limit, Filter filter) {
        answer();
        return parts(upload)
                .flatMap(part -> part.keptIssues())
                .filter(kept -> kept.place().line() > place.line()
                        || (kept.place().line() == place.line() && kept.place().number() > place.number()))
                .filter(kept -> filter.code() == null || kept.issue().code() == filter.code())
                .filter(kept -> switch (filter.lines()) {
                    case ALL -> true;
                    case REJECTED -> kept.issue().rejected() != null;
                    case READ -> kept.issue().rejected() == null;
                })
                .sorted(Comparator.comparingLong(
                                (StoredIssue kept) -> kept.place().line())
                        .thenComparingLong(kept -> kept.place().number()))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized Optional<Long> count(UploadId upload) {
        answer();
        return Optional.ofNullable(uploads.get(upload))
                .map(known -> known.parts().stream()
                        .mapToLong(part -> part.issues.size())
                        .sum());
    }

    @Override
    public synchronized long countLines(UploadId upload, Lines lines) {
        return after(upload, Place.START, Integer.MAX_VALUE, new Filter(null, lines)).stream()
                .filter(kept -> kept.issue().text() != null)
                .count();
    }

    @Override
    public synchronized Optional<Found> find(String cpf) {
        answer();
        return table.find(cpf, upload -> known(upload).name);
    }

    // ---- acting on uploads

    @Override
    public synchronized UploadControl.ControlResult withdraw(UploadId id, Withdrawal withdrawal) {
        answer();
        MemoryUpload upload = uploads.get(id);
        if (upload == null) {
            return new UploadControl.ControlResult.Unknown();
        }
        boolean changes = withdrawal == Withdrawal.UNDONE
                ? upload.withdrawal != Withdrawal.UNDONE
                : upload.withdrawal == null
                        && (upload.state == ReceptionState.RECEIVING
                                || upload.summary().parts().pending() > 0);
        if (changes) {
            withdraw(upload, withdrawal);
        }
        return new UploadControl.ControlResult.Done(
                upload.withdrawal == null ? 0 : upload.moveFree(new Event.Cancel()));
    }

    @Override
    public synchronized UploadControl.ControlResult retry(UploadId id, @Nullable DuplicatePolicy policy) {
        answer();
        MemoryUpload upload = uploads.get(id);
        if (upload == null) {
            return new UploadControl.ControlResult.Unknown();
        }
        if (upload.withdrawal != null) {
            return new UploadControl.ControlResult.Conflict(Refusal.RETRY_OF_WITHDRAWN);
        }
        int retried = 0;
        for (Part part : upload.parts()) {
            if (part.move(new Event.Retry())) {
                part.attempts = 0;
                part.waiting = Instant.now();
                part.retriedUnder = policy == null ? part.retriedUnder : policy;
                part.policy = policy == null ? part.policy : policy;
                retried++;
            }
        }
        return new UploadControl.ControlResult.Done(retried);
    }

    @Override
    public synchronized List<UploadId> unfinished(int limit) {
        answer();
        return uploads.values().stream()
                .filter(upload -> upload.withdrawal != null && upload.withdrawalEnded == null)
                .map(upload -> upload.id)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized WithdrawalProgress finish(UploadId id) {
        answer();
        MemoryUpload upload = uploads.get(id);
        if (upload == null || upload.withdrawal == null || upload.withdrawalEnded != null) {
            return WithdrawalProgress.FINISHED;
        }
        upload.moveFree(new Event.Cancel());
        if (upload.summary().parts().pending() > 0) {
            return WithdrawalProgress.BLOCKED;
        }
        if (upload.withdrawal == Withdrawal.UNDONE) {
            if (upload.parts().stream().anyMatch(part -> part.state instanceof PartState.Loaded)) {
                upload.removal = table.undo(id, this::isUndone);
            }
            upload.moveFree(new Event.Undo());
        }
        upload.withdrawalEnded = Instant.now();
        return WithdrawalProgress.FINISHED;
    }

    private boolean isUndone(UploadId id) {
        MemoryUpload upload = uploads.get(id);
        return upload != null && upload.withdrawal == Withdrawal.UNDONE;
    }

    /// Forgets what uploads have replaced, as if it had been long ago.
    public synchronized void forgetReplaced() {
        table.forgetReplaced();
    }

    // ---- telling that they have ended

    @Override
    public synchronized List<Due> claim(Duration lease, int limit) {
        answer();
        List<Due> claimed = new ArrayList<>();
        uploads.values().stream()
                .filter(upload -> upload.webhook != null && upload.webhook.isDue())
                .filter(upload -> upload.summary().finished().isPresent())
                .sorted(Comparator.comparing(upload -> webhook(upload.id).next()))
                .limit(limit)
                .forEach(upload -> {
                    MemoryWebhook webhook = webhook(upload.id);
                    webhook.begin(lease);
                    claimed.add(new Due(upload.id, webhook.url, webhook.attempts));
                });
        return claimed;
    }

    @Override
    public synchronized void delivered(UploadId upload, int status) {
        answer();
        webhook(upload).delivered(status);
    }

    @Override
    public synchronized void postpone(UploadId upload, Failure failure, Duration pause) {
        answer();
        webhook(upload).postpone(failure, pause);
    }

    @Override
    public synchronized void giveUp(UploadId upload, Failure failure) {
        answer();
        webhook(upload).giveUp(failure);
    }

    private MemoryWebhook webhook(UploadId id) {
        return Optional.ofNullable(uploads.get(id))
                .map(upload -> upload.webhook)
                .orElseThrow();
    }

    // ---- reporting

    @Override
    public synchronized Optional<LegacyStatusView> legacyStatus(UploadId id) {
        answer();
        return Optional.ofNullable(uploads.get(id)).map(MemoryUpload::report);
    }

    @Override
    public synchronized Optional<UploadView> summary(UploadId id) {
        answer();
        return Optional.ofNullable(uploads.get(id)).map(this::withCorrections);
    }

    @Override
    public synchronized List<UploadView> newest(@Nullable UploadId before, int limit) {
        answer();
        List<MemoryUpload> newest = List.copyOf(uploads.values()).reversed();
        return newest.stream()
                .dropWhile(upload -> before != null && !upload.id.equals(before))
                .skip(before == null ? 0 : 1)
                .limit(limit)
                .map(this::withCorrections)
                .toList();
    }

    private UploadView withCorrections(MemoryUpload upload) {
        Set<UploadId> chain = new HashSet<>(Set.of(upload.id));
        List<UploadView.Correction> corrections = new ArrayList<>();
        for (MemoryUpload later : uploads.values()) {
            if (later.corrects != null && chain.contains(later.corrects)) {
                chain.add(later.id);
                corrections.add(later.summary().asCorrection());
            }
        }
        return upload.summary().correctedBy(corrections);
    }

    // ---- looking up

    private Stream<Part> parts(UploadId id) {
        MemoryUpload upload = uploads.get(id);
        return upload == null ? Stream.of() : upload.parts().stream();
    }

    private Stream<Part> allParts() {
        return uploads.values().stream().flatMap(upload -> upload.parts().stream());
    }

    private Optional<Part> part(PartRef ref) {
        return parts(ref.upload()).filter(part -> part.ref.equals(ref)).findFirst();
    }
}
