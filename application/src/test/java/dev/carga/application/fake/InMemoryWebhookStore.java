package dev.carga.application.fake;

import dev.carga.application.notify.WebhookStore;
import dev.carga.domain.upload.UploadId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

record InMemoryWebhookStore(InMemoryState state) implements WebhookStore {

    @Override
    public List<Due> claim(Duration lease, int limit) {
        return state.call(() -> {
            List<Due> claimed = new ArrayList<>();
            state.uploads().stream()
                    .filter(upload -> upload.webhook != null && upload.webhook.isDue())
                    .filter(upload -> upload.summary().finished().isPresent())
                    .sorted(Comparator.comparing(upload -> webhook(upload.id).next()))
                    .limit(limit)
                    .forEach(upload -> {
                        MemoryWebhook webhook = webhook(upload.id);
                        webhook.begin(lease);
                        claimed.add(new Due(upload.id, webhook.url, webhook.attempts));
                    });
            return claimed;
        });
    }

    @Override
    public void delivered(UploadId upload, int status) {
        state.run(() -> webhook(upload).delivered(status));
    }

    @Override
    public void postpone(UploadId upload, Failure failure, Duration pause) {
        state.run(() -> webhook(upload).postpone(failure, pause));
    }

    @Override
    public void giveUp(UploadId upload, Failure failure) {
        state.run(() -> webhook(upload).giveUp(failure));
    }

    private MemoryWebhook webhook(UploadId id) {
        return state.find(id).map(upload -> upload.webhook).orElseThrow();
    }
}
