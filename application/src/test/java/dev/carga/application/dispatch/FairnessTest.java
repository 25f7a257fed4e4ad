package dev.carga.application.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.application.RetryPolicy;
import dev.carga.application.fake.InMemoryStores;
import dev.carga.application.fake.RecordingPartQueue;
import dev.carga.application.load.LoadPart;
import dev.carga.application.receive.Openings;
import dev.carga.application.trace.TracedPart;
import dev.carga.application.trace.Traces;
import dev.carga.domain.layout.CutPart;
import dev.carga.domain.purchase.PartParser;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.UploadState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IntSummaryStatistics;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How long uploads wait for each other, counted in parts, with a queue that delivers in the order of sending
/// and one worker.
class FairnessTest {

    private static final int WINDOW = 8;
    private static final RetryPolicy NONE = new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ZERO);

    private final InMemoryStores stores = new InMemoryStores();
    private final RecordingPartQueue sent = new RecordingPartQueue();
    private final Deque<TracedPart> queue = new ArrayDeque<>();
    private final DispatchParts dispatchParts = new DispatchParts(stores.backlog(), Traces.sender(sent), WINDOW);
    private final LoadPart worker = new LoadPart(
            new LoadPart.Dependencies(
                    stores.loader(), stores.attempts(), LoadPart.DEFAULT_ATTEMPTS, new PartParser(200)),
            dispatchParts,
            NONE,
            () -> false);
    private int rows;

    /// Receives a whole file, and dispatches as many parts as the window allows.
    private UploadId receive(int parts) {
        UploadId upload = UploadId.random();
        stores.uploads().open(upload, Openings.of("a.txt", DuplicatePolicy.FAIL, Traces.TRACE));
        for (int number = 1; number <= parts; number++) {
            byte[] line = (rows++ + " 0 0 NULL NULL NULL NULL NULL\n").getBytes(StandardCharsets.US_ASCII);
            stores.uploads().add(upload, new CutPart(number, number, 1, line));
            dispatchParts.dispatch(upload);
        }
        stores.uploads().close(upload, ReceptionState.RECEIVED, 100, null);
        return upload;
    }

    /// Loads the waiting part that was sent first.
    private void loadNext() {
        queue.addAll(sent.takeMessages());
        worker.handle(queue.remove());
    }

    private int loaded(UploadId upload) {
        return stores.queries().summary(upload).orElseThrow().parts().loaded();
    }

    private int loadsUntilCompleted(UploadId upload) {
        int loads = 0;
        while (stores.queries().summary(upload).orElseThrow().state() != UploadState.COMPLETED) {
            loadNext();
            loads++;
        }
        return loads;
    }

    @Test
    void smallUploadWaitsForAtMostOneWindowOfAHugeUpload() {
        UploadId huge = receive(500);
        for (int i = 0; i < 100; i++) {
            loadNext();
        }
        assertThat(loadsUntilCompleted(receive(1))).isLessThanOrEqualTo(WINDOW + 1);
        assertThat(loaded(huge)).isLessThan(500);
    }

    @Test
    void smallUploadWaitsForAtMostOneWindowOfEachHugeUpload() {
        for (int i = 0; i < 5; i++) {
            receive(200);
        }
        for (int i = 0; i < 100; i++) {
            loadNext();
        }
        assertThat(loadsUntilCompleted(receive(1))).isLessThanOrEqualTo(5 * WINDOW + 1);
    }

    @Test
    void concurrentUploadsProgressEvenly() {
        List<UploadId> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            all.add(receive(60));
        }
        for (int load = 1; load <= 500; load++) {
            loadNext();
            IntSummaryStatistics loaded = all.stream().mapToInt(this::loaded).summaryStatistics();
            assertThat(loaded.getMax() - loaded.getMin())
                    .as("parts that one upload is ahead of another after %d loads", load)
                    .isLessThanOrEqualTo(WINDOW);
        }
    }
}
