package dev.carga.application.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.carga.application.InfrastructureException;
import dev.carga.application.dispatch.DispatchParts;
import dev.carga.application.fake.InMemoryStores;
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

    private final InMemoryStores stores = new InMemoryStores();
    private final RecordingPartQueue queue = new RecordingPartQueue();
    private final DispatchParts dispatchParts = new DispatchParts(stores.backlog(), Traces.sender(queue), 8);
    private final UploadId upload = UploadId.random();

    private void expire(List<UploadId> inProgress, Duration silence) {
        new ExpireAbandonedUploads(stores.heartbeats(), () -> inProgress, dispatchParts, silence).expire();
    }

    private ReceptionState state() {
        return stores.queries().legacyStatus(upload).orElseThrow().state();
    }

    @Test
    void onlyAnUploadThatIsNotInProgressIsAbandoned() {
        stores.uploads().open(upload, Openings.of("a.txt", DuplicatePolicy.FAIL, Traces.TRACE));
        expire(List.of(upload), Duration.ofMinutes(1));
        assertThat(state()).isEqualTo(ReceptionState.RECEIVING);
        expire(List.of(), Duration.ZERO.minusNanos(1));
        assertThat(state()).isEqualTo(ReceptionState.INTERRUPTED);
    }

    @Test
    void partsOfAnAbandonedUploadAreDispatched() {
        stores.uploads().open(upload, Openings.of("a.txt", DuplicatePolicy.FAIL, Traces.TRACE));
        stores.uploads().add(upload, Rows.part(1, 5));
        expire(List.of(), Duration.ZERO.minusNanos(1));
        assertThat(queue.takeSent()).containsExactly(new PartRef(upload, 1));
    }

    /// The other process is alive, and confirms a moment later than this one.
    @Test
    void otherProcessesHaveTimeToConfirmAfterTheStoreWasAway() throws InterruptedException {
        Duration silence = Duration.ofMillis(300);
        stores.uploads().open(upload, Openings.of("a.txt", DuplicatePolicy.FAIL, Traces.TRACE));
        ExpireAbandonedUploads expiry =
                new ExpireAbandonedUploads(stores.heartbeats(), List::of, dispatchParts, silence);
        expiry.expire();
        stores.failNextCalls(1);
        assertThatThrownBy(expiry::expire).isInstanceOf(InfrastructureException.Transient.class);
        Thread.sleep(2 * silence.toMillis());

        expiry.expire();
        assertThat(state()).isEqualTo(ReceptionState.RECEIVING);

        await().pollInterval(Duration.ofMillis(20)).untilAsserted(() -> {
            expiry.expire();
            assertThat(state()).isEqualTo(ReceptionState.INTERRUPTED);
        });
    }
}
