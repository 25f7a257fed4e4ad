package dev.carga.adapters.amqp;

import com.rabbitmq.client.CancelCallback;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Delivery;
import dev.carga.application.InfrastructureException;
import dev.carga.application.dispatch.PartQueue;
import dev.carga.application.dispatch.PartQueue.Disposition;
import dev.carga.application.trace.TracedPart;
import dev.carga.domain.Nullable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Consumes a queue on a dedicated connection, which one thread, the supervisor, opens, watches
/// and replaces.
///
/// **When the connection breaks**, the broker delivers the unacknowledged messages again, to any worker.
/// Their handlers here keep running, and their acknowledgements on the broken channel are lost. So a part may
/// be handled twice; the database detects that, and the second time has no effect.
///
/// **The prefetch equals the concurrency**: a message that waits in a busy worker's memory is not available
/// to an idle worker, and fetching it takes little time compared with handling a part.
///
/// **Handlers run on platform threads**: they compute for many milliseconds without blocking, and virtual
/// threads that do so would occupy the few carrier threads of the process.
final class RabbitMqSubscription implements PartQueue.Subscription {

    private static final Logger LOG = LoggerFactory.getLogger(RabbitMqSubscription.class);

    private static final Duration INITIAL_PAUSE = Duration.ofMillis(200);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(10);

    private static final ThreadFactory HANDLERS =
            Thread.ofPlatform().daemon().name("carga-part-", 0).factory();

    private final Broker broker;
    private final QueueKind kind;
    private final String queue;
    private final PartQueue.PartHandler handler;
    private final int concurrency;
    private final Thread supervisor;

    /// Limits the concurrency across connections: the prefetch applies to one channel, and after a
    /// reconnection handlers of the previous channel may still run.
    private final Semaphore permits;

    private final RedeliveryBackoff backoff = new RedeliveryBackoff();
    private final SubscriptionLifecycle lifecycle = new SubscriptionLifecycle();

    /// Once the supervisor runs, only its thread uses this field.
    private @Nullable ConsumerLink current;

    private RabbitMqSubscription(Broker broker, QueueKind kind, PartQueue.PartHandler handler, int concurrency) {
        this.broker = broker;
        this.kind = kind;
        this.queue = kind.queue(broker.settings());
        this.handler = handler;
        this.concurrency = concurrency;
        this.permits = new Semaphore(concurrency);
        this.supervisor =
                Thread.ofPlatform().daemon().name("carga-subscription").unstarted(this::supervise);
    }

    /// Starts to consume before this method returns if the broker is available, and otherwise as soon as it
    /// is.
    ///
    /// @throws InfrastructureException.Permanent if an operator must fix something first: the process fails
    ///         at its start instead of only logging it. A subscription that has started keeps trying
    static RabbitMqSubscription start(Broker broker, QueueKind kind, PartQueue.PartHandler handler, int concurrency) {
        RabbitMqSubscription subscription = new RabbitMqSubscription(broker, kind, handler, concurrency);
        try {
            subscription.consume();
        } catch (InfrastructureException.Transient e) {
            LOG.warn("event=subscription_waits_for_broker queue={} cause={}", subscription.queue, e.getMessage());
        }
        subscription.supervisor.start();
        return subscription;
    }

    /// Asks the supervisor to stop, and does not wait for it.
    void requestClose() {
        lifecycle.requestClose();
    }

