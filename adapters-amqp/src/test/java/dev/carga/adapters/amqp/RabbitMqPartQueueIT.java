package dev.carga.adapters.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.GetResponse;
import dev.carga.application.InfrastructureException;
import dev.carga.application.dispatch.PartQueue;
import dev.carga.application.dispatch.PartQueue.Disposition;
import dev.carga.application.dispatch.PartQueue.Subscription;
import dev.carga.application.dispatch.PartQueueContract;
import dev.carga.application.dispatch.PartQueueFixture;
import dev.carga.application.health.Condition;
import dev.carga.application.health.Probe;
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

/// The queue on a real broker: the port's contract, and failures of the broker and of the network.
class RabbitMqPartQueueIT implements PartQueueContract {

    private static final Duration SHORT = Duration.ofSeconds(1);

    private final TestBroker broker = TestBroker.running();
    private final String name = broker.newQueueName();
    private final CuttableProxy proxy = new CuttableProxy(broker.host(), broker.port());
    private final RabbitMqPartQueue queue = new RabbitMqPartQueue(broker.settings(name));
    private final RabbitMqPartQueue other = new RabbitMqPartQueue(broker.settings(name));

    private final RabbitMqPartQueue throughProxy =
            new RabbitMqPartQueue(RabbitMqSettings.at(broker.uriThrough(proxy.port()))
                    .withQueue(name)
                    .withConnectionName("carga test through proxy")
                    .withTimeout(SHORT));

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
    public void assumeThatHandsAreCountedApart() {
        broker.assumeRabbitMq("it does not count unacknowledged messages as ready");
    }

    // ---- connections

    @Test
    void messagesAreRedeliveredIfTheConnectionBreaksWhileHandling() {
        List<TracedPart> parts = parts(10);
        queue.send(parts);
        Gate gate = new Gate();
        AtomicInteger deliveries = new AtomicInteger();
        PartQueue.PartHandler handler = part -> {
            if (deliveries.incrementAndGet() <= 2) {
                gate.pass();
            } else {
                handled.add(part);
            }
            return Disposition.ACK;
        };
        try (Subscription _ = throughProxy.subscribe(handler, 2);
                gate) {
            await().atMost(PATIENCE).until(() -> deliveries.get() == 2);
            proxy.cut();
            // The two acknowledgements go to a channel that is gone.
            gate.open();
            await().atMost(PATIENCE).until(() -> handled.containsAll(parts));
        }
        assertThat(queue.waiting()).isZero();
    }

    @Test
    void concurrencyIsBoundedAcrossAReconnection() throws InterruptedException {
        queue.send(parts(6));
        Gate gate = new Gate();
        AtomicInteger running = new AtomicInteger();
        AtomicInteger maximum = new AtomicInteger();
        PartQueue.PartHandler handler = part -> {
            maximum.accumulateAndGet(running.incrementAndGet(), Math::max);
            gate.pass();
            running.decrementAndGet();
            handled.add(part);
            return Disposition.ACK;
        };
        try (Subscription _ = throughProxy.subscribe(handler, 2);
                gate) {
            await().atMost(PATIENCE).until(() -> running.get() == 2);
            proxy.cut();
            // Reconnected: the new channel has two messages, besides the two that are still being handled.
            await().atMost(PATIENCE).until(() -> proxy.connections() == 1);
            Thread.sleep(QUIET);
            assertThat(maximum).hasValue(2);
            gate.open();
            await().atMost(PATIENCE).until(() -> handled.size() == 6);
        }
        assertThat(maximum).hasValue(2);
    }

