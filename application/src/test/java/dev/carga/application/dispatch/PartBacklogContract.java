package dev.carga.application.dispatch;

import static dev.carga.application.Stores.line;
import static dev.carga.application.Stores.part;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.application.Stores;
import dev.carga.application.receive.Openings;
import dev.carga.application.trace.TraceParent;
import dev.carga.application.trace.TracedPart;
import dev.carga.application.trace.Traces;
import dev.carga.domain.layout.CutPart;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.PartState;
import dev.carga.domain.upload.UploadId;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every [PartBacklog] does.
public interface PartBacklogContract {

    Stores stores();

    private static CutPart[] parts(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> part(number, number, line("x" + number)))
                .toArray(CutPart[]::new);
    }

    /// The part as the store returns it, with the trace of its upload.
    private static TracedPart ofTrace(UploadId upload, int number) {
        return Traces.traced(new PartRef(upload, number));
    }

    @Test
    default void firstPartsAreQueuedInOrderUpToTheWindow() {
        UploadId upload = stores().upload(parts(5));
        assertThat(stores().backlog().queueNext(upload, 3))
                .containsExactly(ofTrace(upload, 1), ofTrace(upload, 2), ofTrace(upload, 3));
        assertThat(stores().stateOf(new PartRef(upload, 3))).isEqualTo(new PartState.Queued());
        assertThat(stores().stateOf(new PartRef(upload, 4))).isEqualTo(new PartState.Received());
    }

    @Test
    default void eachPartHasTheTraceOfItsUpload() {
        UploadId upload = UploadId.random();
        TraceParent trace = TraceParent.begin(Traces.IDS);
        stores().uploads().open(upload, Openings.of("a.txt", DuplicatePolicy.FAIL, trace));
        stores().uploads().add(upload, parts(1)[0]);
        UploadId other = stores().upload(parts(1));
        TracedPart part = new TracedPart(new PartRef(upload, 1), trace);
        assertThat(stores().backlog().queueNext(upload, 3)).containsExactly(part);
        assertThat(stores().backlog().queueNext(other, 3)).containsExactly(ofTrace(other, 1));
        assertThat(stores().backlog().queueAgain(Duration.ZERO, 10)).containsExactly(part, ofTrace(other, 1));
    }

    @Test
    default void nothingIsQueuedWhileTheWindowIsFull() {
        UploadId upload = stores().upload(parts(5));
        stores().backlog().queueNext(upload, 3);
        assertThat(stores().backlog().queueNext(upload, 3)).isEmpty();
        assertThat(stores().backlog().queueNext(upload, 1)).isEmpty();
    }

    @Test
    default void settledPartLetsOneMoreBeQueued() {
        UploadId upload = stores().upload(parts(5));
        stores().backlog().queueNext(upload, 3);
        stores().loader().load(new PartRef(upload, 2), Stores.READING);
        assertThat(stores().backlog().queueNext(upload, 3)).containsExactly(ofTrace(upload, 4));
    }

    @Test
    default void eachUploadHasItsOwnWindow() {
        UploadId first = stores().upload(parts(5));
        UploadId second = stores().upload(parts(2));
        stores().backlog().queueNext(first, 5);
        assertThat(stores().backlog().queueNext(second, 3)).hasSize(2);
    }

    @Test
    default void unknownUploadHasNothingToQueue() {
        assertThat(stores().backlog().queueNext(UploadId.random(), 3)).isEmpty();
    }

    @Test
    default void partSentLongAgoIsQueuedAgainOnce() throws InterruptedException {
        UploadId upload = stores().queued(parts(2));
        stores().loader().load(new PartRef(upload, 1), Stores.READING);
        Thread.sleep(60);
        assertThat(stores().backlog().queueAgain(Duration.ofMillis(50), 10)).containsExactly(ofTrace(upload, 2));
        assertThat(stores().backlog().queueAgain(Duration.ofSeconds(5), 10)).isEmpty();
    }

    @Test
    default void partJustSentIsNotQueuedAgain() {
        stores().queued(parts(2));
        assertThat(stores().backlog().queueAgain(Duration.ofMinutes(1), 10)).isEmpty();
    }

    @Test
    default void partBeingLoadedIsNotQueuedAgain() {
        UploadId upload = stores().queued(parts(2));
        PartRef held = new PartRef(upload, 1);
        stores().loader().load(held, (bytes, firstLine, format, policies) -> {
            assertThat(Stores.onAnotherThread(() -> stores().backlog().queueAgain(Duration.ZERO, 10)))
                    .containsExactly(ofTrace(upload, 2));
            return Stores.READING.read(bytes, firstLine, format, policies);
        });
        assertThat(stores().stateOf(held)).isInstanceOf(PartState.Loaded.class);
    }

    @Test
    default void queueAgainIsLimited() {
        stores().queued(parts(5));
        assertThat(stores().backlog().queueAgain(Duration.ZERO, 2)).hasSize(2);
    }

    @Test
    default void partIsQueuedUntilItIsSettled() {
        UploadId upload = stores().upload(parts(2));
        PartRef part = new PartRef(upload, 1);
        assertThat(stores().backlog().isQueued(part)).isFalse();
        stores().backlog().queueNext(upload, 1);
        assertThat(stores().backlog().isQueued(part)).isTrue();
        assertThat(stores().backlog().isQueued(new PartRef(upload, 2))).isFalse();
        stores().loader().load(part, Stores.READING);
        assertThat(stores().backlog().isQueued(part)).isFalse();
    }

    @Test
    default void partBeingLoadedIsReportedQueuedWithoutWaiting() {
        PartRef held = new PartRef(stores().queued(parts(1)), 1);
        stores().loader().load(held, (bytes, firstLine, format, policies) -> {
            assertThat(Stores.onAnotherThread(() -> stores().backlog().isQueued(held)))
                    .isTrue();
            return Stores.READING.read(bytes, firstLine, format, policies);
        });
        assertThat(stores().stateOf(held)).isInstanceOf(PartState.Loaded.class);
    }

    @Test
    default void unknownPartIsNotQueued() {
        UploadId upload = stores().queued(parts(1));
        assertThat(stores().backlog().isQueued(new PartRef(upload, 2))).isFalse();
        assertThat(stores().backlog().isQueued(new PartRef(UploadId.random(), 1)))
                .isFalse();
    }

    @Test
    default void countIncludesQueuedPartsOfAllUploads() {
        UploadId upload = stores().queued(parts(3));
        stores().queued(parts(2));
        stores().upload(parts(4));
        assertThat(stores().backlog().countQueued()).isEqualTo(5);
        stores().loader().load(new PartRef(upload, 1), Stores.READING);
        assertThat(stores().backlog().countQueued()).isEqualTo(4);
    }

    @Test
    default void uploadWithReceivedPartsAndFreeWindowIsStalled() {
        UploadId stalled = stores().upload(parts(3));
        UploadId busy = stores().upload(parts(3));
        stores().queued(parts(2));
        stores().backlog().queueNext(busy, 2);
        assertThat(stores().backlog().stalled(2, 10)).containsExactly(stalled);
        assertThat(stores().backlog().stalled(3, 10)).containsExactly(stalled, busy);
        assertThat(stores().backlog().stalled(3, 1)).containsExactly(stalled);
    }

    @Test
    default void concurrentDispatchersNeverGetTheSamePart() throws Exception {
        UploadId upload = stores().upload(parts(40));
        Queue<TracedPart> taken = new ConcurrentLinkedQueue<>();
        Callable<Void> dispatcher = () -> {
            for (int window = 1; window <= 40; window++) {
                taken.addAll(stores().backlog().queueNext(upload, window));
            }
            return null;
        };
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> dispatchers = threads.invokeAll(List.of(dispatcher, dispatcher, dispatcher, dispatcher));
            for (Future<Void> done : dispatchers) {
                done.get();
            }
        }
        assertThat(taken).hasSize(40).doesNotHaveDuplicates();
    }
}
