package dev.carga.application.dispatch;

import static dev.carga.application.dispatch.PartQueueFixture.doneAfter;
import static dev.carga.application.dispatch.PartQueueFixture.eventually;
import static dev.carga.application.dispatch.PartQueueFixture.parts;
import static dev.carga.application.dispatch.PartQueueFixture.uninterruptibly;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carga.application.dispatch.PartQueue.Disposition;
import dev.carga.application.dispatch.PartQueue.Subscription;
import dev.carga.application.trace.TracedPart;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What a [PartQueue] does with dead letters, if it has any.
public interface AbandonedPartsContract extends PartQueueFixture {

    /// Makes a message for each part a dead letter.
    void abandon(List<TracedPart> parts);

    @Test
    default void deadLettersFromBeforeAndAfterSubscribingAreDelivered() {
        List<TracedPart> parts = parts(20);
        abandon(parts.subList(0, 10));
        Set<TracedPart> got = ConcurrentHashMap.newKeySet();
        try (Subscription _ = queue().subscribeToAbandoned(doneAfter(got::add))) {
            eventually(got, parts.subList(0, 10));
            abandon(parts.subList(10, 20));
            eventually(got, parts);
        }
    }

    @Test
    default void deadLettersAreNotDeliveredToWorkers() throws InterruptedException {
        abandon(parts(2));
        List<TracedPart> sent = parts(2);
        queue().send(sent);
        Set<TracedPart> got = ConcurrentHashMap.newKeySet();
        try (Subscription _ = queue().subscribe(doneAfter(got::add), 2)) {
            eventually(got, sent);
            Thread.sleep(QUIET);
        }
        assertThat(got).hasSameElementsAs(sent);
    }

    @Test
    default void deadLettersAreDeliveredOneAtATime() throws InterruptedException {
        abandon(parts(6));
        Gate gate = new Gate();
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        PartQueue.PartHandler handler = _ -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            gate.pass();
            now.decrementAndGet();
            done.incrementAndGet();
            return Disposition.ACK;
        };
        try (Subscription _ = queue().subscribeToAbandoned(handler);
                gate) {
            await().atMost(PATIENCE).until(() -> now.get() == 1);
            Thread.sleep(QUIET);
            assertThat(most).hasValue(1);
            gate.open();
            await().atMost(PATIENCE).until(() -> done.get() == 6);
        }
        assertThat(most).hasValue(1);
    }

    @Test
    default void acknowledgedDeadLetterIsNotDeliveredAgain() throws InterruptedException {
        List<TracedPart> parts = parts(5);
        abandon(parts);
        Set<TracedPart> got = ConcurrentHashMap.newKeySet();
        AtomicInteger deliveries = new AtomicInteger();
        PartQueue.PartHandler counting = doneAfter(part -> {
            deliveries.incrementAndGet();
            got.add(part);
        });
        try (Subscription _ = queue().subscribeToAbandoned(counting)) {
            eventually(got, parts);
        }
        try (Subscription _ = otherHandle().subscribeToAbandoned(counting)) {
            Thread.sleep(QUIET);
        }
        assertThat(deliveries).hasValue(5);
    }

    @Test
    default void requeuedDeadLetterIsDeliveredAgainWithoutBusyLoop() throws InterruptedException {
        TracedPart part = parts(1).getFirst();
        abandon(List.of(part));
        AtomicInteger deliveries = new AtomicInteger();
        AtomicBoolean ready = new AtomicBoolean();
        AtomicBoolean done = new AtomicBoolean();
        PartQueue.PartHandler handler = _ -> {
            if (deliveries.incrementAndGet() == 1) {
                throw new IllegalStateException("an exception that a test throws on purpose");
            }
            if (!ready.get()) {
                return Disposition.REQUEUE;
            }
            done.set(true);
            return Disposition.ACK;
        };
        try (Subscription _ = queue().subscribeToAbandoned(handler)) {
            await().atMost(PATIENCE).until(() -> deliveries.get() > 0);
            Thread.sleep(QUIET);
            assertThat(deliveries).hasValueLessThan(100);
            ready.set(true);
            await().atMost(PATIENCE).until(done::get);
        }
    }

    @Test
    default void twoReadersShareTheDeadLetters() {
        List<TracedPart> parts = parts(10);
        Gate gate = new Gate();
        Set<TracedPart> first = ConcurrentHashMap.newKeySet();
        Set<TracedPart> second = ConcurrentHashMap.newKeySet();
        try (Subscription _ = queue().subscribeToAbandoned(doneAfter(first, gate));
                Subscription _ = otherHandle().subscribeToAbandoned(doneAfter(second, gate));
                gate) {
            abandon(parts);
            // Neither continues before the other one has a message, too.
            await().atMost(PATIENCE).until(() -> first.size() == 1 && second.size() == 1);
            gate.open();
            await().atMost(PATIENCE).until(() -> first.size() + second.size() == 10);
        }
        assertThat(first).doesNotContainAnyElementsOf(second);
    }

    @Test
    default void deadLetterRequeuedByClosingReaderGoesToTheNextReader() {
        List<TracedPart> parts = parts(2);
        abandon(parts);
        CountDownLatch refused = new CountDownLatch(1);
        PartQueue.PartHandler refusing = _ -> {
            refused.countDown();
            return Disposition.REQUEUE;
        };
        try (Subscription _ = queue().subscribeToAbandoned(refusing)) {
            uninterruptibly(refused);
        }
        Set<TracedPart> got = ConcurrentHashMap.newKeySet();
        try (Subscription _ = otherHandle().subscribeToAbandoned(doneAfter(got::add))) {
            eventually(got, parts);
        }
    }
}
