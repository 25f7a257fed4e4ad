package dev.carga.application.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.carga.application.InfrastructureException;
import dev.carga.application.dispatch.DispatchParts;
import dev.carga.application.fake.InMemoryUploads;
import dev.carga.application.fake.RecordingPartQueue;
import dev.carga.application.fake.Rows;
import dev.carga.application.trace.Traces;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpireAbandonedUploadsTest {

    private final InMemoryUploads uploads = new InMemoryUploads();
    private final RecordingPartQueue queue = new RecordingPartQueue();
    private final DispatchParts dispatchParts = new DispatchParts(uploads, Traces.sender(queue), 8);
    private final UploadId upload = UploadId.random();

    private void watch(List<UploadId> receivedHere, Duration silence) {
        new ExpireAbandonedUploads(uploads, () -> receivedHere, dispatchParts, silence).watch();
    }

    private ReceptionState state() {
        return uploads.legacyStatus(upload).orElseThrow().state();
    }

    @Test
    void whatIsReceivedHereIsNotAbandonedAndWhatNobodyReceivesIs() {
        uploads.open(upload, Openings.of("a.txt", DuplicatePolicy.FAIL, Traces.TRACE));
        watch(List.of(upload), Duration.ofMinutes(1));
        assertThat(state()).isEqualTo(ReceptionState.RECEIVING);
        watch(List.of(), Duration.ZERO.minusNanos(1));
        assertThat(state()).isEqualTo(ReceptionState.INTERRUPTED);
    }

    @Test
    void partsOfAnAbandonedUploadAreSent() {
        uploads.open(upload, Openings.of("a.txt", DuplicatePolicy.FAIL, Traces.TRACE));
        uploads.add(upload, Rows.part(1, 5));
        watch(List.of(), Duration.ZERO.minusNanos(1));
        assertThat(queue.takeSent()).containsExactly(new PartRef(upload, 1));
    }

    /// The store was away, and the other process, which lives, is a moment later than this one.
    @Test
    void afterTheStoreWasAwayOthersHaveTheirTimeToConfirm() throws InterruptedException {
        Duration silence = Duration.ofMillis(300);
        uploads.open(upload, Openings.of("a.txt", DuplicatePolicy.FAIL, Traces.TRACE));
        ExpireAbandonedUploads watch = new ExpireAbandonedUploads(uploads, List::of, dispatchParts, silence);
        watch.watch();
        uploads.goAwayFor(1);
        assertThatThrownBy(watch::watch).isInstanceOf(InfrastructureException.Transient.class);
        Thread.sleep(2 * silence.toMillis());

        watch.watch();
        assertThat(state()).isEqualTo(ReceptionState.RECEIVING);

        await().pollInterval(Duration.ofMillis(20)).untilAsserted(() -> {
            watch.watch();
            assertThat(state()).isEqualTo(ReceptionState.INTERRUPTED);
        });
    }
}
