package dev.carga.application.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.application.fake.InMemoryStores;
import dev.carga.application.notify.Messenger.DeliveryResult;
import dev.carga.application.notify.WebhookStore.Due;
import dev.carga.application.notify.WebhookStore.Failure;
import dev.carga.application.receive.Openings;
import dev.carga.application.report.UploadView;
import dev.carga.application.report.UploadView.Webhook;
import dev.carga.application.report.UploadView.Webhook.State;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.UploadState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// What happens after each result of a delivery.
class NotifyEndedTest {

    private static final String URL = "https://example.com/ended?token=secret";

    /// A store that records pauses, and does not wait for them.
    private static final class Hurried implements WebhookStore {
        private final WebhookStore store;
        private final List<Duration> pauses = new CopyOnWriteArrayList<>();

        Hurried(WebhookStore store) {
            this.store = store;
        }

        @Override
        public List<Due> claim(Duration lease, int limit) {
            return store.claim(lease, limit);
        }

        @Override
        public void delivered(UploadId upload, int status) {
            store.delivered(upload, status);
        }

        @Override
        public void postpone(UploadId upload, Failure failure, Duration pause) {
            pauses.add(pause);
            store.postpone(upload, failure, Duration.ZERO);
        }

        @Override
        public void giveUp(UploadId upload, Failure failure) {
            store.giveUp(upload, failure);
        }
    }

    private final InMemoryStores stores = new InMemoryStores();
    private final Hurried store = new Hurried(stores.webhooks());
    private final List<UploadView> sent = new CopyOnWriteArrayList<>();

    /// An ended upload of a file with a header alone.
    private UploadId ended() {
        UploadId upload = UploadId.random();
        stores.uploads().open(upload, Openings.withWebhook(URL));
        stores.uploads().close(upload, ReceptionState.RECEIVED, 0, "0".repeat(64));
        return upload;
    }

    private NotifyEnded withResults(DeliveryResult... results) {
        return new NotifyEnded(store, stores.queries(), (url, upload) -> {
            assertThat(url).isEqualTo(URL);
            sent.add(upload);
            return results[Math.min(sent.size(), results.length) - 1];
        });
    }

    private Webhook webhook(UploadId upload) {
        Webhook webhook = stores.queries().summary(upload).orElseThrow().webhook();
        assertThat(webhook).isNotNull();
        return webhook;
    }

    @Test
    void anySuccessStatusEndsTheDelivery() {
        UploadId upload = ended();
        NotifyEnded notify = withResults(new DeliveryResult.Status(299));
        notify.sendDue();
        notify.sendDue();
        assertThat(sent).extracting(UploadView::state).containsExactly(UploadState.FAILED);
        assertThat(webhook(upload)).isEqualTo(new Webhook(URL, State.DELIVERED, 1, 299, null));
    }

    @Test
    void messageIsSentUntilItIsAccepted() {
        UploadId upload = ended();
        NotifyEnded notify = withResults(
                new DeliveryResult.NoResponse("No connection"),
                new DeliveryResult.Status(500),
                new DeliveryResult.Status(200));
        notify.sendDue();
        assertThat(webhook(upload)).isEqualTo(new Webhook(URL, State.PENDING, 1, null, "No connection"));
        notify.sendDue();
        assertThat(webhook(upload)).isEqualTo(new Webhook(URL, State.PENDING, 2, 500, "Answered 500"));
        notify.sendDue();
        assertThat(webhook(upload)).isEqualTo(new Webhook(URL, State.DELIVERED, 3, 200, null));
    }

    @Test
    void pausesGrowAndTheLastFailureEndsTheDelivery() {
        UploadId upload = ended();
        NotifyEnded notify = withResults(new DeliveryResult.Status(302));
        for (int run = 0; run < 20; run++) {
            notify.sendDue();
        }
        assertThat(store.pauses).isSorted().isEqualTo(NotifyEnded.PAUSES);
        assertThat(sent).hasSize(8);
        assertThat(webhook(upload))
                .isEqualTo(new Webhook(URL, State.GIVEN_UP, 8, 302, "Answered 302: redirects are not followed"));
    }

    @Test
    void goneOrForbiddenReceiverIsGivenUpAtOnce() {
        UploadId gone = ended();
        withResults(new DeliveryResult.Status(410)).sendDue();
        assertThat(webhook(gone).state()).isEqualTo(State.GIVEN_UP);
        UploadId forbidden = ended();
        withResults(new DeliveryResult.Status(410), new DeliveryResult.Forbidden("A private address"))
                .sendDue();
        assertThat(webhook(forbidden)).isEqualTo(new Webhook(URL, State.GIVEN_UP, 1, null, "A private address"));
        assertThat(store.pauses).isEmpty();
    }

    @Test
    void messagesAreSentConcurrently() throws Exception {
        List<UploadId> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            all.add(ended());
        }
        CountDownLatch everybody = new CountDownLatch(all.size());
        new NotifyEnded(store, stores.queries(), (_, _) -> {
                    everybody.countDown();
                    try {
                        everybody.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    return new DeliveryResult.Status(200);
                })
                .sendDue();
        assertThat(all).allSatisfy(upload -> assertThat(webhook(upload).state()).isEqualTo(State.DELIVERED));
    }

    @Test
    void messengerThatThrowsDoesNotHoldUpOtherMessages() {
        ended();
        UploadId fine = ended();
        new NotifyEnded(store, stores.queries(), (_, upload) -> {
                    if (upload.id().equals(fine)) {
                        return new DeliveryResult.Status(200);
                    }
                    throw new IllegalStateException("Broken");
                })
                .sendDue();
        assertThat(webhook(fine).state()).isEqualTo(State.DELIVERED);
    }

    @Test
    void shownUrlHasNoQuery() {
        assertThat(webhook(ended()).shownUrl()).isEqualTo("https://example.com/ended");
    }
}