    /// Must not be called by a handler, which would wait for itself.
    @Override
    public void close() {
        requestClose();
        try {
            if (!supervisor.join(CLOSES_WITHIN)) {
                LOG.warn(
                        "event=left_with_parts_in_hand queue={}",
                        broker.settings().queue());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- the supervisor

    private void supervise() {
        long pause = INITIAL_PAUSE.toMillis();
        while (!lifecycle.isClosing()) {
            ConsumerLink link = current;
            if (link != null) {
                lifecycle.awaitLostOrClosing(link);
                if (lifecycle.isClosing()) {
                    break;
                }
                Broker.discard(link.connection);
                current = null;
                if (link.ageNanos() > MAX_PAUSE.toNanos()) {
                    pause = INITIAL_PAUSE.toMillis();
                }
                LOG.warn("event=subscription_lost queue={} cause={} pause_ms={}", queue, link.lossCause(), pause);
            }
            lifecycle.pauseUnlessClosing(pause + ThreadLocalRandom.current().nextLong(pause / 4 + 1));
            pause = Math.min(pause * 2, MAX_PAUSE.toMillis());
            if (!lifecycle.isClosing()) {
                tryToConsume(pause);
            }
        }
        stopConsuming();
    }

    private void tryToConsume(long nextPause) {
        try {
            consume();
            LOG.info("event=subscription_resumed queue={}", queue);
        } catch (InfrastructureException.Transient e) {
            LOG.warn("event=broker_away queue={} pause_ms={} cause={}", queue, nextPause, e.getMessage());
        } catch (InfrastructureException.Permanent e) {
            LOG.error("event=broker_refuses queue={} pause_ms={} cause={}", queue, nextPause, e.getMessage());
        } catch (RuntimeException | Error e) {
            // The supervisor must survive: no other thread replaces it.
            LOG.error("event=subscription_not_resumed queue={} pause_ms={}", queue, nextPause, e);
        }
    }

    private void consume() {
        Connection connection = broker.connect(kind.purpose());
        try {
            ConsumerLink link = new ConsumerLink(connection, queue, lifecycle);
            link.channel.basicQos(concurrency);
            // The broker cancels a consumer if its queue is deleted or moves to another node.
            CancelCallback onCancel = _ -> link.markLost("the queue is gone");
            link.setConsumerTag(link.channel.basicConsume(
                    queue,
                    false,
                    (_, delivery) ->
                            HANDLERS.newThread(() -> onDelivery(link, delivery)).start(),
                    onCancel));
            current = link;
        } catch (IOException | RuntimeException e) {
            Broker.discard(connection);
            throw AmqpFailures.working("deliver from the queue " + queue, e);
        }
    }

    /// Requeues deliveries that no handler has started, after the consumer is cancelled: requeued earlier,
    /// they would be delivered here again, up to the delivery limit.
    private void stopConsuming() {
        ConsumerLink link = current;
        if (link != null) {
            link.cancel();
        }
        lifecycle.consumerCancelled();
        lifecycle.awaitIdle();
        if (link != null) {
            try {
                link.channel.close();
            } catch (IOException | TimeoutException | RuntimeException e) {
                LOG.debug("event=channel_not_closed", e);
            }
            Broker.discard(link.connection);
        }
    }

    // ---- a delivery, each on a new thread

    private void onDelivery(ConsumerLink link, Delivery delivery) {
        lifecycle.deliveryStarted();
        try {
            Optional<TracedPart> part = PartMessage.read(
                    delivery.getBody(), delivery.getProperties().getHeaders());
            if (part.isEmpty()) {
                link.send(kind.replyToUnreadable(delivery, broker.settings()));
                return;
            }
            handle(link, delivery, part.get());
        } catch (RuntimeException | Error e) {
            // Without a reply the delivery would count against the prefetch as long as the connection is open.
            LOG.error("event=delivery_not_answered queue={}", queue, e);
            link.markLost("the reply to a delivery failed");
        } finally {
            lifecycle.deliveryEnded();
        }
    }

    private void handle(ConsumerLink link, Delivery delivery, TracedPart part) {
        Disposition disposition;
        permits.acquireUninterruptibly();
        try {
            if (lifecycle.isClosing() || !link.channel.isOpen()) {
                lifecycle.awaitConsumerCancelled(link);
                link.send(channel -> channel.basicNack(deliveryTag(delivery), false, true));
                return;
            }
            disposition = runHandler(part);
        } finally {
            permits.release();
        }
        switch (disposition) {
            case ACK -> {
                backoff.forget(part.part());
                link.send(channel -> channel.basicAck(deliveryTag(delivery), false));
            }
            case REQUEUE -> {
                lifecycle.awaitRequeue(link, backoff.nextHoldMillis(part.part()));
                link.send(channel -> channel.basicNack(deliveryTag(delivery), false, true));
            }
        }
    }

    private Disposition runHandler(TracedPart part) {
        try {
            return handler.handle(part);
        } catch (RuntimeException | Error e) {
            LOG.error("event=handler_failed {}", part.keys(), e);
            return Disposition.REQUEUE;
        }
    }

    private static long deliveryTag(Delivery delivery) {
        return delivery.getEnvelope().getDeliveryTag();
    }
}
