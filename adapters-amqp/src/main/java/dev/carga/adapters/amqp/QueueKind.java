package dev.carga.adapters.amqp;

import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.LongString;
import dev.carga.domain.Nullable;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which of the two queues a subscription consumes, and how it replies to an unreadable message: one that
/// does not refer to a part. The log shows the size of such a message and never its content, which may be
/// personal data.
enum QueueKind {

    /// Parts that wait for a worker. The broker moves an unreadable message to the dead-letter queue.
    PARTS("receiving") {
        @Override
        String queue(RabbitMqSettings settings) {
            return settings.queue();
        }

        @Override
        ConsumerLink.BrokerReply replyToUnreadable(Delivery message, RabbitMqSettings settings) {
            LOG.error(
                    "event=unreadable_message queue={} bytes={} moved_to={}",
                    settings.queue(),
                    message.getBody().length,
                    settings.deadQueue());
            return channel -> channel.basicReject(message.getEnvelope().getDeliveryTag(), false);
        }
    },

    /// Dead letters: messages that the broker has given up on. An unreadable one is dropped: no part depends
    /// on it, and an operator recognises a healthy system by the empty queue.
    ABANDONED("reading dead letters") {
        @Override
        String queue(RabbitMqSettings settings) {
            return settings.deadQueue();
        }

        @Override
        ConsumerLink.BrokerReply replyToUnreadable(Delivery message, RabbitMqSettings settings) {
            LOG.error(
                    "event=unreadable_message_dropped queue={} bytes={} died_of={}",
                    settings.deadQueue(),
                    message.getBody().length,
                    deadLetterReason(message.getProperties().getHeaders()));
            return channel -> channel.basicAck(message.getEnvelope().getDeliveryTag(), false);
        }
    };

    private static final Logger LOG = LoggerFactory.getLogger(QueueKind.class);

    /// Such as `delivery_limit` or `rejected`. A header with another value does not come from the broker.
    private static final Pattern REASON = Pattern.compile("[a-z_]{1,20}");

    private final String purpose;

    QueueKind(String purpose) {
        this.purpose = purpose;
    }

    /// Appended to the connection's name.
    String purpose() {
        return purpose;
    }

    abstract String queue(RabbitMqSettings settings);

    /// Logs the size of the message.
    ///
    /// @return the reply to the broker
    abstract ConsumerLink.BrokerReply replyToUnreadable(Delivery message, RabbitMqSettings settings);

    /// Why the broker moved the message to the dead-letter queue, from the first entry of its `x-death`
    /// header, which is the latest.
    ///
    /// @return `nothing_known` without such a header: the message was sent directly to the dead-letter queue
    static String deadLetterReason(@Nullable Map<String, Object> headers) {
        if (headers != null
                && headers.get("x-death") instanceof List<?> deaths
                && !deaths.isEmpty()
                && deaths.getFirst() instanceof Map<?, ?> latest
                && latest.get("reason") instanceof LongString reason
                && REASON.matcher(reason.toString()).matches()) {
            return reason.toString();
        }
        return "nothing_known";
    }
}
