package dev.carga.application.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carga.application.InfrastructureException;
import dev.carga.application.fake.InMemoryStores;
import dev.carga.application.fake.RecordingPartQueue;
import dev.carga.application.fake.Rows;
import dev.carga.application.receive.Openings;
import dev.carga.application.trace.TraceParent;
import dev.carga.application.trace.Traces;
import dev.carga.domain.purchase.PartParser;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.UploadId;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ResendLostPartsTest {

    private static final Duration AT_ONCE = Duration.ofMillis(1);
    private static final Duration MUCH_LATER = Duration.ofHours(1);
    private static final int WINDOW = 3;

    private final InMemoryStores stores = new InMemoryStores();
    private final RecordingPartQueue queue = new RecordingPartQueue();
    private final DispatchParts dispatchParts = new DispatchParts(stores.backlog(), Traces.sender(queue), WINDOW);
    private final UploadId upload = UploadId.random();

    @Test
    void lostMessagesAreSentAgain() throws InterruptedException {
        receive(upload, 2);
        loseMessagesOf(upload);
        resendAfter(AT_ONCE).resend();
        assertThat(queue.takeSent()).containsExactly(ref(1), ref(2));
    }

    @Test
    void resentMessageIsAnotherSpanInTheSameTrace() throws InterruptedException {
        receive(upload, 1);
        dispatchParts.dispatch(upload);
        TraceParent first = onlyTraceSent();
        loseMessagesOf(upload);
        resendAfter(AT_ONCE).resend();
        TraceParent again = onlyTraceSent();
        assertThat(again.traceId()).isEqualTo(first.traceId());
        assertThat(again.parentId()).isNotEqualTo(first.parentId());
    }

    @Test
    void partsThatCouldNotBeSentAreSent() throws InterruptedException {
        receive(upload, 2);
        queue.setAway(true);
        loseMessagesOf(upload);
        queue.setAway(false);
        resendAfter(AT_ONCE).resend();
        assertThat(queue.takeSent()).containsExactly(ref(1), ref(2));
    }

    @Test
    void partIsNotSentAgainTooEarly() throws InterruptedException {
        receive(upload, 2);
        loseMessagesOf(upload);
        resendAfter(MUCH_LATER).resend();
        assertThat(queue.takeSent()).isEmpty();
    }

    @Test
    void resentPartIsNotResentAgainAtOnce() throws InterruptedException {
        receive(upload, 2);
        loseMessagesOf(upload);
        resendAfter(AT_ONCE).resend();
        queue.takeSent();
        resendAfter(Duration.ofMinutes(1)).resend();
        assertThat(queue.takeSent()).isEmpty();
    }

    @Test
    void nothingIsResentIfAsManyMessagesWaitAsParts() throws InterruptedException {
        receive(upload, 2);
        loseMessagesOf(upload);
        queue.setWaiting(2);
        resendAfter(AT_ONCE).resend();
        assertThat(queue.takeSent()).isEmpty();
        queue.setWaiting(1);
        resendAfter(AT_ONCE).resend();
        assertThat(queue.takeSent()).containsExactly(ref(1), ref(2));
    }

    @Test
    void partsBeingLoadedAreNotSentAgain() throws InterruptedException {
        receive(upload, 2);
        loseMessagesOf(upload);
        CountDownLatch loading = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Thread worker = Thread.ofPlatform()
                .start(() -> stores.loader().load(ref(1), (bytes, firstLine, format, policies) -> {
                    loading.countDown();
                    await(go);
                    return new PartParser(200).parse(bytes, firstLine, format);
                }));
        await(loading);
        resendAfter(AT_ONCE).resend();
        assertThat(queue.takeSent()).containsExactly(ref(2));
        go.countDown();
        worker.join();
    }

    @Test
    void settledPartsAreNotSentAgain() throws InterruptedException {
        receive(upload, 2);
        loseMessagesOf(upload);
        stores.loader().load(ref(1), new PartParser(200)::parse);
        resendAfter(AT_ONCE).resend();
        assertThat(queue.takeSent()).containsExactly(ref(2));
    }

    @Test
    void stalledUploadIsDispatchedWithoutWaiting() {
        receive(upload, 5);
        resendAfter(MUCH_LATER).resend();
        assertThat(queue.takeSent()).containsExactly(ref(1), ref(2), ref(3));
    }

    @Test
    void uploadWithAFullWindowIsNotStalled() throws InterruptedException {
        receive(upload, 5);
        loseMessagesOf(upload);
        resendAfter(MUCH_LATER).resend();
        assertThat(queue.takeSent()).isEmpty();
    }

    @Test
    void atMostAHundredLostPartsAreResentAtATime() throws InterruptedException {
        for (int i = 0; i < 50; i++) {
            UploadId one = UploadId.random();
            receive(one, WINDOW);
            dispatchParts.dispatch(one);
        }
        queue.takeSent();
        Thread.sleep(20);
        ResendLostParts resend = resendAfter(Duration.ofMillis(10));
        resend.resend();
        assertThat(queue.takeSent()).hasSize(100).doesNotHaveDuplicates();
    }

    @Test
    void unavailableQueueThrowsAndLosesNothing() throws InterruptedException {
        receive(upload, 2);
        loseMessagesOf(upload);
        queue.setAway(true);
        ResendLostParts resend = resendAfter(AT_ONCE);
        assertThatThrownBy(resend::resend).isInstanceOf(InfrastructureException.Transient.class);
        queue.setAway(false);
        resend.resend();
        assertThat(queue.takeSent()).containsExactly(ref(1), ref(2));
    }

    @Test
    void unavailableStoreThrows() {
        stores.failNextCalls(1);
        assertThatThrownBy(resendAfter(AT_ONCE)::resend).isInstanceOf(InfrastructureException.Transient.class);
    }

    private TraceParent onlyTraceSent() {
        return Objects.requireNonNull(queue.takeMessages().getFirst().trace());
    }

    private ResendLostParts resendAfter(Duration age) {
        return new ResendLostParts(stores.backlog(), Traces.sender(queue), dispatchParts, WINDOW, age);
    }

    private void receive(UploadId id, int parts) {
        stores.uploads().open(id, Openings.of("file.txt", DuplicatePolicy.FAIL, Traces.TRACE));
        for (int number = 1; number <= parts; number++) {
            stores.uploads().add(id, Rows.part(number, 1));
        }
    }

    /// Sends the first parts, loses the messages, and waits for [#AT_ONCE].
    private void loseMessagesOf(UploadId id) throws InterruptedException {
        dispatchParts.dispatch(id);
        queue.takeSent();
        Thread.sleep(10);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private PartRef ref(int number) {
        return new PartRef(upload, number);
    }
}
