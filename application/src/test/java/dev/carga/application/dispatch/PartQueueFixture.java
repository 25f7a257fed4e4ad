package dev.carga.application.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carga.application.dispatch.PartQueue.Disposition;
import dev.carga.application.trace.TracedPart;
import dev.carga.application.trace.Traces;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.UploadId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// The queue for the suites of [PartQueue], and tools for their handlers. The implementing class opens an
/// empty queue before each test and deletes it afterwards.
public interface PartQueueFixture {

    /// Long enough for a slow machine. A test that passes does not wait that long.
    Duration PATIENCE = Duration.ofSeconds(30);

    /// How long to watch that something does not happen.
    Duration QUIET = Duration.ofMillis(700);

    /// The queue of the test, the same instance each time.
    PartQueue queue();

    /// Another instance on the same queue, as another process would have. A queue within one process has only
    /// one.
    default PartQueue otherHandle() {
        return queue();
    }

    /// Skips the test if the server of a real adapter does not count unacknowledged messages separately.
    default void assumeThatHandsAreCountedApart() {}

    /// Blocks handlers until the test lets them continue. Close it before the subscription, so that a failed
    /// test ends.
    final class Gate implements AutoCloseable {

        private final Semaphore permits = new Semaphore(0);

        public void pass() {
            permits.acquireUninterruptibly();
        }

        public void letOneIn() {
            permits.release();
        }

        public void open() {
            permits.release(1_000_000);
        }

        @Override
        public void close() {
            open();
        }
    }

    /// Parts 1 to `count` of a new upload, each with its own trace.
    static List<TracedPart> parts(int count) {
        UploadId upload = UploadId.random();
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> new TracedPart(new PartRef(upload, number), Traces.TRACE.child(Traces.IDS)))
                .toList();
    }

    static PartQueue.PartHandler doneAfter(Consumer<TracedPart> seen) {
        return part -> {
            seen.accept(part);
            return Disposition.ACK;
        };
    }

    static PartQueue.PartHandler doneAfter(Set<TracedPart> seen, Gate gate) {
        return part -> {
            seen.add(part);
            gate.pass();
            return Disposition.ACK;
        };
    }

    static void eventually(Set<TracedPart> got, Collection<TracedPart> all) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(got).hasSameElementsAs(all));
    }

    static void uninterruptibly(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
