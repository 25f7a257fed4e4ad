package dev.carga.application.dispatch;

import static dev.carga.application.trace.Traces.traced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carga.application.RetryPolicy;
import dev.carga.application.dispatch.PartQueue.Disposition;
import dev.carga.application.dispatch.PartQueue.Subscription;
import dev.carga.application.fake.InMemoryPartQueue;
import dev.carga.application.fake.InMemoryStores;
import dev.carga.application.fake.RecordingPartQueue;
import dev.carga.application.fake.Rows;
import dev.carga.application.load.LoadPart;
import dev.carga.application.receive.Openings;
import dev.carga.application.trace.TraceParent;
import dev.carga.application.trace.TracedPart;
import dev.carga.application.trace.Traces;
import dev.carga.domain.purchase.PartParser;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.PartState;
import dev.carga.domain.upload.UploadId;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class ReviveAbandonedPartTest {

    private static final RetryPolicy SHORT =
            new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMinutes(1));

    private final InMemoryStores stores = new InMemoryStores();
    private final RecordingPartQueue queue = new RecordingPartQueue();
    private final ReviveAbandonedPart revive =
            new ReviveAbandonedPart(stores.backlog(), Traces.sender(queue), SHORT, () -> false);
    private final UploadId upload = UploadId.random();

    @Test
    void queuedPartIsSentAgain() {
        receive(2);
        stores.backlog().queueNext(upload, 2);
        assertThat(revive.handle(traced(ref(2)))).isEqualTo(Disposition.ACK);
        assertThat(queue.takeSent()).containsExactly(ref(2));
    }

    @Test
    void revivedMessageIsAChildSpanInTheTraceOfTheDeadLetter() {
        receive(1);
        stores.backlog().queueNext(upload, 1);
        revive.handle(traced(ref(1)));
        revive.handle(new TracedPart(ref(1), null));
        List<TracedPart> sent = queue.takeMessages();
        TraceParent trace = Objects.requireNonNull(sent.getFirst().trace());
        assertThat(trace.traceId()).isEqualTo(Traces.TRACE.traceId());
        assertThat(trace.parentId()).isNotEqualTo(Traces.TRACE.parentId());
        assertThat(sent.getLast()).isEqualTo(new TracedPart(ref(1), null));
    }

    @Test
    void loadedPartIsNotSent() {
        receive(1);
        stores.backlog().queueNext(upload, 1);
        stores.loader().load(ref(1), new PartParser(200)::parse);
        assertThat(revive.handle(traced(ref(1)))).isEqualTo(Disposition.ACK);
        assertThat(queue.takeSent()).isEmpty();
    }

    @Test
    void receivedPartIsLeftToTheDispatch() {
        receive(1);
        assertThat(revive.handle(traced(ref(1)))).isEqualTo(Disposition.ACK);
        assertThat(queue.takeSent()).isEmpty();
    }

    @Test
    void unknownPartIsNotSent() {
        assertThat(revive.handle(traced(ref(1)))).isEqualTo(Disposition.ACK);
        assertThat(queue.takeSent()).isEmpty();
    }

    @Test
    void unavailableStoreIsRetriedWhileTheMessageIsKept() {
        receive(1);
        stores.backlog().queueNext(upload, 1);
        stores.failNextCalls(5);
        assertThat(revive.handle(traced(ref(1)))).isEqualTo(Disposition.ACK);
        assertThat(queue.takeSent()).containsExactly(ref(1));
    }

    @Test
    void unavailableQueueIsRetriedWhileTheMessageIsKept() {
        receive(1);
        stores.backlog().queueNext(upload, 1);
        queue.setAway(true);
        AtomicInteger looks = new AtomicInteger();
        // Called before each pause, so as often as the queue was unavailable.
        BooleanSupplier staying = () -> {
            queue.setAway(looks.incrementAndGet() < 10);
            return false;
        };
        assertThat(new ReviveAbandonedPart(stores.backlog(), Traces.sender(queue), SHORT, staying)
                        .handle(traced(ref(1))))
                .isEqualTo(Disposition.ACK);
        assertThat(queue.takeSent()).containsExactly(ref(1));
    }

    @Test
    void partLoadedWhileTheQueueIsUnavailableIsNotSent() {
        receive(1);
        stores.backlog().queueNext(upload, 1);
        queue.setAway(true);
        BooleanSupplier loadedMeanwhile = () -> {
            stores.loader().load(ref(1), new PartParser(200)::parse);
            queue.setAway(false);
            return false;
        };
        assertThat(new ReviveAbandonedPart(stores.backlog(), Traces.sender(queue), SHORT, loadedMeanwhile)
                        .handle(traced(ref(1))))
                .isEqualTo(Disposition.ACK);
        assertThat(queue.takeSent()).isEmpty();
    }

    @Test
    void stoppingProcessRequeuesTheMessage() {
        receive(1);
        stores.backlog().queueNext(upload, 1);
        stores.failNextCalls(1);
        ReviveAbandonedPart stopping =
                new ReviveAbandonedPart(stores.backlog(), Traces.sender(queue), RetryPolicy.ENDLESS, () -> true);
        assertThat(stopping.handle(traced(ref(1)))).isEqualTo(Disposition.REQUEUE);
        assertThat(queue.takeSent()).isEmpty();
        assertThat(stopping.handle(traced(ref(1)))).isEqualTo(Disposition.ACK);
        assertThat(queue.takeSent()).containsExactly(ref(1));
    }

    @Test
    void partsOfDeadLettersAreLoaded() {
        InMemoryPartQueue forgetful = new InMemoryPartQueue();
        DispatchParts dispatchParts = new DispatchParts(stores.backlog(), Traces.sender(forgetful), 2);
        receive(3);
        dispatchParts.dispatch(upload);
        forgetful.abandonAll();
        LoadPart loadPart = new LoadPart(
                new LoadPart.Dependencies(
                        stores.loader(), stores.attempts(), LoadPart.DEFAULT_ATTEMPTS, new PartParser(200)),
                dispatchParts,
                SHORT,
                () -> false);
        try (Subscription _ = forgetful.subscribe(loadPart, 1);
                Subscription _ = forgetful.subscribeToAbandoned(
                        new ReviveAbandonedPart(stores.backlog(), Traces.sender(forgetful), SHORT, () -> false))) {
            await().atMost(PartQueueFixture.PATIENCE)
                    .until(() -> stores.queries().legacyStatus(upload).orElseThrow().parts().stream()
                            .allMatch(part -> part.state() instanceof PartState.Loaded));
        }
        assertThat(forgetful.sent()).hasSize(5);
    }

    private void receive(int parts) {
        stores.uploads().open(upload, Openings.of("file.txt", DuplicatePolicy.FAIL, Traces.TRACE));
        for (int number = 1; number <= parts; number++) {
            stores.uploads().add(upload, Rows.part(number, 1));
        }
    }

    private PartRef ref(int number) {
        return new PartRef(upload, number);
    }
}
