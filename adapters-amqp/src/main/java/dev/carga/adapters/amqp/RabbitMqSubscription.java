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

/// A handler at work on a connection of its own, which one thread, the keeper, opens, watches and replaces.
///
/// **When the connection breaks**, the broker gives the messages that were in hand to somebody else. The
/// handlers go on all the same, and their answers on the dead channel are lost: a part may so be handled
/// twice, which the store sees and makes harmless.
///
/// **The prefetch is `atOnce`**, no more: a message that waits in a busy worker's memory is one that an idle
/// worker does not get, and its way from the broker is short against the handling of a part.
///
/// **Handlers run on platform threads**: they compute for many milliseconds without blocking, and virtual
/// threads that do so keep all others of the process off their few carriers.
final class RabbitMqSubscription implements PartQueue.Subscription {

    private static final Logger LOG = LoggerFactory.getLogger(RabbitMqSubscription.class);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private static final ThreadFactory HANDLERS =
            Thread.ofPlatform().daemon().name("carga-part-", 0).factory();

    private final Broker broker;
    private final QueueKind source;
    private final String queue;
    private final PartQueue.PartHandler handler;
    private final int atOnce;
    private final Thread keeper;

    /// The broker's prefetch bounds one channel; after a reconnection, handlers of the last one may still be at
    /// work.
    private final Semaphore places;

    private final RedeliveryBackoff refusals = new RedeliveryBackoff();
    private final SubscriptionLifecycle stage = new SubscriptionLifecycle();

    /// Only the keeper's, once it runs.
    private @Nullable ConsumerLink current;

    private RabbitMqSubscription(Broker broker, QueueKind source, PartQueue.PartHandler handler, int atOnce) {
        this.broker = broker;
        this.source = source;
        this.queue = source.queue(broker.settings());
        this.handler = handler;
        this.atOnce = atOnce;
        this.places = new Semaphore(atOnce);
        this.keeper = Thread.ofPlatform().daemon().name("carga-subscription").unstarted(this::keep);
    }

    /// Begins, if the broker answers, before this returns; else as soon as it does.
    ///
    /// @throws InfrastructureException.Permanent if somebody must mend something first: better said at the
    ///         start than in a log that nobody reads. A subscription that once began does not give up
    static RabbitMqSubscription start(Broker broker, QueueKind source, PartQueue.PartHandler handler, int atOnce) {
        RabbitMqSubscription subscription = new RabbitMqSubscription(broker, source, handler, atOnce);
        try {
            subscription.consume();
        } catch (InfrastructureException.Transient e) {
            LOG.warn("event=subscription_waits_for_broker queue={} cause={}", subscription.queue, e.getMessage());
        }
        subscription.keeper.start();
        return subscription;
    }

    /// Tells the keeper to end, without waiting for it.
    void leave() {
        stage.leave();
    }

    /// Not to be called by a handler: it would wait for itself.
    @Override
    public void close() {
        leave();
        try {
            if (!keeper.join(CLOSES_WITHIN)) {
                LOG.warn(
                        "event=left_with_parts_in_hand queue={}",
                        broker.settings().queue());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- the keeper

    private void keep() {
        long pause = FIRST_PAUSE.toMillis();
        while (!stage.isLeaving()) {
            ConsumerLink link = current;
            if (link != null) {
                stage.awaitLostOrLeaving(link);
                if (stage.isLeaving()) {
                    break;
                }
                Broker.discard(link.connection);
                current = null;
                if (link.ageNanos() > LONGEST_PAUSE.toNanos()) {
                    pause = FIRST_PAUSE.toMillis();
                }
                LOG.warn("event=subscription_lost queue={} cause={} pause_ms={}", queue, link.lost(), pause);
            }
            stage.pauseOrLeave(pause + ThreadLocalRandom.current().nextLong(pause / 4 + 1));
            pause = Math.min(pause * 2, LONGEST_PAUSE.toMillis());
            if (!stage.isLeaving()) {
                tryToConsume(pause);
            }
        }
        end();
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
            // Nobody else would take this thread's place.
            LOG.error("event=subscription_not_resumed queue={} pause_ms={}", queue, nextPause, e);
        }
    }

    private void consume() {
        Connection connection = broker.connect(source.purpose());
        try {
            ConsumerLink link = new ConsumerLink(connection, queue, stage);
            link.channel.basicQos(atOnce);
            // The broker cancels a consumer whose queue is deleted or has moved.
            CancelCallback gone = _ -> link.lose("the queue is gone");
            link.consumesAs(link.channel.basicConsume(
                    queue,
                    false,
                    (_, delivery) ->
                            HANDLERS.newThread(() -> take(link, delivery)).start(),
                    gone));
            current = link;
        } catch (IOException | RuntimeException e) {
            Broker.discard(connection);
            throw AmqpFailures.working("deliver from the queue " + queue, e);
        }
    }

    /// What came but was not begun waits for the cancellation before it is given back: given back earlier it
    /// would be delivered here again, and again, up to the delivery limit.
    private void end() {
        ConsumerLink link = current;
        if (link != null) {
            link.cancel();
        }
        stage.cancelled();
        stage.awaitEmptyHands();
        if (link != null) {
            try {
                link.channel.close();
            } catch (IOException | TimeoutException | RuntimeException e) {
                LOG.debug("event=channel_not_closed", e);
            }
            Broker.discard(link.connection);
        }
    }

    // ---- a message, on its own thread

    private void take(ConsumerLink link, Delivery delivery) {
        stage.took();
        try {
            Optional<TracedPart> part = PartMessage.read(
                    delivery.getBody(), delivery.getProperties().getHeaders());
            if (part.isEmpty()) {
                link.answer(source.toUnreadable(delivery, broker.settings()));
                return;
            }
            handle(link, delivery, part.get());
        } catch (RuntimeException | Error e) {
            // Without an answer its place would stay taken as long as the connection lives.
            LOG.error("event=delivery_not_answered queue={}", queue, e);
            link.lose("a delivery could not be answered");
        } finally {
            stage.answered();
        }
    }

    private void handle(ConsumerLink link, Delivery delivery, TracedPart part) {
        Disposition answer;
        places.acquireUninterruptibly();
        try {
            if (stage.isLeaving() || !link.channel.isOpen()) {
                stage.awaitCancelled(link);
                link.answer(channel -> channel.basicNack(tag(delivery), false, true));
                return;
            }
            answer = answer(part);
        } finally {
            places.release();
        }
        switch (answer) {
            case ACK -> {
                refusals.forget(part.part());
                link.answer(channel -> channel.basicAck(tag(delivery), false));
            }
            case REQUEUE -> {
                stage.hold(link, refusals.holdAfterAnother(part.part()));
                link.answer(channel -> channel.basicNack(tag(delivery), false, true));
            }
        }
    }

    private Disposition answer(TracedPart part) {
        try {
            return handler.handle(part);
        } catch (RuntimeException | Error e) {
            LOG.error("event=handler_failed {}", part.keys(), e);
            return Disposition.REQUEUE;
        }
    }

    private static long tag(Delivery delivery) {
        return delivery.getEnvelope().getDeliveryTag();
    }
}
