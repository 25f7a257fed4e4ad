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

/// Sends a webhook when an upload that asked for one has ended: at least once, and again with growing pauses
/// until the receiver accepts it. Run it about once a second; any number of processes may run it at the same
/// time. No two of them send a message concurrently, and if a process dies while it sends one, another
/// process sends it.
///
/// The message shows the upload at the time of the call: an upload that was undone before its message was
/// sent is shown as undone.
public final class NotifyEnded {

    /// The pauses before the second attempt and the following ones; after the last one, delivery is given up.
    static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            Duration.ofHours(4),
            Duration.ofHours(12));

    /// Several times as long as a [Messenger] takes at most.
    private static final Duration LEASE = Duration.ofMinutes(2);

    private static final int BATCH_SIZE = 16;

    /// RFC 9110, 15.5.11. The receiver wants no more messages.
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

    /// Sends the messages that are due, several of them concurrently, so that a slow receiver delays few
    /// others.
    ///
    /// @throws InfrastructureException if the store does not respond; the next run continues
    public void sendDue() {
        List<Due> due;
        do {
            due = webhooks.claim(LEASE, BATCH_SIZE);
            try (ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor()) {
                due.forEach(message -> calls.execute(() -> send(message)));
            }
        } while (due.size() == BATCH_SIZE && !Thread.currentThread().isInterrupted());
    }

    /// If the result cannot be stored, the message is sent again when its lease has expired.
    private void send(Due message) {
        try {
            // If its failed parts were retried meanwhile, the upload will end again.
            queries.summary(message.upload())
                    .filter(upload -> upload.finished().isPresent())
                    .ifPresent(upload -> settle(message, upload, messenger.send(message.url(), upload)));
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

    private void settle(Due message, UploadView upload, DeliveryResult result) {
        switch (result) {
            case DeliveryResult.Status(int status)
            when status >= 200 && status < 300 -> delivered(message, upload, status);
            case DeliveryResult.Status(int status)
            when status == GONE -> giveUp(message, new Failure(status, "Answered 410: wants to hear no more"));
            case DeliveryResult.Status(int status) -> failed(message, new Failure(status, reason(status)));
            case DeliveryResult.NoResponse(String reason) -> failed(message, new Failure(null, reason));
            case DeliveryResult.Forbidden(String reason) -> giveUp(message, new Failure(null, reason));
        }
    }

    private static String reason(int status) {
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
