package dev.carga.application.fake;

import dev.carga.application.notify.WebhookStore.Failure;
import dev.carga.application.report.UploadView.Webhook;
import dev.carga.application.report.UploadView.Webhook.State;
import dev.carga.domain.Nullable;
import java.time.Duration;
import java.time.Instant;

/// The webhook of an upload in memory. Guarded by the lock of [InMemoryState].
final class MemoryWebhook {

    final String url;
    int attempts;
    private State state = State.PENDING;
    private Instant next = Instant.now();
    private @Nullable Integer lastStatus;
    private @Nullable String lastError;

    MemoryWebhook(String url) {
        this.url = url;
    }

    boolean isDue() {
        return state == State.PENDING && !next.isAfter(Instant.now());
    }

    Instant next() {
        return next;
    }

    void begin(Duration lease) {
        attempts++;
        next = Instant.now().plus(lease);
    }

    void delivered(int status) {
        state = State.DELIVERED;
        lastStatus = status;
        lastError = null;
    }

    void postpone(Failure failure, Duration pause) {
        if (state == State.PENDING) {
            setFailure(failure);
            next = Instant.now().plus(pause);
        }
    }

    void giveUp(Failure failure) {
        if (state == State.PENDING) {
            setFailure(failure);
            state = State.GIVEN_UP;
        }
    }

    private void setFailure(Failure failure) {
        lastStatus = failure.status();
        lastError = failure.reason();
    }

    Webhook summary() {
        return new Webhook(url, state, attempts, lastStatus, lastError);
    }
}
