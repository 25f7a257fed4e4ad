package dev.carga.application.fake;

import dev.carga.application.notify.WebhookStore.Failure;
import dev.carga.application.report.UploadView.Webhook;
import dev.carga.application.report.UploadView.Webhook.State;
import dev.carga.domain.Nullable;
import java.time.Duration;
import java.time.Instant;

/// Somebody who is to be told, in memory. Its user sees to it that one call comes after the other.
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
            note(failure);
            next = Instant.now().plus(pause);
        }
    }

    void giveUp(Failure failure) {
        if (state == State.PENDING) {
            note(failure);
            state = State.GIVEN_UP;
        }
    }

    private void note(Failure failure) {
        lastStatus = failure.status();
        lastError = failure.reason();
    }

    Webhook summary() {
        return new Webhook(url, state, attempts, lastStatus, lastError);
    }
}
