package dev.carga.adapters.amqp;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.carga.domain.Nullable;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A subscription's connection with its channel, until it breaks. A delivery is acknowledged on the channel
/// that it came on, never on a later one. Thread-safe.
final class ConsumerLink {

    private static final Logger LOG = LoggerFactory.getLogger(ConsumerLink.class);

    final Connection connection;
    final Channel channel;
    private final String queue;
    private final SubscriptionLifecycle lifecycle;
    private final long openedAt = System.nanoTime();
    private volatile String consumerTag = "";
    private volatile @Nullable String lossCause;

    ConsumerLink(Connection connection, String queue, SubscriptionLifecycle lifecycle) throws IOException {
        this.connection = connection;
        this.channel = AmqpFailures.present(connection.createChannel());
        this.queue = queue;
        this.lifecycle = lifecycle;
        connection.addShutdownListener(cause -> markLost(AmqpFailures.reason(cause)));
        channel.addShutdownListener(cause -> markLost(AmqpFailures.reason(cause)));
    }

    /// @param consumerTag the broker's name of the consumer, for [#cancel]
    void setConsumerTag(String consumerTag) {
        this.consumerTag = consumerTag;
    }

    boolean isLost() {
        return lossCause != null;
    }

    /// Why the link was lost; null if it is open.
    @Nullable
    String lossCause() {
        return lossCause;
    }

    long ageNanos() {
        return System.nanoTime() - openedAt;
    }

    /// Keeps the first cause: later ones follow from it.
    void markLost(String cause) {
        lifecycle.update(() -> {
            if (lossCause == null) {
                lossCause = cause;
            }
        });
    }

    /// Asks the broker to deliver no more messages.
    void cancel() {
        try {
            channel.basicCancel(consumerTag);
        } catch (IOException | RuntimeException e) {
            LOG.debug("event=not_cancelled", e);
        }
    }

    /// Sends an acknowledgement or a rejection. If it is lost, the broker delivers the message again, here or
    /// to another worker.
    void send(BrokerReply reply) {
        try {
            reply.sendOn(channel);
        } catch (AlreadyClosedException | IOException e) {
            LOG.info("event=answer_lost queue={} cause={}", queue, AmqpFailures.reason(e));
        }
    }

    /// Acknowledges, rejects or requeues a delivery.
    @FunctionalInterface
    interface BrokerReply {
        void sendOn(Channel channel) throws IOException;
    }
}
