package dev.carga.application.load;

import static dev.carga.application.Stores.READING;
import static dev.carga.application.Stores.line;
import static dev.carga.application.Stores.part;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.application.Stores;
import dev.carga.application.load.PartLoader.Outcome;
import dev.carga.domain.layout.CutPart;
import dev.carga.domain.layout.LineFormat;
import dev.carga.domain.purchase.Counter;
import dev.carga.domain.purchase.LinePolicies;
import dev.carga.domain.purchase.Purchase;
import dev.carga.domain.upload.PartFailure;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.PartState;
import dev.carga.domain.upload.UploadId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every [PartLoader] does.
public interface PartLoaderContract {

    Stores stores();

    private Outcome load(UploadId upload, int number) {
        return stores().loader().load(new PartRef(upload, number), READING);
    }

    @Test
    default void everyFieldOfARowIsStored() {
        CutPart part = part(
                1,
                2,
                "041.091.641-25 0 1 2011-11-23 1.000.000,12 0,59 79.379.491/0001-83 12ABC34501DE35",
                "73211254990 1 0 29/02/2012 0 -12,5 79.379.491/0001-84 NULL",
                "a-12é X NULL 2011-02-30 1,2,3 NULL 00000000000000 x",
                "000.000.001-91 NULL NULL NULL 1234567890123456789012345678,0987654321 0,0001 NULL NULL",
                "1 NULL NULL 0001-01-01 10000 123456789012,34 NULL NULL");
        List<Purchase> expected =
                READING.read(part.bytes(), 2, LineFormat.BLANK_ALIGNED, LinePolicies.KEEP).rows().stream()
                        .map(KnownRows::inTable)
                        .toList();
        UploadId upload = stores().queued(part);

        assertThat(load(upload, 1)).isInstanceOf(Outcome.Loaded.class);

        assertThat(stores().rows()).hasSize(5).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    default void countersAreReturnedAndStored() {
        UploadId upload =
                stores().queued(part(1, 1, line("041.091.641-25"), "too few columns", line("123"), line("NULL")));
        Outcome outcome = load(upload, 1);
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Loaded.class, loaded -> {
            assertThat(loaded.counters().of(Counter.TOTAL_ROWS)).isEqualTo(4);
            assertThat(loaded.counters().of(Counter.TOTAL_ADDED)).isEqualTo(2);
            assertThat(loaded.counters().of(Counter.WRONG_COLUMNS)).isEqualTo(1);
            assertThat(loaded.counters().of(Counter.MISSING_CPF)).isEqualTo(1);
            assertThat(loaded.counters().of(Counter.INVALID_CPF)).isEqualTo(1);
            assertThat(stores().stateOf(new PartRef(upload, 1)))
                    .isEqualTo(new PartState.Loaded(loaded.counters(), List.of()));
        });
    }

    @Test
    default void partWithoutAnyRowIsLoaded() {
        UploadId upload = stores().queued(part(1, 1, "nothing but rubbish"));
        assertThat(load(upload, 1)).isInstanceOf(Outcome.Loaded.class);
        assertThat(stores().rows()).isEmpty();
    }

    @Test
    default void redeliveredPartLoadsOnce() {
        UploadId upload = stores().queued(part(1, 1, line("041.091.641-25")));
        load(upload, 1);
        assertThat(load(upload, 1))
                .isInstanceOfSatisfying(
                        Outcome.NotQueued.class,
                        outcome -> assertThat(outcome.state()).isInstanceOf(PartState.Loaded.class));
        assertThat(stores().rows()).hasSize(1);
    }

    @Test
    default void partNotQueuedIsNotLoaded() {
        UploadId upload = stores().upload(part(1, 1, line("041.091.641-25")));
        assertThat(load(upload, 1)).isEqualTo(new Outcome.NotQueued(new PartState.Received()));
        assertThat(stores().rows()).isEmpty();
    }

    @Test
    default void unknownPartIsReportedAsUnknown() {
        UploadId upload = stores().queued(part(1, 1, line("041.091.641-25")));
        assertThat(load(upload, 2)).isEqualTo(new Outcome.Unknown());
        assertThat(load(UploadId.random(), 1)).isEqualTo(new Outcome.Unknown());
    }

    @Test
    default void partHeldByAnotherWorkerIsBusy() {
        UploadId upload = stores().queued(part(1, 1, line("041.091.641-25")));
        List<Outcome> inner = new ArrayList<>();
        stores().loader().load(new PartRef(upload, 1), (bytes, firstLine, format, policies) -> {
            inner.add(Stores.onAnotherThread(() -> load(upload, 1)));
            return READING.read(bytes, firstLine, format, policies);
        });
        assertThat(inner).containsExactly(new Outcome.Busy());
        assertThat(stores().rows()).hasSize(1);
    }

