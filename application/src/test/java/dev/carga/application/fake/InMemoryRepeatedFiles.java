package dev.carga.application.fake;

import dev.carga.application.receive.RepeatedFiles;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

record InMemoryRepeatedFiles(InMemoryState state) implements RepeatedFiles {

    @Override
    public boolean register(UploadId id, String head, boolean watched, Duration window) {
        return state.call(() -> {
            MemoryUpload upload = state.known(id);
            Instant since = Instant.now().minus(window);
            upload.head = head;
            upload.held = watched
                    && others(upload)
                            .anyMatch(other -> head.equals(other.head)
                                    && other.state != ReceptionState.INTERRUPTED
                                    && other.opened.isAfter(since));
            return upload.held;
        });
    }

    @Override
    public Optional<UploadId> release(UploadId id, String sha256, Duration window) {
        return state.call(() -> {
            MemoryUpload upload = state.known(id);
            Instant since = Instant.now().minus(window);
            Optional<UploadId> same = others(upload)
                    .filter(other -> sha256.equals(other.sha256) && !other.hasFailed())
                    .filter(other -> other.closed != null && other.closed.isAfter(since))
                    .map(other -> other.id)
                    .findFirst();
            if (same.isPresent()) {
                state.remove(id);
            }
            upload.held = false;
            return same;
        });
    }

    /// The uploads that this one may repeat.
    private Stream<MemoryUpload> others(MemoryUpload upload) {
        return state.uploads().stream()
                .filter(other ->
                        other != upload && other.withdrawal == null && other.rules.dryRun() == upload.rules.dryRun());
    }
}
