package dev.carga.application.fake;

import dev.carga.application.InfrastructureException;
import dev.carga.application.dispatch.PartBacklog;
import dev.carga.application.load.PartLoader;
import dev.carga.application.receive.UploadStore;
import dev.carga.application.report.UploadReport;
import dev.carga.application.report.UploadReports;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.CutPart;
import dev.carga.domain.purchase.Counters;
import dev.carga.domain.purchase.ParsedPart;
import dev.carga.domain.purchase.Purchase;
import dev.carga.domain.upload.DistinctRows;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.PartFailure;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.PartState;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.UploadState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// Keeps uploads, parts and the table in memory: all the store ports at once, since they share one truth. States
/// move by the domain's own transitions. Thread-safe.
public final class InMemoryUploads implements UploadStore, PartBacklog, PartLoader, UploadReports {

    private static final class Upload {
        final String name;
        final DuplicatePolicy policy;
        UploadState state = UploadState.RECEIVING;
        final Map<Integer, Part> parts = new LinkedHashMap<>();

        Upload(String name, DuplicatePolicy policy) {
            this.name = name;
            this.policy = policy;
        }
    }

    private static final class Part {
        final PartRef ref;
        final CutPart cut;
        final ReentrantLock row = new ReentrantLock();
        PartState state = new PartState.Received();
        long sentAt;

        Part(PartRef ref, CutPart cut) {
            this.ref = ref;
            this.cut = cut;
        }

        boolean move(PartState.Event event) {
            if (state.on(event) instanceof PartState.Transition.Moved(PartState to)) {
                state = to;
                return true;
            }
            return false;
        }
    }

    /// A row of the table, and where it came from.
    private record Row(UploadId upload, Purchase purchase) {}

    private final Map<UploadId, Upload> uploads = new LinkedHashMap<>();
    private final Map<String, Row> table = new LinkedHashMap<>();
    private int failures;

    /// The next `calls` calls of any port fail as if the store were away.
    public synchronized void goAwayFor(int calls) {
        failures = calls;
    }

    /// What `user_purchase` holds.
    public synchronized List<Purchase> rows() {
        return table.values().stream().map(Row::purchase).toList();
    }

    @Override
    public synchronized void open(UploadId upload, String name, DuplicatePolicy policy) {
        answer();
        uploads.putIfAbsent(upload, new Upload(name, policy));
    }

    @Override
    public synchronized void add(UploadId upload, CutPart part) {
        answer();
        Upload known = uploads.get(upload);
        if (known == null || (known.state != UploadState.RECEIVING && !known.parts.containsKey(part.number()))) {
            throw new InfrastructureException.Permanent("Upload " + upload + " takes no parts", null);
        }
        known.parts.putIfAbsent(part.number(), new Part(new PartRef(upload, part.number()), part));
    }

    @Override
    public synchronized void close(UploadId upload, UploadState end, long bytes) {
        answer();
        Upload known = uploads.get(upload);
        if (known != null && known.state == UploadState.RECEIVING) {
            known.state = end;
        }
    }

    @Override
    public synchronized List<PartRef> queueNext(UploadId upload, int window) {
        answer();
        List<Part> parts = parts(upload);
        long queued = parts.stream()
                .filter(part -> part.state instanceof PartState.Queued)
                .count();
        return parts.stream()
                .filter(part -> part.state instanceof PartState.Received)
                .sorted(Comparator.comparingInt(part -> part.cut.number()))
                .limit(Math.max(0, window - queued))
                .peek(InMemoryUploads::markSent)
                .map(part -> part.ref)
                .toList();
    }

    @Override
    public synchronized List<PartRef> queueAgain(Duration age, int limit) {
        answer();
        long sentBefore = System.nanoTime() - age.toNanos();
        return uploads.values().stream()
                .flatMap(upload -> upload.parts.values().stream())
                .filter(part -> part.state instanceof PartState.Queued && part.sentAt - sentBefore < 0)
                .filter(part -> !part.row.isLocked())
                .sorted(Comparator.comparingLong(part -> part.sentAt))
                .limit(limit)
                .peek(InMemoryUploads::markSent)
                .map(part -> part.ref)
                .toList();
    }

    private static void markSent(Part part) {
        part.move(new PartState.Event.Queue());
        part.sentAt = System.nanoTime();
    }

    @Override
    public synchronized long countQueued() {
        answer();
        return uploads.keySet().stream()
                .flatMap(id -> parts(id).stream())
                .filter(part -> part.state instanceof PartState.Queued)
                .count();
    }

