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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What happens to messages when a subscription of a [PartQueue] is closed.
public interface PartQueueClosingContract extends PartQueueFixture {

    @Test
    default void closeWaitsForMessageInProgressAndAcknowledgesIt() throws Exception {
        queue().send(parts(1));
        CountDownLatch inHand = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicBoolean handled = new AtomicBoolean();
        Subscription subscription = queue().subscribe(
                        _ -> {
                            inHand.countDown();
                            uninterruptibly(go);
                            handled.set(true);
                            return Disposition.ACK;
                        },
                        1);
        uninterruptibly(inHand);
        try (ExecutorService closer = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> closed = closer.submit(() -> {
                subscription.close();
                return handled.get();
            });
            Thread.sleep(QUIET);
            assertThat(closed).isNotDone();
            go.countDown();

            assertThat(closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
        AtomicInteger more = new AtomicInteger();
        try (Subscription _ = otherHandle().subscribe(doneAfter(_ -> more.incrementAndGet()), 1)) {
            Thread.sleep(QUIET);
        }
        assertThat(more).hasValue(0);
    }

    @Test
    default void nothingIsDeliveredAfterClose() throws InterruptedException {
        List<TracedPart> parts = parts(40);
        AtomicInteger deliveries = new AtomicInteger();
        Subscription subscription = queue().subscribe(
                        _ -> {
                            deliveries.incrementAndGet();
                            return Disposition.ACK;
                        },
                        4);
        queue().send(parts.subList(0, 20));
        await().atMost(PATIENCE).until(() -> deliveries.get() > 0);
        subscription.close();
        int atClose = deliveries.get();
        queue().send(parts.subList(20, 40));
        Thread.sleep(QUIET);

        assertThat(deliveries).hasValue(atClose);
        await().atMost(PATIENCE).until(() -> queue().waiting() == 40 - atClose);
    }

    @Test
    default void closeIsIdempotent() {
        Subscription subscription = queue().subscribe(_ -> Disposition.ACK, 2);
        subscription.close();
        subscription.close();
        Subscription toAbandoned = queue().subscribeToAbandoned(_ -> Disposition.ACK);
        toAbandoned.close();
        toAbandoned.close();
    }

    @Test
    default void unhandledMessagesAreDeliveredToTheNextSubscriber() {
        List<TracedPart> parts = parts(30);
        queue().send(parts);
        Set<TracedPart> first = ConcurrentHashMap.newKeySet();
        CountDownLatch few = new CountDownLatch(5);
        try (Subscription _ = queue().subscribe(
                        part -> {
                            first.add(part);
                            few.countDown();
                            return Disposition.ACK;
                        },
                        2)) {
            uninterruptibly(few);
        }
        Set<TracedPart> rest = new HashSet<>(parts);
        rest.removeAll(first);
        Set<TracedPart> second = ConcurrentHashMap.newKeySet();
        try (Subscription _ = otherHandle().subscribe(doneAfter(second::add), 2)) {
            eventually(second, rest);
        }
    }

    @Test
    default void messageRequeuedByClosingSubscriberIsDeliveredToTheNext() {
        List<TracedPart> parts = parts(1);
        queue().send(parts);
        CountDownLatch refused = new CountDownLatch(1);
        try (Subscription _ = queue().subscribe(
                        _ -> {
                            refused.countDown();
                            return Disposition.REQUEUE;
                        },
                        1)) {
            uninterruptibly(refused);
        }
        Set<TracedPart> got = ConcurrentHashMap.newKeySet();
        try (Subscription _ = otherHandle().subscribe(doneAfter(got::add), 1)) {
            eventually(got, parts);
        }
    }
}
