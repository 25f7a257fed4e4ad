package dev.carga.application.check;

import dev.carga.application.dispatch.DispatchParts;
import dev.carga.application.dispatch.PartBacklog;
import dev.carga.application.dispatch.PartQueue;
import dev.carga.application.dispatch.TracingSender;
import dev.carga.application.trace.TracedPart;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.UploadId;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/// Nobody to whom parts could be sent: of what is only looked at, none waits.
final class NoWorkers {

    private NoWorkers() {}

    static DispatchParts dispatch() {
        Nobody nobody = new Nobody();
        return new DispatchParts(nobody, new TracingSender(nobody, RandomGenerator.getDefault()), 1);
    }

    private static final class Nobody implements PartBacklog, PartQueue {

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

        @Override
        public void send(List<TracedPart> parts) {
            // There are none.
        }

        @Override
        public long waiting() {
            return 0;
        }

        @Override
        public Subscription subscribe(PartHandler handler, int atOnce) {
            throw new UnsupportedOperationException("Nobody works here");
        }

        @Override
        public Subscription subscribeToAbandoned(PartHandler handler) {
            throw new UnsupportedOperationException("Nobody works here");
        }
    }
}
