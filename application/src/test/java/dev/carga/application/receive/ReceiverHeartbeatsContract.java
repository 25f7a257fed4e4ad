package dev.carga.application.receive;

import static dev.carga.application.Stores.line;
import static dev.carga.application.Stores.part;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.application.Stores;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// The behaviour of every [ReceiverHeartbeats].
public interface ReceiverHeartbeatsContract {

    Duration SHORT = Duration.ofMillis(50);

    Stores stores();

    private ReceptionState state(UploadId upload) {
        return stores().queries().legacyStatus(upload).orElseThrow().state();
    }

    private List<UploadId> awaitAbandoned() {
        return Awaitility.await().until(() -> stores().heartbeats().endAbandoned(SHORT), ended -> !ended.isEmpty());
    }

    @Test
    default void unconfirmedUploadIsInterruptedAndKeepsItsParts() {
        UploadId upload = stores().upload(part(1, 1, line("041.091.641-25")));

        assertThat(awaitAbandoned()).containsExactly(upload);

        assertThat(state(upload)).isEqualTo(ReceptionState.INTERRUPTED);
        assertThat(stores().queries().legacyStatus(upload).orElseThrow().parts())
                .hasSize(1);
        assertThat(stores().uploads().add(upload, part(2, 2, line("732.112.549-90"))))
                .isFalse();
        assertThat(stores().uploads().close(upload, ReceptionState.RECEIVED, 100, null))
                .isEqualTo(ReceptionState.INTERRUPTED);
    }

    @Test
    default void abandonedUploadHasTheBytesOfItsParts() {
        UploadId upload = stores().upload(part(1, 1, line("041.091.641-25")));
        awaitAbandoned();
        long bytes = part(1, 1, line("041.091.641-25")).bytes().length;
        assertThat(stores().queries().summary(upload).orElseThrow().content().bytes())
                .isEqualTo(bytes);
    }

    @Test
    default void confirmedUploadIsNotAbandoned() {
        UploadId confirmed = stores().upload();
        UploadId forgotten = stores().upload();
        for (int i = 0; i < 5; i++) {
            stores().heartbeats().confirm(List.of(confirmed));
            assertThat(stores().heartbeats().endAbandoned(Duration.ofMinutes(1)))
                    .isEmpty();
        }
        Awaitility.await().untilAsserted(() -> {
            stores().heartbeats().confirm(List.of(confirmed));
            stores().heartbeats().endAbandoned(Duration.ofMillis(200));
            assertThat(state(forgotten)).isEqualTo(ReceptionState.INTERRUPTED);
        });
        assertThat(state(confirmed)).isEqualTo(ReceptionState.RECEIVING);
    }

    @Test
    default void endedUploadIsNotAbandoned() throws InterruptedException {
        UploadId upload = stores().upload();
        stores().uploads().close(upload, ReceptionState.RECEIVED, 10, null);
        Thread.sleep(2 * SHORT.toMillis());
        assertThat(stores().heartbeats().endAbandoned(SHORT)).isEmpty();
        assertThat(state(upload)).isEqualTo(ReceptionState.RECEIVED);
    }

    @Test
    default void confirmingAnUnknownUploadDoesNothing() {
        stores().heartbeats().confirm(List.of(UploadId.random()));
        assertThat(stores().heartbeats().endAbandoned(SHORT)).isEmpty();
    }
}
