package dev.carga.application.notify;

import dev.carga.application.InfrastructureException;
import dev.carga.application.notify.Messenger.DeliveryResult;
import dev.carga.application.notify.WebhookStore.Due;
import dev.carga.application.notify.WebhookStore.Failure;
import dev.carga.application.report.UploadQueries;
import dev.carga.application.report.UploadView;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells those who wished it that an upload has ended: at least once, and again with growing pauses until
/// somebody has taken the message. Meant to run every second or so, in as many processes as one likes: no two
/// send one message at the same time, and what a process had in hand that died is sent by another.
///
/// The message tells the upload as it is at the moment of the call: one that was undone before it could be
/// told is told as undone.
public final class NotifyEnded {

    /// Before the second attempt, and so on; after the last, the message is given up.
    static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            Duration.ofHours(4),
            Duration.ofHours(12));

    /// Several times as long as a messenger may take.
    private static final Duration LEASE = Duration.ofMinutes(2);

    private static final int AT_ONCE = 16;

    /// RFC 9110, 15.5.11: who answers so wants to hear no more.
    private static final int GONE = 410;

    private static final Logger LOG = LoggerFactory.getLogger(NotifyEnded.class);

    private final WebhookStore webhooks;
    private final UploadQueries queries;
    private final Messenger messenger;

    public NotifyEnded(WebhookStore webhooks, UploadQueries queries, Messenger messenger) {
        this.webhooks = webhooks;
        this.queries = queries;
        this.messenger = messenger;
    }

    /// Sends what is due, some messages at the same time, so that one who is slow to answer keeps few others
    /// waiting.
    ///
    /// @throws InfrastructureException if the store does not answer; the next run does it
    public void tell() {
        List<Due> due;
        do {
            due = webhooks.claim(LEASE, AT_ONCE);
            try (ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor()) {
                due.forEach(message -> calls.execute(() -> tell(message)));
            }
        } while (due.size() == AT_ONCE && !Thread.currentThread().isInterrupted());
    }

    /// One that cannot be settled is sent again when its lease is over.
    private void tell(Due message) {
        try {
            // Somebody may have had its failed parts loaded again meanwhile: then it will end once more.
            queries.summary(message.upload())
                    .filter(upload -> upload.finished().isPresent())
                    .ifPresent(upload -> settle(message, upload, messenger.tell(message.url(), upload)));
        } catch (InfrastructureException e) {
            LOG.warn(
                    "event=webhook_not_settled upload={} attempt={} cause={}",
                    message.upload(),
                    message.attempt(),
                    e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("event=webhook_broke upload={} attempt={}", message.upload(), message.attempt(), e);
        }
    }

    private void settle(Due message, UploadView upload, DeliveryResult answer) {
        switch (answer) {
            case DeliveryResult.Status(int status)
            when status >= 200 && status < 300 -> delivered(message, upload, status);
            case DeliveryResult.Status(int status)
            when status == GONE -> giveUp(message, new Failure(status, "Answered 410: wants to hear no more"));
            case DeliveryResult.Status(int status) -> failed(message, new Failure(status, words(status)));
            case DeliveryResult.Silence(String reason) -> failed(message, new Failure(null, reason));
            case DeliveryResult.Forbidden(String reason) -> giveUp(message, new Failure(null, reason));
        }
    }

    private static String words(int status) {
        return "Answered " + status + (status / 100 == 3 ? ": redirects are not followed" : "");
    }

    private void delivered(Due message, UploadView upload, int status) {
        webhooks.delivered(message.upload(), status);
        LOG.debug(
                "event=webhook_delivered upload={} attempt={} state={} status={}",
                message.upload(),
                message.attempt(),
                upload.state().key(),
                status);
    }

    private void failed(Due message, Failure failure) {
        if (message.attempt() > PAUSES.size()) {
            giveUp(message, failure);
            return;
        }
        Duration pause = PAUSES.get(message.attempt() - 1);
        webhooks.postpone(message.upload(), failure, pause);
        LOG.warn(
                "event=webhook_failed upload={} attempt={} again_in_s={} cause={}",
                message.upload(),
                message.attempt(),
                pause.toSeconds(),
                failure.reason());
    }

    private void giveUp(Due message, Failure failure) {
        webhooks.giveUp(message.upload(), failure);
        LOG.warn(
                "event=webhook_given_up upload={} attempt={} cause={}",
                message.upload(),
                message.attempt(),
                failure.reason());
    }
}
