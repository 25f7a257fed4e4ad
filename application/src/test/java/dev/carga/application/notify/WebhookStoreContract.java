package dev.carga.application.notify;

import static dev.carga.application.Stores.READING;
import static dev.carga.application.Stores.line;
import static dev.carga.application.Stores.part;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.application.Stores;
import dev.carga.application.notify.WebhookStore.Due;
import dev.carga.application.notify.WebhookStore.Failure;
import dev.carga.application.receive.Openings;
import dev.carga.application.report.UploadView.Webhook;
import dev.carga.application.report.UploadView.Webhook.State;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.Withdrawal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// What every [WebhookStore] does.
public interface WebhookStoreContract {

    String URL = "https://example.com/ended?token=secret";
    Duration LONG = Duration.ofMinutes(1);
    Failure NO_RESPONSE = new Failure(null, "No response");

    Stores stores();

    private List<Due> claim(Duration lease) {
        return stores().webhooks().claim(lease, 10);
    }

    private Webhook webhook(UploadId upload) {
        Webhook webhook = stores().queries().summary(upload).orElseThrow().webhook();
        assertThat(webhook).isNotNull();
        return webhook;
    }

    /// An ended upload of a file with a header alone, completely received.
    private UploadId ended() {
        UploadId upload = stores().uploadWithWebhook(URL);
        stores().uploads().close(upload, ReceptionState.RECEIVED, 0, "0".repeat(64));
        return upload;
    }

    @Test
    default void uploadWithoutWebhookIsNeverClaimed() {
        UploadId upload = stores().upload();
        stores().uploads().close(upload, ReceptionState.INTERRUPTED, 0, null);
        assertThat(claim(LONG)).isEmpty();
        assertThat(stores().queries().summary(upload).orElseThrow().webhook()).isNull();
    }

    @Test
    default void webhookIsNotDueBeforeEveryPartIsSettled() {
        UploadId upload = stores().uploadWithWebhook(URL, part(1, 1, line("52998224725")));
        assertThat(claim(LONG)).isEmpty();
        stores().uploads().close(upload, ReceptionState.RECEIVED, 30, "0".repeat(64));
        assertThat(claim(LONG)).isEmpty();
        stores().backlog().queueNext(upload, 1);
        assertThat(claim(LONG)).isEmpty();
        assertThat(webhook(upload)).isEqualTo(new Webhook(URL, State.PENDING, 0, null, null));
        stores().loader().load(new PartRef(upload, 1), READING);
        assertThat(claim(LONG)).containsExactly(new Due(upload, URL, 1));
        assertThat(webhook(upload).attempts()).isEqualTo(1);
    }

    @Test
    default void webhookOfUndoneUploadIsDueOnceItsRowsAreRemoved() {
        UploadId upload = stores().uploadWithWebhook(URL, part(1, 1, line("52998224725")));
        stores().backlog().queueNext(upload, 1);
        stores().loader().load(new PartRef(upload, 1), READING);
        stores().control().withdraw(upload, Withdrawal.UNDONE);
        assertThat(claim(LONG)).isEmpty();
        Stores.finish(stores().control(), upload);
        assertThat(claim(LONG)).containsExactly(new Due(upload, URL, 1));
    }

    @Test
    default void claimedWebhookIsDueAgainAfterItsLease() {
        UploadId upload = ended();
        assertThat(claim(Duration.ofMillis(50))).containsExactly(new Due(upload, URL, 1));
        Awaitility.await()
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(() -> assertThat(claim(LONG)).containsExactly(new Due(upload, URL, 2)));
        assertThat(claim(LONG)).isEmpty();
    }

    @Test
    default void deliveredWebhookIsNotClaimedAgain() {
        UploadId upload = ended();
        claim(Duration.ZERO);
        stores().webhooks().delivered(upload, 204);
        stores().webhooks().postpone(upload, NO_RESPONSE, Duration.ZERO);
        stores().webhooks().giveUp(upload, NO_RESPONSE);
        assertThat(claim(LONG)).isEmpty();
        assertThat(webhook(upload)).isEqualTo(new Webhook(URL, State.DELIVERED, 1, 204, null));
    }

    @Test
    default void postponedWebhookIsDueAfterItsPause() {
        UploadId upload = ended();
        claim(LONG);
        stores().webhooks().postpone(upload, new Failure(503, "Answered 503"), LONG);
        assertThat(claim(LONG)).isEmpty();
        assertThat(webhook(upload)).isEqualTo(new Webhook(URL, State.PENDING, 1, 503, "Answered 503"));
        stores().webhooks().postpone(upload, NO_RESPONSE, Duration.ZERO);
        assertThat(claim(LONG)).containsExactly(new Due(upload, URL, 2));
        assertThat(webhook(upload)).isEqualTo(new Webhook(URL, State.PENDING, 2, null, "No response"));
    }

    @Test
    default void givenUpWebhookStaysSoUnlessItWasDelivered() {
        UploadId upload = ended();
        claim(LONG);
        stores().webhooks().giveUp(upload, NO_RESPONSE);
        stores().webhooks().postpone(upload, new Failure(500, "Answered 500"), Duration.ZERO);
        assertThat(claim(LONG)).isEmpty();
        assertThat(webhook(upload)).isEqualTo(new Webhook(URL, State.GIVEN_UP, 1, null, "No response"));
        stores().webhooks().delivered(upload, 200);
        assertThat(webhook(upload)).isEqualTo(new Webhook(URL, State.DELIVERED, 1, 200, null));
    }

    @Test
    default void concurrentClaimsGetEachMessageOnce() throws Exception {
        List<UploadId> ended = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ended.add(ended());
        }
        List<UploadId> claimed = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<List<Due>> claiming = () -> stores().webhooks().claim(LONG, 5);
            while (claimed.size() < ended.size()) {
                for (Future<List<Due>> due : threads.invokeAll(List.of(claiming, claiming, claiming))) {
                    due.get().forEach(one -> claimed.add(one.upload()));
                }
            }
        }
        assertThat(claimed).containsExactlyInAnyOrderElementsOf(ended);
    }

    @Test
    default void longestDueWebhooksAreClaimedFirst() {
        UploadId first = ended();
        UploadId second = ended();
        UploadId third = ended();
        assertThat(stores().webhooks().claim(LONG, 2)).extracting(Due::upload).containsExactlyInAnyOrder(first, second);
        assertThat(stores().webhooks().claim(LONG, 2)).extracting(Due::upload).containsExactly(third);
    }

    @Test
    default void reopeningAnUploadLeavesItsWebhookUnchanged() {
        UploadId upload = ended();
        claim(LONG);
        stores().webhooks().delivered(upload, 200);
        stores().uploads().open(upload, Openings.withWebhook(URL));
        assertThat(webhook(upload).state()).isEqualTo(State.DELIVERED);
    }
}
