package dev.carga.application.load;

import static dev.carga.application.trace.Traces.traced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carga.application.InfrastructureException;
import dev.carga.application.RetryPolicy;
import dev.carga.application.dispatch.DispatchParts;
import dev.carga.application.dispatch.PartQueue.Disposition;
import dev.carga.application.fake.InMemoryLoadingMeter;
import dev.carga.application.fake.InMemoryStores;
import dev.carga.application.fake.RecordingPartQueue;
import dev.carga.application.fake.Rows;
import dev.carga.application.load.PartLoader.Outcome;
import dev.carga.application.receive.Openings;
import dev.carga.application.trace.Traces;
import dev.carga.domain.purchase.Counter;
import dev.carga.domain.purchase.PartParser;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.PartFailure;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.UploadId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What is reported to a [LoadingMeter].
class LoadingMeterTest {

    private static final int ROWS = 5;
    private static final RetryPolicy SHORT =
            new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMinutes(1));

    private final InMemoryStores stores = new InMemoryStores();
    private final InMemoryLoadingMeter meter = new InMemoryLoadingMeter();
    private final UploadId upload = UploadId.random();

    @Test
    void loadedPartIsMeteredWithItsCounters() {
        receive(1);

        handle(stores.loader());

        assertThat(end())
                .isInstanceOfSatisfying(
                        Outcome.Loaded.class,
                        loaded -> assertThat(loaded.counters().of(Counter.TOTAL_ADDED))
                                .isEqualTo(ROWS));
        assertThat(meter.inHand()).isZero();
    }

    @Test
    void failedPartIsMeteredWithItsReason() {
        receive(1);
        handle(stores.loader());
        UploadId again = UploadId.random();
        receive(again, 1);

        worker(stores.loader(), false).handle(traced(new PartRef(again, 1)));

        assertThat(end())
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.failure().code()).isEqualTo(PartFailure.Code.DUPLICATE_CPF));
    }

    @Test
    void surplusMessageIsMeteredAsNotQueued() {
        receive(1);
        handle(stores.loader());
        handle(stores.loader());
        assertThat(end()).isInstanceOf(Outcome.NotQueued.class);

        worker(stores.loader(), false).handle(traced(new PartRef(UploadId.random(), 1)));
        assertThat(end()).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void requeuedPartHasNoOutcome() {
        receive(1);
        PartLoader away = (_, _) -> {
            throw new InfrastructureException.Transient("The store is away", null);
        };

        assertThat(worker(away, true).handle(traced(new PartRef(upload, 1)))).isEqualTo(Disposition.REQUEUE);

        assertThat(meter.ends()).containsExactly(Optional.empty());
        assertThat(meter.inHand()).isZero();
    }

    @Test
    void partWhoseLoadThrowsIsNoLongerInProgress() {
        receive(1);
        PartLoader broken = (_, _) -> {
            throw new IllegalStateException("A fault of ours");
        };

        assertThatThrownBy(() -> handle(broken)).isInstanceOf(IllegalStateException.class);

        assertThat(meter.ends()).containsExactly(Optional.empty());
        assertThat(meter.inHand()).isZero();
    }

    @Test
    void timeIncludesAllAttempts() {
        receive(1);
        AtomicInteger calls = new AtomicInteger();
        PartLoader slow = (part, reading) -> {
            assertThat(meter.inHand()).isEqualTo(1);
            sleep(20);
            if (calls.incrementAndGet() == 1) {
                throw new InfrastructureException.Transient("The connection was cut", null);
            }
            return stores.loader().load(part, reading);
        };

        handle(slow);

        assertThat(meter.loading())
                .singleElement()
                .satisfies(took -> assertThat(took).isGreaterThanOrEqualTo(Duration.ofMillis(40)));
    }

    private Outcome end() {
        return meter.ends().getLast().orElseThrow();
    }

    private void receive(int parts) {
        receive(upload, parts);
    }

    private void receive(UploadId id, int parts) {
        stores.uploads().open(id, Openings.of("file.txt", DuplicatePolicy.FAIL, Traces.TRACE));
        for (int number = 1; number <= parts; number++) {
            stores.uploads().add(id, Rows.part(number, ROWS));
        }
        stores.backlog().queueNext(id, parts);
    }

    private void handle(PartLoader loader) {
        worker(loader, false).handle(traced(new PartRef(upload, 1)));
    }

    private LoadPart worker(PartLoader loader, boolean stopping) {
        LoadPart.Dependencies dependencies =
                new LoadPart.Dependencies(loader, stores.attempts(), LoadPart.DEFAULT_ATTEMPTS, new PartParser(200));
        DispatchParts dispatchParts = new DispatchParts(stores.backlog(), Traces.sender(new RecordingPartQueue()), 8);
        return new LoadPart(dependencies, dispatchParts, SHORT, () -> stopping, meter);
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
