package dev.carga.application.fake;

import dev.carga.application.dispatch.PartBacklog;
import dev.carga.application.report.UploadView;
import dev.carga.application.trace.TracedPart;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.PartState;
import dev.carga.domain.upload.UploadId;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

record InMemoryPartBacklog(InMemoryState state) implements PartBacklog {

    @Override
    public List<TracedPart> queueNext(UploadId upload, int window) {
        return state.call(() -> {
            long queued = state.parts(upload).filter(MemoryPart::isQueued).count();
            return state.parts(upload)
                    .filter(part -> part.state instanceof PartState.Received && !part.upload.held)
                    .limit(Math.max(0, window - queued))
                    .peek(MemoryPart::queue)
                    .map(part -> new TracedPart(part.ref, part.trace))
                    .toList();
        });
    }

    @Override
    public List<TracedPart> queueAgain(Duration age, int limit) {
        return state.call(() -> {
            long sentBefore = System.nanoTime() - age.toNanos();
            return state.allParts()
                    .filter(part -> part.isQueued() && part.sentAt - sentBefore < 0)
                    .filter(part -> !part.rowLock.isLocked())
                    .sorted(Comparator.comparingLong(part -> part.sentAt))
                    .limit(limit)
                    .peek(MemoryPart::queue)
                    .map(part -> new TracedPart(part.ref, part.trace))
                    .toList();
        });
    }

    @Override
    public boolean isQueued(PartRef ref) {
        return state.call(() -> state.part(ref).filter(MemoryPart::isQueued).isPresent());
    }

    @Override
    public long countQueued() {
        return state.call(() -> state.allParts().filter(MemoryPart::isQueued).count());
    }

    @Override
    public List<UploadId> stalled(int window, int limit) {
        return state.call(() -> state.uploads().stream()
                .filter(upload -> !upload.held)
                .map(MemoryUpload::summary)
                .filter(upload ->
                        upload.parts().received() > 0 && upload.parts().queued() < window)
                .map(UploadView::id)
                .limit(limit)
                .toList());
    }

    /// Always 0: a lock in memory is released by the thread that holds it.
    @Override
    public int freeStuck(Duration age) {
        return 0;
    }
}