    @Override
    public synchronized List<UploadId> stalled(int window, int limit) {
        answer();
        return uploads.keySet().stream()
                .filter(id -> parts(id).stream().anyMatch(part -> part.state instanceof PartState.Received))
                .filter(id -> parts(id).stream()
                                .filter(part -> part.state instanceof PartState.Queued)
                                .count()
                        < window)
                .limit(limit)
                .toList();
    }

    @Override
    public Outcome load(PartRef ref, Reading reading) {
        Part part;
        synchronized (this) {
            answer();
            part = parts(ref.upload()).stream()
                    .filter(candidate -> candidate.ref.equals(ref))
                    .findFirst()
                    .orElse(null);
        }
        if (part == null) {
            return new Outcome.Unknown();
        }
        if (!part.row.tryLock()) {
            return new Outcome.Busy();
        }
        try {
            if (!(part.state instanceof PartState.Queued)) {
                return new Outcome.NotQueued(part.state);
            }
            ParsedPart parsed;
            try {
                parsed = reading.read(part.cut.bytes(), part.cut.firstLine());
            } catch (RuntimeException _) {
                return fail(part, PartFailure.unreadable());
            }
            return store(part, parsed);
        } finally {
            part.row.unlock();
        }
    }

    private synchronized Outcome store(Part part, ParsedPart parsed) {
        DuplicatePolicy policy = Objects.requireNonNull(uploads.get(part.ref.upload())).policy;
        return policy == DuplicatePolicy.FAIL ? storeAllOrNone(part, parsed) : storeDistinct(part, parsed, policy);
    }

    private Outcome storeAllOrNone(Part part, ParsedPart parsed) {
        List<Purchase> rows = new ArrayList<>(parsed.rows());
        rows.sort(Comparator.comparingLong(Purchase::line));
        Set<String> seen = new HashSet<>(table.keySet());
        for (Purchase row : rows) {
            if (!seen.add(row.cpf().text())) {
                PartFailure failure = new PartFailure(
                        PartFailure.Code.DUPLICATE_CPF,
                        "duplicate key value violates unique constraint \"user_purchase_cpf_key\"\nDETAIL:  Key (cpf)=("
                                + row.cpf().text() + ") already exists.",
                        row.line());
                return fail(part, failure);
            }
        }
        rows.forEach(row -> table.put(row.cpf().text(), new Row(part.ref.upload(), row)));
        return loaded(part, parsed.counters(), List.of());
    }

    private Outcome storeDistinct(Part part, ParsedPart parsed, DuplicatePolicy policy) {
        UploadId upload = part.ref.upload();
        DistinctRows distinct = DistinctRows.of(parsed, policy);
        List<Long> givenWay = new ArrayList<>(distinct.givenWay());
        for (Purchase row : distinct.rows()) {
            Row there = table.putIfAbsent(row.cpf().text(), new Row(upload, row));
            if (there == null) {
                continue;
            }
            @Nullable
            Long lineThere = there.upload().equals(upload) ? there.purchase().line() : null;
            if (policy.replaces(lineThere, row.line())) {
                table.put(row.cpf().text(), new Row(upload, row));
                givenWay.add(lineThere == null ? row.line() : lineThere);
            } else {
                givenWay.add(row.line());
            }
        }
        List<Long> duplicateLines =
                policy == DuplicatePolicy.SKIP ? givenWay.stream().sorted().toList() : List.of();
        return loaded(part, policy.count(parsed.counters(), givenWay.size()), duplicateLines);
    }

    private static Outcome loaded(Part part, Counters counters, List<Long> duplicateLines) {
        part.move(new PartState.Event.Load(counters, duplicateLines));
        return new Outcome.Loaded(counters);
    }

    private synchronized Outcome fail(Part part, PartFailure failure) {
        part.move(new PartState.Event.Fail(failure));
        return new Outcome.Failed(failure);
    }

    @Override
    public synchronized Optional<UploadReport> find(UploadId id) {
        answer();
        return Optional.ofNullable(uploads.get(id))
                .map(upload -> new UploadReport(
                        id,
                        upload.name,
                        upload.policy,
                        upload.state,
                        upload.parts.values().stream()
                                .sorted(Comparator.comparingInt(part -> part.cut.number()))
                                .map(part -> new UploadReport.PartReport(part.cut.number(), part.state))
                                .toList()));
    }

    private List<Part> parts(UploadId id) {
        Upload upload = uploads.get(id);
        return upload == null ? List.of() : List.copyOf(upload.parts.values());
    }

    private void answer() {
        if (failures > 0) {
            failures--;
            throw new InfrastructureException.Transient("The store is away", null);
        }
    }
}