    @Test
    void unavailableBrokerFailsSendingSoonAndTransiently() {
        throughProxy.send(parts(1));
        proxy.refuse();

        assertTransientWithin(Duration.ofSeconds(5), () -> throughProxy.send(parts(1)));
        assertTransientWithin(Duration.ofSeconds(5), throughProxy::waiting);

        proxy.accept();
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
            throughProxy.send(parts(1));
            assertThat(throughProxy.waiting()).isGreaterThanOrEqualTo(2);
        });
    }

    @Test
    void probeReportsWhetherTheBrokerIsAvailable() {
        Probe probe = throughProxy.probe();
        assertThat(probe.check()).isEqualTo(new Condition.Up());
        proxy.refuse();

        assertTransientWithin(Duration.ofSeconds(5), probe::check);

        proxy.accept();
        await().atMost(PATIENCE).ignoreExceptions().until(() -> probe.check().equals(new Condition.Up()));
    }

    @Test
    void closedPortFailsSendingSoonAndTransiently() {
        try (RabbitMqPartQueue nowhere = new RabbitMqPartQueue(RabbitMqSettings.at("amqp://127.0.0.1:1"))) {
            assertTransientWithin(Duration.ofSeconds(5), () -> nowhere.send(parts(1)));
            nowhere.subscribe(this::acknowledge, 1).close();
        }
    }

    @Test
    void silentNetworkFailsSendingInBoundedTime() {
        throughProxy.send(parts(1));
        proxy.fallSilent();

        // First on the open connection, then on new ones, with a timeout of a second each.
        assertTransientWithin(Duration.ofSeconds(8), () -> throughProxy.send(parts(1)));
        assertTransientWithin(Duration.ofSeconds(8), () -> throughProxy.send(parts(1)));
        assertTransientWithin(Duration.ofSeconds(8), throughProxy::waiting);

        proxy.speak();
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> throughProxy.send(parts(1)));
    }

    @Test
    void connectionCutBetweenTwoSendsIsReplaced() {
        throughProxy.send(parts(1));
        proxy.cut();
        throughProxy.send(parts(1));
        proxy.cut();

        assertThat(throughProxy.waiting()).isEqualTo(2);
    }

    @Test
    void subscriberStartsOnceTheBrokerIsAvailable() {
        proxy.refuse();
        List<TracedPart> parts = parts(3);
        queue.send(parts);

        try (Subscription _ = throughProxy.subscribe(this::acknowledge, 1)) {
            proxy.accept();
            await().atMost(PATIENCE).until(() -> handled.containsAll(parts));
        }
    }

    @Test
    void subscriberWithoutABrokerCanBeClosed() {
        proxy.refuse();
        throughProxy.subscribe(this::acknowledge, 1).close();
    }

    @Test
    void subscriberResumesAfterABrokerOutage() {
        try (Subscription _ = throughProxy.subscribe(this::acknowledge, 1)) {
            for (int round = 0; round < 3; round++) {
                proxy.refuse();
                List<TracedPart> parts = parts(2);
                queue.send(parts);
                proxy.accept();
                await().atMost(PATIENCE).until(() -> handled.containsAll(parts));
            }
        }
    }

    // ---- the queue itself

    @Test
    void sendingToADeletedQueueDeclaresItAgain() {
        List<TracedPart> parts = parts(150);
        queue.send(parts(1));
        broker.deleteOne(name);

        queue.send(parts);

        assertThat(queue.waiting()).isEqualTo(150);
        try (Subscription _ = queue.subscribe(this::acknowledge, 2)) {
            await().atMost(PATIENCE).until(() -> handled.containsAll(parts));
        }
    }

    @Test
    void countingInADeletedQueueDeclaresItAgain() {
        queue.send(parts(1));
        broker.deleteOne(name);

        assertThat(queue.waiting()).isZero();
    }

    @Test
    void subscriberWhoseQueueIsDeletedDeclaresItAgain() {
        broker.assumeRabbitMq("it notifies a consumer whose queue is deleted");
        List<TracedPart> parts = parts(3);
        try (Subscription _ = queue.subscribe(this::acknowledge, 1)) {
            broker.deleteOne(name);
            await().atMost(PATIENCE).ignoreExceptions().until(() -> {
                other.send(parts);
                return handled.containsAll(parts);
            });
        }
    }

    @Test
    void unreadableMessageDoesNotStopTheSubscriber() {
        broker.assumeRabbitMq("a rejected message leaves the queue; the embedded broker delivers it again");
        List<TracedPart> parts = parts(2);
        queue.send(parts.subList(0, 1));
        broker.publish(name, "not a part".getBytes(StandardCharsets.UTF_8));
        broker.publish(name, new byte[2_000_000]);
        queue.send(parts.subList(1, 2));

        try (Subscription _ = queue.subscribe(this::acknowledge, 1)) {
            await().atMost(PATIENCE).until(() -> handled.containsAll(parts));
        }
        assertThat(queue.waiting()).isZero();
    }

    @Test
    void unreadableMessageGoesToTheDeadLetterQueue() {
        broker.assumeRabbitMq("dead letters");
        broker.publish(name, "not a part".getBytes(StandardCharsets.UTF_8));

        try (Subscription _ = queue.subscribe(this::acknowledge, 1)) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(broker.take(name + ".dead"))
                            .map(GetResponse::getBody)
                            .hasValue("not a part".getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void messageThatKeepsKillingItsWorkerGoesToTheDeadLetterQueue() {
        broker.assumeRabbitMq("the delivery limit");
        TracedPart killer = parts(1).getFirst();
        queue.send(List.of(killer));
        PartQueue.PartHandler handler = part -> {
            if (part.equals(killer)) {
                proxy.cut();
            } else {
                handled.add(part);
            }
            return Disposition.ACK;
        };
        try (Subscription _ = throughProxy.subscribe(handler, 1)) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(broker.take(name + ".dead"))
                            .map(GetResponse::getBody)
                            .hasValue(PartMessage.body(killer.part())));
            List<TracedPart> harmless = parts(2);
            queue.send(harmless);
            await().atMost(PATIENCE).until(() -> handled.containsAll(harmless));
        }
    }

    @Test
    void messagesOutliveTheirSender() {
        List<TracedPart> parts = parts(5);
        try (RabbitMqPartQueue sender = new RabbitMqPartQueue(broker.settings(name))) {
            sender.send(parts);
        }
        try (Subscription _ = queue.subscribe(this::acknowledge, 1)) {
            await().atMost(PATIENCE).until(() -> handled.containsAll(parts));
        }
    }

    @Test
    void messageIsPersistentAndNamesItsTypeAndPart() {
        TracedPart part = parts(1).getFirst();
        queue.send(List.of(part));

        GetResponse message = broker.take(name).orElseThrow();
        assertThat(message.getProps().getDeliveryMode()).isEqualTo(2);
        assertThat(message.getProps().getContentType()).isEqualTo("application/json");
        assertThat(message.getProps().getMessageId()).isEqualTo(part.part().toString());
        assertThat(new String(message.getBody(), StandardCharsets.UTF_8))
                .isEqualTo("{\"upload\":\"" + part.part().upload() + "\",\"part\":1}");
    }

    @Test
    void closingTheQueueClosesItsSubscriptionsAndRefusesToSend() {
        RabbitMqPartQueue closing = new RabbitMqPartQueue(broker.settings(name));
        closing.subscribe(this::acknowledge, 1);
        closing.close();
        closing.close();

        queue.send(parts(1));
        await().atMost(PATIENCE).until(() -> queue.waiting() == 1);
        assertThatThrownBy(() -> closing.send(parts(1))).isInstanceOf(InfrastructureException.Transient.class);
    }

    // ---- failures that an operator must fix

    @Test
    void queueWithOtherPropertiesIsRefusedWithAdvice() {
        broker.assumeRabbitMq("it compares a queue's arguments");
        String plain = broker.newQueueName();
        broker.declarePlain(plain);
        try (RabbitMqPartQueue wrong = new RabbitMqPartQueue(broker.settings(plain))) {
            for (Throwable failure : List.of(
                    catchThrowable(() -> wrong.send(parts(1))),
                    catchThrowable(() -> wrong.subscribe(this::acknowledge, 1)))) {
                assertThat(failure)
                        .isInstanceOf(InfrastructureException.Permanent.class)
                        .hasMessageContaining(plain)
                        .hasMessageContaining("Delete it");
            }
        } finally {
            broker.delete(plain);
        }
    }

    @Test
    void wrongPasswordIsRefusedAndNotShown() {
        broker.assumeRabbitMq("it says why it closes the connection");
        String uri = "amqp://guest:not-the-password@" + broker.host() + ":" + broker.port();
        try (RabbitMqPartQueue wrong =
                new RabbitMqPartQueue(RabbitMqSettings.at(uri).withQueue(name))) {
            for (Throwable failure : List.of(
                    catchThrowable(() -> wrong.send(parts(1))),
                    catchThrowable(() -> wrong.subscribe(this::acknowledge, 1)))) {
                assertThat(failure)
                        .isInstanceOf(InfrastructureException.Permanent.class)
                        .hasMessageContaining("guest")
                        .hasMessageNotContaining("not-the-password");
            }
        }
    }

    @Test
    void unknownVhostIsRefused() {
        String uri = broker.uriThrough(broker.port()).replaceFirst("(:\\d+)(/.*)?$", "$1/no-such-vhost");
        try (RabbitMqPartQueue wrong =
                new RabbitMqPartQueue(RabbitMqSettings.at(uri).withQueue(name))) {
            assertThatThrownBy(() -> wrong.send(parts(1)))
                    .isInstanceOf(InfrastructureException.Permanent.class)
                    .hasMessageContaining("no-such-vhost");
        }
    }

    @Test
    void loneSlashIsTheDefaultVhost() {
        try (RabbitMqPartQueue slash = new RabbitMqPartQueue(
                RabbitMqSettings.at(broker.uriThrough(proxy.port()) + "/").withQueue(name))) {
            slash.send(parts(1));
        }
        assertThat(queue.waiting()).isEqualTo(1);
    }

    private Disposition acknowledge(TracedPart part) {
        handled.add(part);
        return Disposition.ACK;
    }

    private static void assertTransientWithin(Duration limit, Runnable call) {
        long start = System.nanoTime();
        assertThatThrownBy(call::run).isInstanceOf(InfrastructureException.Transient.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(limit);
    }

    private static List<TracedPart> parts(int count) {
        return PartQueueFixture.parts(count);
    }
}
