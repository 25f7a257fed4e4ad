package dev.carga.application.fake;

import dev.carga.application.dispatch.PartBacklog;
import dev.carga.application.trace.TracedPart;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.UploadId;
import java.time.Duration;
import java.util.List;

/// A backlog in which nothing ever waits: for tests that receive and do not dispatch.
public final class EmptyBacklog implements PartBacklog {

    @Override
    public List<TracedPart> queueNext(UploadId upload, int window) {
        return List.of();
    }

    @Override
    public List<TracedPart> queueAgain(Duration age, int limit) {
        return List.of();
    }

    @Override
    public boolean isQueued(PartRef part) {
        return false;
    }

    @Override
    public long countQueued() {
        return 0;
    }

    @Override
    public List<UploadId> stalled(int window, int limit) {
        return List.of();
    }

    @Override
    public int freeStuck(Duration age) {
        return 0;
    }
}
