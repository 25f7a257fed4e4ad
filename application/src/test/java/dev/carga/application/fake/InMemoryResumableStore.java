package dev.carga.application.fake;

import dev.carga.application.receive.ResumableStore;
import dev.carga.domain.Nullable;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Keeps the resumable uploads beside the others. Guarded by the lock of [InMemoryState].
final class InMemoryResumableStore implements ResumableStore {

    private final InMemoryState state;
    private final Map<UploadId, Resumable> resumables = new HashMap<>();

    /// The state of a resumable upload that [MemoryUpload] does not have.
    private static final class Resumable {
        final Creation creation;
        ReceivedState received;

        @Nullable
        UUID token;

        Resumable(Creation creation) {
            this.creation = creation;
            this.received = new ReceivedState(0, creation.length(), null, List.of(), null, new byte[0]);
        }
    }

    InMemoryResumableStore(InMemoryState state) {
        this.state = state;
    }

    @Override
    public void create(UploadId id, Creation creation, Duration life) {
        state.run(() -> {
            if (state.add(new MemoryUpload(id, creation))) {
                resumables.put(id, new Resumable(creation));
                state.known(id).confirmed = Instant.now().plus(life);
            }
        });
    }

    @Override
    public Optional<Found> find(UploadId id) {
        return state.call(() -> resumable(id).map(resumable -> found(id, resumable)));
    }

    @Override
    public Optional<Found> takeOver(UploadId id, UUID token) {
        return state.call(() -> resumable(id).map(resumable -> {
            resumable.token = token;
            return found(id, resumable);
        }));
    }

    private Optional<Resumable> resumable(UploadId id) {
        return Optional.ofNullable(resumables.get(id));
    }

    private Found found(UploadId id, Resumable resumable) {
        MemoryUpload upload = state.known(id);
        ReceivedState received = resumable.received;
        boolean over = upload.state == ReceptionState.INTERRUPTED;
        Creation creation = new Creation(
                resumable.creation.name(),
                resumable.creation.options(),
                resumable.creation.trace(),
                received.length(),
                resumable.creation.metadata());
        return new Found(
                upload.state,
                creation,
                received.received(),
                upload.confirmed,
                upload.layout,
                over ? null : received.checkpoint(),
                over ? new byte[0] : received.text().clone());
    }

    @Override
    public Saved save(UploadId id, UUID token, ReceivedState received, Duration life) {
        return state.call(() -> {
            MemoryUpload upload = state.known(id);
            Resumable resumable = resumable(id).orElseThrow();
            if (upload.state != ReceptionState.RECEIVING) {
                return Saved.ENDED;
            }
            if (!token.equals(resumable.token)) {
                return Saved.TAKEN_OVER;
            }
            if (received.layout() != null) {
                upload.layout = received.layout();
            }
            received.parts().forEach(upload::add);
            resumable.received = received;
            upload.confirmed = Instant.now().plus(life);
            return Saved.WRITTEN;
        });
    }

    @Override
    public void drop(UploadId id) {
        state.run(() -> {
            if (state.known(id).parts().isEmpty()) {
                state.remove(id);
                resumables.remove(id);
            }
        });
    }
}