    /// The same bytes would fail every time: a part that stays queued would be delivered for ever.
    @Test
    default void exceptionWhileReadingFailsThePart() {
        UploadId upload = stores().queued(part(1, 1, line("041.091.641-25")));
        Outcome outcome = stores().loader().load(new PartRef(upload, 1), (_, _, _, _) -> {
            throw new IllegalStateException("the reader breaks down");
        });
        assertThat(outcome).isEqualTo(new Outcome.Failed(PartFailure.unreadable()));
        assertThat(stores().stateOf(new PartRef(upload, 1))).isEqualTo(new PartState.Failed(PartFailure.unreadable()));
        assertThat(stores().rows()).isEmpty();
    }

    @Test
    default void existingCpfFailsThePartAndAddsNoneOfItsRows() {
        load(stores().queued(part(1, 2, line("041.091.641-25"), line("732.112.549-90"))), 1);
        UploadId again = stores().queued(
                        part(1, 2, line("000.000.001-91"), line("73211254990"), "few columns", line("04109164125")));

        PartFailure expected = new PartFailure(
                PartFailure.Code.DUPLICATE_CPF,
                "duplicate key value violates unique constraint \"user_purchase_cpf_key\"\n"
                        + "DETAIL:  Key (cpf)=(732.112.549-90) already exists.",
                3L);
        assertThat(load(again, 1)).isEqualTo(new Outcome.Failed(expected));

        assertThat(stores().stateOf(new PartRef(again, 1))).isEqualTo(new PartState.Failed(expected));
        assertThat(stores().rows()).hasSize(2);
        assertThat(load(again, 1)).isInstanceOf(Outcome.NotQueued.class);
    }

    @Test
    default void cpfTwiceInAPartFailsIt() {
        UploadId upload = stores().queued(part(1, 1, line("041.091.641-25"), line("191"), line("04109164125")));
        assertThat(load(upload, 1)).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.failure().line()).isEqualTo(3);
            assertThat(failed.failure().message()).contains("(041.091.641-25) already exists");
        });
        assertThat(stores().rows()).isEmpty();
    }

    @Test
    default void workersWithTheSameMessagesLoadEachPartOnce() throws Exception {
        CutPart[] parts = IntStream.rangeClosed(1, 12)
                .mapToObj(number -> part(number, number, line("a" + number), line("b1" + number)))
                .toArray(CutPart[]::new);
        UploadId upload = stores().queued(parts);
        List<Callable<Outcome>> deliveries = new ArrayList<>();
        for (int number = 1; number <= parts.length; number++) {
            int delivered = number;
            deliveries.addAll(Collections.nCopies(4, () -> load(upload, delivered)));
        }
        Collections.shuffle(deliveries, new Random(20261124));

        List<Outcome> outcomes = allAtOnce(deliveries);

        assertThat(outcomes).filteredOn(Outcome.Loaded.class::isInstance).hasSize(parts.length);
        assertThat(outcomes)
                .allMatch(outcome -> outcome instanceof Outcome.Loaded
                        || outcome instanceof Outcome.Busy
                        || outcome instanceof Outcome.NotQueued);
        assertThat(stores().rows()).hasSize(24);
    }

    /// The parts have the same CPFs in different orders: one is loaded, the others fail, and none waits for
    /// ever.
    @Test
    default void partsWithTheSameCpfsNeverDeadlock() throws Exception {
        List<Callable<Outcome>> loads = new ArrayList<>();
        Random random = new Random(20261124);
        for (int i = 0; i < 8; i++) {
            List<String> lines = new ArrayList<>();
            for (int cpf = 0; cpf < 500; cpf++) {
                lines.add(line("c" + cpf));
            }
            Collections.shuffle(lines, random);
            UploadId upload = stores().queued(part(1, 1, lines.toArray(String[]::new)));
            loads.add(() -> load(upload, 1));
        }

        List<Outcome> outcomes = allAtOnce(loads);

        assertThat(outcomes).filteredOn(Outcome.Loaded.class::isInstance).hasSize(1);
        assertThat(outcomes).filteredOn(Outcome.Failed.class::isInstance).hasSize(7);
        assertThat(stores().rows()).hasSize(500);
    }

    private static List<Outcome> allAtOnce(List<Callable<Outcome>> calls) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Outcome>> futures = new ArrayList<>();
        List<Outcome> outcomes = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Callable<Outcome> call : calls) {
                futures.add(threads.submit(() -> {
                    start.await();
                    return call.call();
                }));
            }
            start.countDown();
            for (Future<Outcome> future : futures) {
                outcomes.add(future.get());
            }
        }
        return outcomes;
    }
}
