package dev.carga.application.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.application.fake.InMemoryStores;
import dev.carga.application.fake.RecordingPartQueue;
import dev.carga.application.fake.Rows;
import dev.carga.application.receive.Openings;
import dev.carga.application.trace.TraceParent;
import dev.carga.application.trace.Traces;
import dev.carga.domain.purchase.PartParser;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.PartState;
import dev.carga.domain.upload.UploadId;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DispatchPartsTest {

    private final InMemoryStores stores = new InMemoryStores();
    private final RecordingPartQueue queue = new RecordingPartQueue();
    private final DispatchParts dispatchParts = new DispatchParts(stores.backlog(), Traces.sender(queue), 3);
    private final UploadId upload = UploadId.random();

    @Test
    void firstPartsAreSentInOrderUpToTheWindow() {
        receive(upload, 10);
        dispatchParts.dispatch(upload);
        assertThat(queue.takeSent()).containsExactly(ref(1), ref(2), ref(3));
    }

    @Test
    void eachMessageIsAChildSpanInTheTraceOfItsUpload() {
        receive(upload, 3);
        dispatchParts.dispatch(upload);
        assertThat(queue.takeMessages())
                .extracting(message -> Objects.requireNonNull(message.trace()))
                .allMatch(trace -> trace.traceId().equals(Traces.TRACE.traceId()))
                .extracting(TraceParent::parentId)
                .hasSize(3)
                .doesNotHaveDuplicates()
                .doesNotContain(Traces.TRACE.parentId());
    }

    @Test
    void nothingIsSentWhileTheWindowIsFull() {
        receive(upload, 10);
        dispatchParts.dispatch(upload);
        queue.takeSent();
        dispatchParts.dispatch(upload);
        assertThat(queue.takeSent()).isEmpty();
    }

    @Test
    void eachSettledPartLetsOneMoreBeSent() {
        receive(upload, 10);
        dispatchParts.dispatch(upload);
        queue.takeSent();
        load(ref(2));
        dispatchParts.dispatch(upload);
        assertThat(queue.takeSent()).containsExactly(ref(4));
    }

    @Test
    void fewerPartsThanTheWindowAreAllSent() {
        receive(upload, 2);
        dispatchParts.dispatch(upload);
        assertThat(queue.takeSent()).containsExactly(ref(1), ref(2));
    }

    @Test
    void uploadsDoNotShareAWindow() {
        UploadId small = UploadId.random();
        receive(upload, 10);
        receive(small, 1);
        dispatchParts.dispatch(upload);
        dispatchParts.dispatch(small);
        assertThat(queue.takeSent()).containsExactly(ref(1), ref(2), ref(3), new PartRef(small, 1));
    }

    @Test
    void unknownUploadHasNothingToSend() {
        dispatchParts.dispatch(UploadId.random());
        assertThat(queue.takeSent()).isEmpty();
    }

    @Test
    void queueIsNotCalledWhenThereIsNothingToSend() {
        queue.setAway(true);
        receive(upload, 0);
        dispatchParts.dispatch(upload);
        assertThat(queue.takeSent()).isEmpty();
    }

    @Test
    void unavailableStoreDoesNotThrow() {
        receive(upload, 2);
        stores.failNextCalls(1);
        dispatchParts.dispatch(upload);
        assertThat(queue.takeSent()).isEmpty();
        dispatchParts.dispatch(upload);
        assertThat(queue.takeSent()).containsExactly(ref(1), ref(2));
    }

    @Test
    void unavailableQueueLeavesPartsQueued() {
        receive(upload, 2);
        queue.setAway(true);
        dispatchParts.dispatch(upload);
        assertThat(queue.takeSent()).isEmpty();
        assertThat(stores.queries().legacyStatus(upload).orElseThrow().parts())
                .allMatch(part -> part.state() instanceof PartState.Queued);
    }

    private void receive(UploadId id, int parts) {
        stores.uploads().open(id, Openings.of("file.txt", DuplicatePolicy.FAIL, Traces.TRACE));
        for (int number = 1; number <= parts; number++) {
            stores.uploads().add(id, Rows.part(number, 1));
        }
    }

    private void load(PartRef part) {
        stores.loader().load(part, new PartParser(200)::parse);
    }

    private PartRef ref(int number) {
        return new PartRef(upload, number);
    }
}
