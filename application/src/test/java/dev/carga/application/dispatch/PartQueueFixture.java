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

/// What the suites of [PartQueue] work on, and what their handlers need. The implementer opens an empty queue before
/// each test and clears it away after.
public interface PartQueueFixture {

    /// Long enough for a slow machine; a test that passes never waits for it.
    Duration PATIENCE = Duration.ofSeconds(30);

    /// For what must not happen: nobody can wait for ever to see that it does not.
    Duration QUIET = Duration.ofMillis(700);

    /// A handle on the test's own queue, the same one each time.
    PartQueue queue();

    /// Another handle on the same queue, as another process would hold. A queue that lives in one process has but
    /// one.
    default PartQueue otherHandle() {
        return queue();
    }

    /// Skips the test where the server behind a real adapter is a stand-in that cannot.
    default void assumeThatHandsAreCountedApart() {}

    /// Holds handlers until a test has seen what it wanted. Closed before the subscription, it lets a failed test
    /// end.
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

    /// Parts 1 to `count` of a new upload, each with a trace of its own.
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
