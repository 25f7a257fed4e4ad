package dev.carga.application.fake;

import dev.carga.application.InfrastructureException;
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

/// Stores resumable uploads in the memory of [InMemoryUploads]. Thread-safe.
public final class InMemoryResumables implements ResumableStore {

    private final InMemoryUploads uploads;
    private final Map<UploadId, Resumable> resumables = new HashMap<>();

    /// What is stored of an upload beside the upload itself.
    private static final class Resumable {
        final Creation creation;
        ReceivedState state;

        @Nullable
        UUID token;

        Resumable(Creation creation) {
            this.creation = creation;
            this.state = new ReceivedState(0, creation.length(), null, List.of(), null, new byte[0]);
        }
    }

    public InMemoryResumables(InMemoryUploads uploads) {
        this.uploads = uploads;
    }

    @Override
    public void create(UploadId id, Creation creation, Duration life) {
        uploads.with(known -> {
            if (known.putIfAbsent(id, new MemoryUpload(id, creation)) == null) {
                resumables.put(id, new Resumable(creation));
                upload(known, id).confirmed = Instant.now().plus(life);
            }
            return id;
        });
    }

    private static MemoryUpload upload(Map<UploadId, MemoryUpload> known, UploadId id) {
        return Optional.ofNullable(known.get(id))
                .orElseThrow(() -> new InfrastructureException.Permanent("There is no upload " + id, null));
    }

    @Override
    public Optional<Found> find(UploadId id) {
        return uploads.with(
                known -> Optional.ofNullable(resumables.get(id)).map(resumable -> found(known, id, resumable)));
    }

    @Override
    public Optional<Found> takeOver(UploadId id, UUID token) {
        return uploads.with(known -> Optional.ofNullable(resumables.get(id)).map(resumable -> {
            resumable.token = token;
            return found(known, id, resumable);
        }));
    }

    private static Found found(Map<UploadId, MemoryUpload> known, UploadId id, Resumable resumable) {
        MemoryUpload upload = upload(known, id);
        ReceivedState state = resumable.state;
        boolean over = upload.state == ReceptionState.INTERRUPTED;
        Creation creation = new Creation(
                resumable.creation.name(),
                resumable.creation.options(),
                resumable.creation.trace(),
                state.length(),
                resumable.creation.metadata());
        return new Found(
                upload.state,
                creation,
                state.received(),
                upload.confirmed,
                upload.layout,
                over ? null : state.checkpoint(),
                over ? new byte[0] : state.text().clone());
    }

    @Override
    public Saved save(UploadId id, UUID token, ReceivedState state, Duration life) {
        return uploads.with(known -> {
            MemoryUpload upload = upload(known, id);
            Resumable resumable = Optional.ofNullable(resumables.get(id)).orElseThrow();
            if (upload.state != ReceptionState.RECEIVING) {
                return Saved.ENDED;
            }
            if (!token.equals(resumable.token)) {
                return Saved.TAKEN_OVER;
            }
            if (state.layout() != null) {
                upload.layout = state.layout();
            }
            state.parts().forEach(upload::add);
            resumable.state = state;
            upload.confirmed = Instant.now().plus(life);
            return Saved.WRITTEN;
        });
    }

    @Override
    public void drop(UploadId id) {
        uploads.with(known -> {
            if (upload(known, id).parts().isEmpty()) {
                known.remove(id);
                resumables.remove(id);
            }
            return id;
        });
    }
}
