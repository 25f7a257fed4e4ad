package dev.carga.application.fake;

import dev.carga.application.receive.UploadStore;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.CutPart;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import java.util.Optional;

record InMemoryUploadStore(InMemoryState state) implements UploadStore {

    @Override
    public void open(UploadId upload, Opening opening) {
        state.run(() -> state.add(new MemoryUpload(upload, opening)));
    }

    @Override
    public Optional<Corrected> corrected(UploadId upload) {
        return state.call(() -> state.find(upload).map(known -> new Corrected(known.layout)));
    }

    @Override
    public boolean add(UploadId upload, CutPart part) {
        return state.call(() -> {
            MemoryUpload known = state.known(upload);
            if (known.state != ReceptionState.RECEIVING) {
                return known.has(part.number());
            }
            known.add(part);
            return true;
        });
    }

    @Override
    public Optional<String> abortion(UploadId upload) {
        return state.call(() -> Optional.ofNullable(state.known(upload).aborted));
    }

    @Override
    public ReceptionState close(UploadId upload, ReceptionState end, long bytes, @Nullable String sha256) {
        return state.call(() -> {
            MemoryUpload known = state.known(upload);
            known.close(end, bytes, sha256);
            known.abortIfLimitExceeded();
            return known.state;
        });
    }
}
