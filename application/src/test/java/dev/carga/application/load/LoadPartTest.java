package dev.carga.application.load;

import static dev.carga.application.trace.Traces.traced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carga.application.InfrastructureException;
import dev.carga.application.RetryPolicy;
import dev.carga.application.dispatch.DispatchParts;
import dev.carga.application.dispatch.PartQueue.Disposition;
import dev.carga.application.fake.InMemoryStores;
import dev.carga.application.fake.RecordingPartQueue;
import dev.carga.application.fake.Rows;
import dev.carga.application.receive.Openings;
import dev.carga.application.trace.TracedPart;
import dev.carga.application.trace.Traces;
import dev.carga.domain.purchase.PartParser;
import dev.carga.domain.purchase.Purchase;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.PartState;
import dev.carga.domain.upload.UploadId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class LoadPartTest {

    private static final int ROWS = 5;
    private static final int ATTEMPTS = 4;
    private static final RetryPolicy SHORT =
            new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMinutes(1));

    private final InMemoryStores stores = new InMemoryStores();
    private final RecordingPartQueue queue = new RecordingPartQueue();
    private final UploadId upload = UploadId.random();
    private final LoadPart loadPart = worker(stores.loader(), 1, LoadPartTest::running);

    @Test
    void queuedPartIsLoaded() {
        receive(upload, 1);
        assertThat(loadPart.handle(traced(ref(1)))).isEqualTo(Disposition.ACK);
        assertThat(state(1)).isInstanceOf(PartState.Loaded.class);
        assertThat(stores.rows()).hasSize(ROWS);
    }

    @Test
    void redeliveredPartLoadsOnce() {
        receive(upload, 1);
        loadPart.handle(traced(ref(1)));
        List<Purchase> rows = stores.rows();
        assertThat(loadPart.handle(traced(ref(1)))).isEqualTo(Disposition.ACK);
        assertThat(state(1)).isInstanceOf(PartState.Loaded.class);
        assertThat(stores.rows()).isEqualTo(rows);
    }

    /// The worst moment: the load is committed, but the worker gets no confirmation.
    @Test
    void partWhoseCommitWasNotConfirmedLoadsOnce() {
        receive(upload, 1);
        AtomicInteger calls = new AtomicInteger();
        PartLoader deaf = (part, reading) -> {
            PartLoader.Outcome outcome = stores.loader().load(part, reading);
            if (calls.incrementAndGet() == 1) {
                throw new InfrastructureException.Transient("The connection was cut", null);
            }
            return outcome;
        };
        assertThat(worker(deaf, 1, LoadPartTest::running).handle(traced(ref(1))))
                .isEqualTo(Disposition.ACK);
        assertThat(calls).hasValue(2);
        assertThat(state(1)).isInstanceOf(PartState.Loaded.class);
        assertThat(stores.rows()).hasSize(ROWS);
    }

    @Test
    void secondWorkerLeavesThePartToTheFirst() throws InterruptedException, ExecutionException {
        receive(upload, 1);
        CountDownLatch loading = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        PartLoader slow = (part, reading) -> stores.loader().load(part, (bytes, firstLine, format, policies) -> {
            loading.countDown();
            await(go);
            return reading.read(bytes, firstLine, format, policies);
        });
        try (ExecutorService threads = Executors.newFixedThreadPool(1)) {
            Future<Disposition> first =
                    threads.submit(() -> worker(slow, 1, LoadPartTest::running).handle(traced(ref(1))));
            await(loading);
            assertThat(loadPart.handle(traced(ref(1)))).isEqualTo(Disposition.ACK);
            assertThat(stores.rows()).isEmpty();
            go.countDown();
            assertThat(first.get()).isEqualTo(Disposition.ACK);
        }
        assertThat(state(1)).isInstanceOf(PartState.Loaded.class);
        assertThat(stores.rows()).hasSize(ROWS);
    }

    @Test
    void messagesDeliveredTwiceLoadEveryRowOnce() throws InterruptedException, ExecutionException {
        int parts = 100;
        receive(upload, parts);
        LoadPart worker = worker(stores.loader(), parts, LoadPartTest::running);
        worker.handle(traced(ref(1))); // its dispatch lets all the others in
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Disposition>> dispositions = new ArrayList<>();
            for (int number = 1; number <= parts; number++) {
                TracedPart part = traced(ref(number));
                dispositions.add(threads.submit(() -> worker.handle(part)));
                dispositions.add(threads.submit(() -> worker.handle(part)));
            }
            for (Future<Disposition> disposition : dispositions) {
                assertThat(disposition.get()).isEqualTo(Disposition.ACK);
            }
        }
        assertThat(stores.queries().legacyStatus(upload).orElseThrow().parts())
                .allMatch(part -> part.state() instanceof PartState.Loaded);
        assertThat(stores.rows()).hasSize(parts * ROWS);
    }

    @Test
    void unavailableStoreIsRetriedWhileTheMessageIsKept() {
        receive(upload, 1);
        stores.failNextCalls(20);
        assertThat(loadPart.handle(traced(ref(1)))).isEqualTo(Disposition.ACK);
        assertThat(state(1)).isInstanceOf(PartState.Loaded.class);
        assertThat(stores.rows()).hasSize(ROWS);
    }

    @Test
    void stoppingWorkerRequeuesPartItCannotLoad() {
        receive(upload, 1);
        stores.failNextCalls(1);
        assertThat(worker(stores.loader(), 1, () -> true).handle(traced(ref(1))))
                .isEqualTo(Disposition.REQUEUE);
        assertThat(state(1)).isInstanceOf(PartState.Queued.class);
        assertThat(stores.rows()).isEmpty();
    }

    @Test
    void stoppingWorkerLoadsPartInProgress() {
        receive(upload, 1);
        assertThat(worker(stores.loader(), 1, () -> true).handle(traced(ref(1))))
                .isEqualTo(Disposition.ACK);
        assertThat(state(1)).isInstanceOf(PartState.Loaded.class);
    }

    @Test
    void workerStoppedWhileWaitingRequeuesThePart() {
        receive(upload, 1);
        AtomicBoolean stopping = new AtomicBoolean();
        AtomicInteger calls = new AtomicInteger();
        PartLoader away = (_, _) -> {
            stopping.set(calls.incrementAndGet() == 3);
            throw new InfrastructureException.Transient("away", null);
        };
        assertThat(worker(away, 1, stopping::get).handle(traced(ref(1)))).isEqualTo(Disposition.REQUEUE);
        assertThat(calls).hasValue(3);
    }

    @Test
    void interruptedWorkerRequeuesThePart() {
        receive(upload, 1);
        stores.failNextCalls(1);
        Thread.currentThread().interrupt();
        try {
            assertThat(loadPart.handle(traced(ref(1)))).isEqualTo(Disposition.REQUEUE);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(state(1)).isInstanceOf(PartState.Queued.class);
    }

    @Test
    void permanentStoreFailureDoesNotFailThePart() {
        receive(upload, 1);
        PartLoader broken = (_, _) -> {
            throw new InfrastructureException.Permanent("no such table", null);
        };
        assertThat(worker(broken, 1, LoadPartTest::running).handle(traced(ref(1))))
                .isEqualTo(Disposition.REQUEUE);
        assertThat(state(1)).isInstanceOf(PartState.Queued.class);
    }

    /// The queue treats an exception as a requeue.
    @Test
    void bugIsNotTakenForALoadedPart() {
        receive(upload, 1);
        PartLoader faulty = (_, _) -> {
            throw new IllegalStateException("a bug");
        };
        assertThatThrownBy(() -> worker(faulty, 1, LoadPartTest::running).handle(traced(ref(1))))
                .isInstanceOf(IllegalStateException.class);
        assertThat(state(1)).isInstanceOf(PartState.Queued.class);
    }

    @Test
    void loadedPartLetsTheNextOneBeSent() {
        receive(upload, 3);
        loadPart.handle(traced(ref(1)));
        assertThat(queue.takeSent()).containsExactly(ref(2));
        loadPart.handle(traced(ref(2)));
        assertThat(queue.takeSent()).containsExactly(ref(3));
        loadPart.handle(traced(ref(3)));
        assertThat(queue.takeSent()).isEmpty();
        assertThat(stores.rows()).hasSize(3 * ROWS);
    }

    @Test
    void failedPartLetsTheNextOneBeSent() {
        UploadId earlier = UploadId.random();
        receive(earlier, 1);
        loadPart.handle(traced(new PartRef(earlier, 1)));
        receive(upload, 2);
        assertThat(loadPart.handle(traced(ref(1)))).isEqualTo(Disposition.ACK);
        assertThat(state(1)).isInstanceOf(PartState.Failed.class);
        assertThat(queue.takeSent()).containsExactly(ref(2));
        assertThat(stores.rows()).hasSize(ROWS);
    }

    @Test
    void redeliveredFailedPartStaysFailed() {
        UploadId earlier = UploadId.random();
        receive(earlier, 1);
        loadPart.handle(traced(new PartRef(earlier, 1)));
        receive(upload, 1);
        loadPart.handle(traced(ref(1)));
        PartState failed = state(1);
        assertThat(loadPart.handle(traced(ref(1)))).isEqualTo(Disposition.ACK);
        assertThat(state(1)).isEqualTo(failed);
    }

    /// So the window does not stay empty if the worker that settled the last part died before it dispatched
    /// the next one.
    @Test
    void redeliveredPartLetsTheNextOneBeSent() {
        receive(upload, 2);
        stores.loader().load(ref(1), new PartParser(200)::parse);
        loadPart.handle(traced(ref(1)));
        assertThat(queue.takeSent()).containsExactly(ref(2));
    }

    @Test
    void unavailableQueueDoesNotPreventAcknowledgement() {
        receive(upload, 2);
        queue.setAway(true);
        assertThat(loadPart.handle(traced(ref(1)))).isEqualTo(Disposition.ACK);
        assertThat(state(1)).isInstanceOf(PartState.Loaded.class);
    }

    @Test
    void partReleasedAMomentLaterIsLoaded() {
        receive(upload, 1);
        AtomicInteger looks = new AtomicInteger();
        PartLoader heldAtFirst = (part, reading) -> looks.incrementAndGet() < 3
                ? new PartLoader.Outcome.Busy()
                : stores.loader().load(part, reading);
        assertThat(worker(heldAtFirst, 1, LoadPartTest::running).handle(traced(ref(1))))
                .isEqualTo(Disposition.ACK);
        assertThat(state(1)).isInstanceOf(PartState.Loaded.class);
    }

    @Test
    void partThatStaysHeldIsLeftToItsHolder() {
        receive(upload, 1);
        AtomicInteger looks = new AtomicInteger();
        PartLoader held = (_, _) -> {
            looks.incrementAndGet();
            return new PartLoader.Outcome.Busy();
        };
        assertThat(worker(held, 1, () -> looks.get() > 1).handle(traced(ref(1))))
                .isEqualTo(Disposition.ACK);
        assertThat(looks).hasValue(2);
        assertThat(state(1)).isInstanceOf(PartState.Queued.class);
    }

    @Test
    void unknownPartIsAcknowledged() {
        receive(upload, 1);
        assertThat(loadPart.handle(traced(ref(2)))).isEqualTo(Disposition.ACK);
        assertThat(loadPart.handle(traced(new PartRef(UploadId.random(), 1)))).isEqualTo(Disposition.ACK);
        assertThat(stores.rows()).isEmpty();
    }

    @Test
    void receivedPartIsNotLoaded() {
        receive(upload, 2);
        assertThat(loadPart.handle(traced(ref(2)))).isEqualTo(Disposition.ACK);
        assertThat(state(2)).isInstanceOf(PartState.Received.class);
        assertThat(stores.rows()).isEmpty();
    }

    /// Receives the parts and queues the first one.
    private void receive(UploadId id, int parts) {
        stores.uploads().open(id, Openings.of("file.txt", DuplicatePolicy.FAIL, Traces.TRACE));
        for (int number = 1; number <= parts; number++) {
            stores.uploads().add(id, Rows.part(number, ROWS));
        }
        stores.backlog().queueNext(id, 1);
    }

    private LoadPart worker(PartLoader loader, int window, BooleanSupplier stopping) {
        DispatchParts dispatchParts = new DispatchParts(stores.backlog(), Traces.sender(queue), window);
        return new LoadPart(
                new LoadPart.Dependencies(loader, stores.attempts(), ATTEMPTS, new PartParser(200)),
                dispatchParts,
                SHORT,
                stopping);
    }

    private PartState state(int number) {
        return stores.queries()
                .legacyStatus(upload)
                .orElseThrow()
                .parts()
                .get(number - 1)
                .state();
    }

    private PartRef ref(int number) {
        return new PartRef(upload, number);
    }

    private static boolean running() {
        return false;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
