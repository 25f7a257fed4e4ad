package dev.carga.adapters.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.carga.application.InfrastructureException;
import dev.carga.application.dispatch.AbandonedPartsContract;
import dev.carga.application.dispatch.PartQueue;
import dev.carga.application.dispatch.PartQueue.Disposition;
import dev.carga.application.dispatch.PartQueue.Subscription;
import dev.carga.application.dispatch.PartQueueFixture;
import dev.carga.application.trace.TracedPart;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The dead-letter queue and its reader on a real broker. Only RabbitMQ moves messages there: those tests are
/// skipped on another broker.
class AbandonedPartsIT implements AbandonedPartsContract {

    private static final String SECRET = "041.091.641-25;not for the log";

    private final TestBroker broker = TestBroker.running();
    private final String name = broker.newQueueName();
    private final String deadQueue = broker.settings(name).deadQueue();
    private final CuttableProxy proxy = new CuttableProxy(broker.host(), broker.port());
    private final RabbitMqPartQueue queue = new RabbitMqPartQueue(broker.settings(name));
    private final RabbitMqPartQueue other = new RabbitMqPartQueue(broker.settings(name));

    private final RabbitMqPartQueue throughProxy =
            new RabbitMqPartQueue(RabbitMqSettings.at(broker.uriThrough(proxy.port()))
                    .withQueue(name)
                    .withConnectionName("carga test through proxy")
                    .withTimeout(Duration.ofSeconds(1)));

    private final Set<TracedPart> handled = ConcurrentHashMap.newKeySet();

    @BeforeEach
    void declare() {
        assertThat(queue.waiting()).isZero();
    }

    @AfterEach
    void cleanUp() {
        throughProxy.close();
        other.close();
        queue.close();
        proxy.close();
        broker.delete(name);
    }

    @Override
    public PartQueue queue() {
        return queue;
    }

    @Override
    public PartQueue otherHandle() {
        return other;
    }

    @Override
    public void abandon(List<TracedPart> parts) {
        parts.forEach(part -> broker.publish(deadQueue, PartMessage.properties(part), PartMessage.body(part.part())));
    }

    // ---- how messages get into the queue

    @Test
    void messageBeyondTheDeliveryLimitArrivesAtTheReader() {
        broker.assumeRabbitMq("the delivery limit");
        TracedPart part = PartQueueFixture.parts(1).getFirst();
        queue.send(List.of(part));
        AtomicInteger failures = new AtomicInteger();
        PartQueue.PartHandler cutsItsConnection = _ -> {
            failures.incrementAndGet();
            proxy.cut();
            return Disposition.ACK;
        };
        try (Subscription _ = queue.subscribeToAbandoned(this::acknowledge);
                Subscription _ = throughProxy.subscribe(cutsItsConnection, 1)) {
            await().atMost(PATIENCE).until(() -> handled.contains(part));
        }
        assertThat(failures).hasValueGreaterThanOrEqualTo(RabbitMqSettings.DEFAULT_DELIVERY_LIMIT);
        assertThat(queue.waiting()).isZero();
        assertThat(broker.take(deadQueue)).isEmpty();
    }

    /// With the smallest limit, since the worker pauses longer after each lost connection.
    @Test
    void resentMessageGetsAllItsDeliveriesAgain() {
        broker.assumeRabbitMq("the delivery limit");
        String limitedQueue = broker.newQueueName();
        RabbitMqSettings direct = broker.settings(limitedQueue).withDeliveryLimit(1);
        RabbitMqSettings cuttable = RabbitMqSettings.at(broker.uriThrough(proxy.port()))
                .withQueue(limitedQueue)
                .withDeliveryLimit(1);
        TracedPart part = PartQueueFixture.parts(1).getFirst();
        AtomicInteger deliveries = new AtomicInteger();
        AtomicInteger abandoned = new AtomicInteger();
        PartQueue.PartHandler cutsThreeTimes = delivered -> {
            if (deliveries.incrementAndGet() <= 3) {
                proxy.cut();
            } else {
                handled.add(delivered);
            }
            return Disposition.ACK;
        };
        try (RabbitMqPartQueue reader = new RabbitMqPartQueue(direct);
                RabbitMqPartQueue worker = new RabbitMqPartQueue(cuttable)) {
            reader.send(List.of(part));
            reader.subscribeToAbandoned(dead -> {
                abandoned.incrementAndGet();
                reader.send(List.of(dead));
                return Disposition.ACK;
            });
            worker.subscribe(cutsThreeTimes, 1);
            await().atMost(PATIENCE).until(() -> handled.contains(part));
        } finally {
            broker.delete(limitedQueue);
        }
        // Two deliveries fail and the message is abandoned. After it is sent again, the first delivery fails
        // and the second is handled.
        assertThat(deliveries).hasValue(4);
        assertThat(abandoned).hasValue(1);
    }

