package dev.carga.adapters.amqp;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.carga.domain.Nullable;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A subscription's connection with its channel, until it breaks. An answer belongs to the channel that its message
/// came on, never to the next. Thread-safe.
final class ConsumerLink {

    private static final Logger LOG = LoggerFactory.getLogger(ConsumerLink.class);

    final Connection connection;
    final Channel channel;
    private final String queue;
    private final SubscriptionLifecycle stage;
    private final long since = System.nanoTime();
    private volatile String tag = "";
    private volatile @Nullable String lost;

    ConsumerLink(Connection connection, String queue, SubscriptionLifecycle stage) throws IOException {
        this.connection = connection;
        this.channel = AmqpFailures.present(connection.createChannel());
        this.queue = queue;
        this.stage = stage;
        connection.addShutdownListener(cause -> lose(AmqpFailures.reason(cause)));
        channel.addShutdownListener(cause -> lose(AmqpFailures.reason(cause)));
    }

    /// What the broker calls the consumer here, for [#cancel].
    void consumesAs(String consumerTag) {
        tag = consumerTag;
    }

    boolean isLost() {
        return lost != null;
    }

    /// Why, if it is.
    @Nullable
    String lost() {
        return lost;
    }

    long ageNanos() {
        return System.nanoTime() - since;
    }

    /// The first cause counts: the others follow from it.
    void lose(String cause) {
        stage.change(() -> {
            if (lost == null) {
                lost = cause;
            }
        });
    }

    /// Asks the broker for no more messages.
    void cancel() {
        try {
            channel.basicCancel(tag);
        } catch (IOException | RuntimeException e) {
            LOG.debug("event=not_cancelled", e);
        }
    }

    /// An answer that does not arrive brings the message again, to whomever.
    void answer(BrokerReply reply) {
        try {
            reply.on(channel);
        } catch (AlreadyClosedException | IOException e) {
            LOG.info("event=answer_lost queue={} cause={}", queue, AmqpFailures.reason(e));
        }
    }

    /// Acknowledges or gives back.
    @FunctionalInterface
    interface BrokerReply {
        void on(Channel channel) throws IOException;
    }
}
