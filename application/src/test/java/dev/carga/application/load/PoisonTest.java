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
import dev.carga.application.trace.Traces;
import dev.carga.domain.purchase.PartParser;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.PartFailure;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.PartState;
import dev.carga.domain.upload.UploadId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Parts that kill their workers, and parts that happen to be in the same worker.
@Timeout(60)
class PoisonTest {

    private static final int ATTEMPTS = 5;
    private static final RetryPolicy SHORT = new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ZERO);

    private final InMemoryStores stores = new InMemoryStores();
    private final UploadId upload = UploadId.random();

    /// The death of a process: none of its methods returns normally.
    private static final class Death extends Error {}

    @Test
    void partThatKillsItsWorkerEachTimeIsFailedAfterMaxAttempts() {
        receive(1);
        AtomicInteger loads = new AtomicInteger();
        PartLoader poisoned = (_, _) -> {
            loads.incrementAndGet();
            throw new OutOfMemoryError("Java heap space");
        };
        LoadPart worker = worker(poisoned, stores.attempts());
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            assertThatThrownBy(() -> worker.handle(traced(ref(1)))).isInstanceOf(OutOfMemoryError.class);
            assertThat(state(1)).isInstanceOf(PartState.Queued.class);
        }
        assertThat(worker.handle(traced(ref(1)))).isEqualTo(Disposition.ACK);
        assertThat(loads).hasValue(ATTEMPTS);
        assertThat(state(1)).isEqualTo(new PartState.Failed(PartFailure.givenUp(ATTEMPTS)));
        assertThat(stores.rows()).isEmpty();
    }

    @Test
    void unavailableStoreCountsNoAttempt() {
        receive(1);
        PartLoader away = (_, _) -> {
            throw new InfrastructureException.Transient("away", null);
        };
        for (int attempt = 1; attempt <= 3 * ATTEMPTS; attempt++) {
            assertThat(worker(away, stores.attempts()).handle(traced(ref(1)))).isEqualTo(Disposition.REQUEUE);
        }
        assertThat(stores.attempts().begin(ref(1))).isEqualTo(1);
    }

    @Test
    void partHeldByAnotherWorkerCountsNoAttempt() {
        receive(1);
        AtomicInteger looks = new AtomicInteger();
        PartLoader held = (part, reading) -> looks.incrementAndGet() <= 3
                ? new PartLoader.Outcome.Busy()
                : stores.loader().load(part, reading);
        assertThat(worker(held, stores.attempts()).handle(traced(ref(1)))).isEqualTo(Disposition.ACK);
        assertThat(state(1)).isInstanceOf(PartState.Loaded.class);
    }

    /// The time between the death of a worker and the end of its transaction.
    @Test
    void partHeldWhileCountingIsNotLoadedUncounted() {
        receive(1);
        AtomicInteger calls = new AtomicInteger();
        PartAttempts heldAtFirst = new PartAttempts() {
            @Override
            public int begin(PartRef part) {
                return calls.incrementAndGet() <= 2 ? HELD : stores.attempts().begin(part);
            }

            @Override
            public void forgive(PartRef part) {
                stores.attempts().forgive(part);
            }

            @Override
            public boolean giveUp(PartRef part, PartFailure failure) {
                return stores.attempts().giveUp(part, failure);
            }
        };
        PartLoader deadly = (_, _) -> {
            throw new OutOfMemoryError("Java heap space");
        };
        assertThatThrownBy(() -> worker(deadly, heldAtFirst).handle(traced(ref(1))))
                .isInstanceOf(OutOfMemoryError.class);
        assertThat(calls).hasValue(3);
        assertThat(stores.attempts().begin(ref(1)))
                .as("attempts, this one included")
                .isEqualTo(2);
    }

    @Test
    void suspectedPartIsLoadedAlone() throws Exception {
        receive(2);
        stores.attempts().begin(ref(2));
        stores.attempts().begin(ref(2));
        CountDownLatch firstIsLoading = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        PartLoader counting = (part, reading) -> {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            firstIsLoading.countDown();
            await(go);
            try {
                return stores.loader().load(part, reading);
            } finally {
                atOnce.decrementAndGet();
            }
        };
        LoadPart worker = worker(counting, stores.attempts());
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<Disposition> first = threads.submit(() -> worker.handle(traced(ref(1))));
            await(firstIsLoading);
            Future<Disposition> suspected = threads.submit(() -> worker.handle(traced(ref(2))));
            go.countDown();
            assertThat(first.get()).isEqualTo(Disposition.ACK);
            assertThat(suspected.get()).isEqualTo(Disposition.ACK);
        }
        assertThat(most).hasValue(1);
        assertThat(state(2)).isInstanceOf(PartState.Loaded.class);
    }

    /// A worker that loads all parts concurrently is killed by the first part. All its parts are delivered to
    /// the next worker again.
    @Test
    void partsBesideThePoisonAreLoaded() throws Exception {
        int parts = 4;
        receive(parts);
        int deaths = 0;
        while (!allSettled()) {
            assertThat(++deaths).as("workers that died").isLessThanOrEqualTo(ATTEMPTS + 1);
            // No part is suspected in the first two workers: there all loads start before the poison kills
            // the worker.
            runWorkerThatDiesOf(ref(1), parts, deaths <= 2);
        }
        assertThat(state(1)).isEqualTo(new PartState.Failed(PartFailure.givenUp(ATTEMPTS)));
        for (int number = 2; number <= parts; number++) {
            assertThat(state(number)).as("part %d", number).isInstanceOf(PartState.Loaded.class);
        }
    }

    private void runWorkerThatDiesOf(PartRef poison, int hands, boolean crowded) throws Exception {
        CountDownLatch dead = new CountDownLatch(1);
        CyclicBarrier allBegun = new CyclicBarrier(hands);
        PartLoader loader = (part, reading) -> {
            dieWith(dead);
            if (crowded) {
                meet(allBegun);
            }
            if (part.equals(poison)) {
                dead.countDown();
            }
            dieWith(dead);
            return stores.loader().load(part, reading);
        };
        PartAttempts attempts = new PartAttempts() {
            @Override
            public int begin(PartRef part) {
                dieWith(dead);
                return stores.attempts().begin(part);
            }

            @Override
            public void forgive(PartRef part) {
                dieWith(dead);
                stores.attempts().forgive(part);
            }

            @Override
            public boolean giveUp(PartRef part, PartFailure failure) {
                dieWith(dead);
                return stores.attempts().giveUp(part, failure);
            }
        };
        LoadPart worker = worker(loader, attempts);
        try (ExecutorService threads = Executors.newFixedThreadPool(hands)) {
            List<Future<?>> inHand = new ArrayList<>();
            for (int number = 1; number <= hands; number++) {
                PartRef part = ref(number);
                inHand.add(threads.submit(() -> {
                    try {
                        worker.handle(traced(part));
                    } catch (Death _) {
                        // like all others
                    }
                }));
            }
            for (Future<?> one : inHand) {
                one.get();
            }
        }
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void dieWith(CountDownLatch dead) {
        if (dead.getCount() == 0) {
            throw new Death();
        }
    }

    private boolean allSettled() {
        return stores.queries().legacyStatus(upload).orElseThrow().parts().stream()
                .allMatch(part -> part.state().isSettled());
    }

    private void receive(int parts) {
        stores.uploads().open(upload, Openings.of("file.txt", DuplicatePolicy.FAIL, Traces.TRACE));
        for (int number = 1; number <= parts; number++) {
            stores.uploads().add(upload, Rows.part(number, 5));
        }
        stores.backlog().queueNext(upload, parts);
    }

    private LoadPart worker(PartLoader loader, PartAttempts attempts) {
        DispatchParts dispatchParts = new DispatchParts(stores.backlog(), Traces.sender(new RecordingPartQueue()), 8);
        return new LoadPart(
                new LoadPart.Dependencies(loader, attempts, ATTEMPTS, new PartParser(200)),
                dispatchParts,
                SHORT,
                () -> false);
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

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
