package dev.carga.application.dispatch;

import static dev.carga.application.dispatch.PartQueueFixture.doneAfter;
import static dev.carga.application.dispatch.PartQueueFixture.eventually;
import static dev.carga.application.dispatch.PartQueueFixture.parts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carga.application.dispatch.PartQueue.Disposition;
import dev.carga.application.dispatch.PartQueue.Subscription;
import dev.carga.application.trace.TracedPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What every [PartQueue] does, apart from closing: see [PartQueueClosingContract].
///
/// No test requires an order, and none forbids a surplus delivery after a broken connection, which the port
/// allows. Without a failure, an acknowledged message must not be delivered again.
public interface PartQueueContract extends PartQueueClosingContract {

    @Test
    default void everySentPartIsDelivered() {
        List<TracedPart> parts = parts(250);
        queue().send(parts.subList(0, 1));
        queue().send(parts.subList(1, 250));
        Set<TracedPart> got = ConcurrentHashMap.newKeySet();

        try (Subscription _ = queue().subscribe(doneAfter(got::add), 2)) {
            eventually(got, parts);
        }
    }

    @Test
    default void partWithoutTraceArrivesWithoutOne() {
        List<TracedPart> untraced = List.of(new TracedPart(parts(1).getFirst().part(), null));
        queue().send(untraced);
        Set<TracedPart> got = ConcurrentHashMap.newKeySet();

        try (Subscription _ = queue().subscribe(doneAfter(got::add), 1)) {
            eventually(got, untraced);
        }
    }

    @Test
    default void sendOfNoPartsHasNoEffect() {
        queue().send(List.of());

        assertThat(queue().waiting()).isZero();
    }

    @Test
    default void messageSentToWaitingSubscriberArrives() {
        Set<TracedPart> got = ConcurrentHashMap.newKeySet();
        try (Subscription _ = queue().subscribe(doneAfter(got::add), 1)) {
            for (TracedPart part : parts(3)) {
                otherHandle().send(List.of(part));
                await().atMost(PATIENCE).until(() -> got.contains(part));
            }
        }
    }

    @Test
    default void acknowledgedMessageIsNotDeliveredAgain() throws InterruptedException {
        List<TracedPart> parts = parts(20);
        queue().send(parts);
        Set<TracedPart> got = ConcurrentHashMap.newKeySet();
        AtomicInteger deliveries = new AtomicInteger();
        PartQueue.PartHandler counting = part -> {
            deliveries.incrementAndGet();
            got.add(part);
            return Disposition.ACK;
        };
        try (Subscription _ = queue().subscribe(counting, 2)) {
            eventually(got, parts);
            Thread.sleep(QUIET);
        }
        try (Subscription _ = otherHandle().subscribe(counting, 2)) {
            Thread.sleep(QUIET);
        }
        assertThat(deliveries).hasValue(20);
        assertThat(queue().waiting()).isZero();
    }

    @Test
    default void requeuedMessageIsDeliveredAgainWhileOthersContinue() {
        List<TracedPart> parts = parts(30);
        TracedPart reluctant = parts.get(3);
        AtomicInteger refusals = new AtomicInteger();
        Set<TracedPart> got = ConcurrentHashMap.newKeySet();
        queue().send(parts);

        PartQueue.PartHandler handler = part -> {
            if (part.equals(reluctant) && refusals.getAndIncrement() < 2) {
                return Disposition.REQUEUE;
            }
            got.add(part);
            return Disposition.ACK;
        };
        try (Subscription _ = queue().subscribe(handler, 2)) {
            await().atMost(PATIENCE).until(() -> got.size() >= 29);
            eventually(got, parts);
        }
        assertThat(refusals).hasValue(3);
    }

    @Test
    default void messageWhoseHandlerThrowsIsDeliveredAgain() {
        List<TracedPart> parts = parts(5);
        AtomicInteger failures = new AtomicInteger();
        Set<TracedPart> got = ConcurrentHashMap.newKeySet();
        queue().send(parts);

        PartQueue.PartHandler handler = part -> {
            if (part.equals(parts.get(1)) && failures.getAndIncrement() == 0) {
                throw new IllegalStateException("an exception that a test throws on purpose");
            }
            if (part.equals(parts.get(2)) && failures.getAndIncrement() == 1) {
                throw new AssertionError("an error that a test throws on purpose");
            }
            got.add(part);
            return Disposition.ACK;
        };
        try (Subscription _ = queue().subscribe(handler, 1)) {
            eventually(got, parts);
        }
    }

    @Test
    default void requeuedMessageIsNotDeliveredInABusyLoop() throws InterruptedException {
        AtomicInteger deliveries = new AtomicInteger();
        queue().send(parts(1));

        PartQueue.PartHandler handler = _ -> {
            deliveries.incrementAndGet();
            return Disposition.REQUEUE;
        };
        try (Subscription _ = queue().subscribe(handler, 4)) {
            await().atMost(PATIENCE).until(() -> deliveries.get() > 0);
            Thread.sleep(QUIET);
            assertThat(deliveries).hasValueLessThan(100);
        }
    }