    @Test
    void unreadableMessageLeavesBothQueuesAndItsContentIsNotLogged() {
        broker.assumeRabbitMq("dead letters; the embedded broker delivers a rejected message again");
        List<TracedPart> parts = PartQueueFixture.parts(1);
        try (CapturedLog log = new CapturedLog()) {
            broker.publish(name, SECRET.getBytes(StandardCharsets.UTF_8));
            try (Subscription _ = queue.subscribe(_ -> Disposition.ACK, 1);
                    Subscription _ = queue.subscribeToAbandoned(this::acknowledge)) {
                await().atMost(PATIENCE).until(() -> log.text().contains("died_of=rejected"));
                abandon(parts);
                await().atMost(PATIENCE).until(() -> handled.containsAll(parts));
            }
            assertThat(log.text())
                    .contains("ERROR " + QueueKind.class.getName() + " - event=unreadable_message_dropped queue="
                            + deadQueue + " bytes=" + SECRET.length() + " died_of=rejected")
                    .doesNotContain("041.091.641-25")
                    .doesNotContain("not for the log");
        }
        assertThat(queue.waiting()).isZero();
        assertThat(broker.take(deadQueue)).isEmpty();
    }

    // ---- the reader

    @Test
    void unreadableDeadLettersAreDroppedAndDoNotStopTheReader() {
        List<TracedPart> parts = PartQueueFixture.parts(3);
        try (CapturedLog log = new CapturedLog()) {
            abandon(parts.subList(0, 1));
            broker.publish(deadQueue, SECRET.getBytes(StandardCharsets.UTF_8));
            broker.publish(deadQueue, new byte[2_000_000]);
            abandon(parts.subList(1, 3));
            try (Subscription _ = queue.subscribeToAbandoned(this::acknowledge)) {
                await().atMost(PATIENCE).until(() -> handled.containsAll(parts));
            }
            assertThat(log.text())
                    .contains("bytes=" + SECRET.length() + " died_of=nothing_known")
                    .contains("bytes=2000000 died_of=nothing_known")
                    .doesNotContain("041.091.641-25");
        }
        assertThat(broker.take(deadQueue)).isEmpty();
    }

    @Test
    void readerLosesNoMessageIfItsConnectionBreaksWhileHandling() {
        List<TracedPart> parts = PartQueueFixture.parts(5);
        abandon(parts);
        Gate gate = new Gate();
        AtomicInteger deliveries = new AtomicInteger();
        PartQueue.PartHandler handler = part -> {
            if (deliveries.incrementAndGet() == 1) {
                gate.pass();
            } else {
                handled.add(part);
            }
            return Disposition.ACK;
        };
        try (Subscription _ = throughProxy.subscribeToAbandoned(handler);
                gate) {
            await().atMost(PATIENCE).until(() -> deliveries.get() == 1);
            proxy.cut();
            // The acknowledgement goes to a channel that is gone.
            gate.open();
            await().atMost(PATIENCE).until(() -> handled.containsAll(parts));
        }
        assertThat(broker.take(deadQueue)).isEmpty();
    }

    @Test
    void readerResumesAfterABrokerOutage() {
        proxy.refuse();
        try (Subscription _ = throughProxy.subscribeToAbandoned(this::acknowledge)) {
            for (int round = 0; round < 3; round++) {
                proxy.refuse();
                List<TracedPart> parts = PartQueueFixture.parts(2);
                abandon(parts);
                proxy.accept();
                await().atMost(PATIENCE).until(() -> handled.containsAll(parts));
            }
        }
    }

    @Test
    void readerWithoutABrokerCanBeClosed() {
        proxy.refuse();
        throughProxy.subscribeToAbandoned(this::acknowledge).close();
    }

    @Test
    void readerWhoseQueueIsDeletedDeclaresItAgain() {
        broker.assumeRabbitMq("it notifies a consumer whose queue is deleted");
        List<TracedPart> parts = PartQueueFixture.parts(2);
        try (Subscription _ = queue.subscribeToAbandoned(this::acknowledge)) {
            broker.deleteOne(deadQueue);
            await().atMost(PATIENCE).ignoreExceptions().until(() -> {
                abandon(parts);
                return handled.containsAll(parts);
            });
        }
    }

    @Test
    void closingTheQueueClosesItsReaders() throws InterruptedException {
        RabbitMqPartQueue closing = new RabbitMqPartQueue(broker.settings(name));
        closing.subscribeToAbandoned(this::acknowledge);
        closing.close();
        abandon(PartQueueFixture.parts(1));
        Thread.sleep(QUIET);
        assertThat(handled).isEmpty();
        assertThat(broker.take(deadQueue)).isPresent();
    }

    @Test
    void deadLetterQueueWithOtherPropertiesIsRefusedWithAdvice() {
        broker.assumeRabbitMq("it compares a queue's arguments");
        String plain = broker.newQueueName();
        broker.declarePlain(plain + ".dead");
        try (RabbitMqPartQueue wrong = new RabbitMqPartQueue(broker.settings(plain))) {
            assertThat(catchThrowable(() -> wrong.subscribeToAbandoned(this::acknowledge)))
                    .isInstanceOf(InfrastructureException.Permanent.class)
                    .hasMessageContaining(plain + ".dead")
                    .hasMessageContaining("Delete it");
        } finally {
            broker.delete(plain);
        }
    }

    private Disposition acknowledge(TracedPart part) {
        handled.add(part);
        return Disposition.ACK;
    }
}
