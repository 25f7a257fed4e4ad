package dev.carga.adapters.amqp;

import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.LongString;
import dev.carga.domain.Nullable;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which of the two queues a subscription reads, and what becomes there of a message that is no reference of ours. Of
/// such a message only what cannot be content is logged: whoever sent it may have sent anything.
enum QueueKind {

    /// What waits for a worker.
    PARTS("receiving") {
        @Override
        String queue(RabbitMqSettings settings) {
            return settings.queue();
        }

        @Override
        ConsumerLink.BrokerReply toUnreadable(Delivery message, RabbitMqSettings settings) {
            LOG.error(
                    "event=unreadable_message queue={} bytes={} moved_to={}",
                    settings.queue(),
                    message.getBody().length,
                    settings.deadQueue());
            return channel -> channel.basicReject(message.getEnvelope().getDeliveryTag(), false);
        }
    },

    /// What the broker has given up on. Here an unreadable message is at its end: no work depends on it, and a
    /// queue that kept it would never be empty, which is how an operator sees that all is well.
    ABANDONED("reading dead letters") {
        @Override
        String queue(RabbitMqSettings settings) {
            return settings.deadQueue();
        }

        @Override
        ConsumerLink.BrokerReply toUnreadable(Delivery message, RabbitMqSettings settings) {
            LOG.error(
                    "event=unreadable_message_dropped queue={} bytes={} died_of={}",
                    settings.deadQueue(),
                    message.getBody().length,
                    causeOfDeath(message.getProperties().getHeaders()));
            return channel -> channel.basicAck(message.getEnvelope().getDeliveryTag(), false);
        }
    };

    private static final Logger LOG = LoggerFactory.getLogger(QueueKind.class);

    /// Such as `delivery_limit` or `rejected`. A header of this name that says anything else is not the broker's.
    private static final Pattern CAUSE = Pattern.compile("[a-z_]{1,20}");

    private final String purpose;

    QueueKind(String purpose) {
        this.purpose = purpose;
    }

    /// Completes the connection's name.
    String purpose() {
        return purpose;
    }

    abstract String queue(RabbitMqSettings settings);

    /// Logs the message.
    ///
    /// @return the answer to the broker
    abstract ConsumerLink.BrokerReply toUnreadable(Delivery message, RabbitMqSettings settings);

    /// Why the message left the queue it was sent to: the reason of its latest death, which stands first.
    ///
    /// @return `nothing_known` for a message without, such as one that somebody sent here by hand
    static String causeOfDeath(@Nullable Map<String, Object> headers) {
        if (headers != null
                && headers.get("x-death") instanceof List<?> deaths
                && !deaths.isEmpty()
                && deaths.getFirst() instanceof Map<?, ?> latest
                && latest.get("reason") instanceof LongString reason
                && CAUSE.matcher(reason.toString()).matches()) {
            return reason.toString();
        }
        return "nothing_known";
    }
}
