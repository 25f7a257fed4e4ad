package dev.carga.application.fake;

import dev.carga.application.receive.ReceiverHeartbeats;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

record InMemoryReceiverHeartbeats(InMemoryState state) implements ReceiverHeartbeats {

    @Override
    public void confirm(Collection<UploadId> receiving) {
        state.run(() -> state.uploads().stream()
                .filter(upload -> receiving.contains(upload.id))
                .forEach(upload -> upload.confirmed = Instant.now()));
    }

    @Override
    public List<UploadId> endAbandoned(Duration silence) {
        return state.call(() -> {
            Instant limit = Instant.now().minus(silence);
            return state.uploads().stream()
                    .filter(upload -> upload.state == ReceptionState.RECEIVING && upload.confirmed.isBefore(limit))
                    .peek(MemoryUpload::interrupt)
                    .map(upload -> upload.id)
                    .toList();
        });
    }
}