    @Test
    default void subscriberHandlesExactlyAtOnceMessagesConcurrently() {
        queue().send(parts(12));
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
        try (Subscription _ = queue().subscribe(handler, 3);
                gate) {
            await().atMost(PATIENCE).until(() -> now.get() == 3);
            // One finished handler lets one message in. With three still busy, a fourth would be seen.
            gate.letOneIn();
            await().atMost(PATIENCE).until(() -> done.get() == 1 && now.get() == 3);
            gate.open();
            await().atMost(PATIENCE).until(() -> done.get() == 12);
        }
        assertThat(most).hasValue(3);
    }

    @Test
    default void twoSubscribersShareTheMessages() {
        List<TracedPart> parts = parts(10);
        Gate gate = new Gate();
        Set<TracedPart> first = ConcurrentHashMap.newKeySet();
        Set<TracedPart> second = ConcurrentHashMap.newKeySet();
        try (Subscription _ = queue().subscribe(doneAfter(first, gate), 1);
                Subscription _ = otherHandle().subscribe(doneAfter(second, gate), 1);
                gate) {
            queue().send(parts);
            // Neither continues before the other one has a message, too.
            await().atMost(PATIENCE).until(() -> first.size() == 1 && second.size() == 1);
            gate.open();
            await().atMost(PATIENCE).until(() -> first.size() + second.size() == 10);
        }
        assertThat(first).doesNotContainAnyElementsOf(second);
    }

    @Test
    default void waitingOrAcknowledgedMessagesAreNotDeadLetters() throws InterruptedException {
        List<TracedPart> parts = parts(4);
        Set<TracedPart> abandoned = ConcurrentHashMap.newKeySet();
        Set<TracedPart> got = ConcurrentHashMap.newKeySet();
        AtomicBoolean refused = new AtomicBoolean();
        try (Subscription _ = otherHandle().subscribeToAbandoned(doneAfter(abandoned::add))) {
            queue().send(parts);
            Thread.sleep(QUIET);
            PartQueue.PartHandler refusingOnce = part -> {
                if (part.equals(parts.getFirst()) && !refused.getAndSet(true)) {
                    return Disposition.REQUEUE;
                }
                got.add(part);
                return Disposition.ACK;
            };
            try (Subscription _ = queue().subscribe(refusingOnce, 1)) {
                eventually(got, parts);
            }
            Thread.sleep(QUIET);
        }
        assertThat(abandoned).isEmpty();
    }

    @Test
    default void waitingCountsUndeliveredMessages() {
        assertThat(queue().waiting()).isZero();
        queue().send(parts(7));
        await().atMost(PATIENCE).until(() -> otherHandle().waiting() == 7);

        Set<TracedPart> got = ConcurrentHashMap.newKeySet();
        try (Subscription _ = queue().subscribe(doneAfter(got::add), 2)) {
            await().atMost(PATIENCE).until(() -> got.size() == 7 && queue().waiting() == 0);
        }
    }

    @Test
    default void waitingExcludesMessagesInProgress() {
        assumeThatHandsAreCountedApart();
        queue().send(parts(7));
        Gate gate = new Gate();
        Set<TracedPart> got = ConcurrentHashMap.newKeySet();
        try (Subscription _ = queue().subscribe(doneAfter(got, gate), 2);
                gate) {
            await().atMost(PATIENCE).until(() -> got.size() == 2 && queue().waiting() == 5);
        }
    }

    @Test
    default void manySendersAndSeveralSubscribersLoseNothing() throws Exception {
        int senders = 8;
        List<TracedPart> parts = parts(senders * 50);
        Set<TracedPart> got = ConcurrentHashMap.newKeySet();
        AtomicInteger deliveries = new AtomicInteger();
        PartQueue.PartHandler handler = part -> {
            // Some are requeued the first time: requeueing and sending must not disturb each other.
            if (part.part().number() % 50 == 0 && deliveries.get() < 100) {
                deliveries.incrementAndGet();
                return Disposition.REQUEUE;
            }
            deliveries.incrementAndGet();
            got.add(part);
            return Disposition.ACK;
        };
        List<Subscription> subscriptions = new ArrayList<>();
        try (ExecutorService sending = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 3; i++) {
                subscriptions.add((i == 1 ? otherHandle() : queue()).subscribe(handler, 3));
            }
            List<Future<?>> sent = new ArrayList<>();
            for (int i = 0; i < senders; i++) {
                PartQueue queue = i % 2 == 0 ? queue() : otherHandle();
                List<TracedPart> own = parts.subList(i * 50, i * 50 + 50);
                sent.add(sending.submit(() -> {
                    for (int at = 0; at < 50; at += 5) {
                        queue.send(own.subList(at, at + 5));
                    }
                }));
            }
            for (Future<?> each : sent) {
                each.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
            eventually(got, parts);
        } finally {
            subscriptions.forEach(Subscription::close);
        }
        await().atMost(PATIENCE).until(() -> queue().waiting() == 0);
    }
}
