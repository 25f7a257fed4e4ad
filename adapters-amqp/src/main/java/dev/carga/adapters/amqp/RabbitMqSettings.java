package dev.carga.adapters.amqp;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// The broker's address and the queue's name. The dead-letter queue is named after the queue.
///
/// @param uri            `amqp://user:password@host:port/vhost`, or `amqps://…`, which checks the certificate
///                       against the JVM's trust store, and the host name. No path, or a lone `/`, means the
///                       default vhost
/// @param queue          the queue of parts; the broker moves unreadable messages, and messages that reach
///                       the delivery limit, to `<queue>.dead`
/// @param connectionName shown in the broker's list of connections, such as `carga worker`
/// @param deliveryLimit  after this number of failed deliveries the broker moves a message to the dead-letter
///                       queue: a part that kills its worker must not kill all workers forever. Cannot be
///                       changed for an existing queue: declaring it with another limit fails
/// @param timeout        a call fails after about this time if the broker does not respond
public record RabbitMqSettings(String uri, String queue, String connectionName, int deliveryLimit, Duration timeout) {

    public static final String DEFAULT_QUEUE = "carga.parts";
    public static final int DEFAULT_DELIVERY_LIMIT = 5;
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

    /// In bytes: AMQP's short strings have 255 at most, and the dead-letter queue's name is five longer.
    private static final int MAX_QUEUE_NAME_BYTES = 250;

    public RabbitMqSettings {
        if (!uri.startsWith("amqp://") && !uri.startsWith("amqps://")) {
            // Does not quote the address, which may contain a password.
            throw new IllegalArgumentException("The broker's address must begin with amqp:// or amqps://");
        }
        if (queue.isBlank() || queue.getBytes(StandardCharsets.UTF_8).length > MAX_QUEUE_NAME_BYTES) {
            throw new IllegalArgumentException(
                    "A queue name must have 1 to " + MAX_QUEUE_NAME_BYTES + " bytes: " + queue);
        }
        if (queue.startsWith("amq.")) {
            throw new IllegalArgumentException("The broker reserves queue names that begin with amq.: " + queue);
        }
        if (deliveryLimit < 1) {
            throw new IllegalArgumentException("The delivery limit must be 1 or more, not " + deliveryLimit);
        }
        if (timeout.toMillis() < 1) {
            throw new IllegalArgumentException("The timeout must be at least 1 ms, not " + timeout);
        }
    }

    /// The default settings for the broker at this address.
    public static RabbitMqSettings at(String uri) {
        return new RabbitMqSettings(uri, DEFAULT_QUEUE, "carga", DEFAULT_DELIVERY_LIMIT, DEFAULT_TIMEOUT);
    }

    public RabbitMqSettings withQueue(String name) {
        return new RabbitMqSettings(uri, name, connectionName, deliveryLimit, timeout);
    }

    public RabbitMqSettings withConnectionName(String name) {
        return new RabbitMqSettings(uri, queue, name, deliveryLimit, timeout);
    }

    public RabbitMqSettings withDeliveryLimit(int limit) {
        return new RabbitMqSettings(uri, queue, connectionName, limit, timeout);
    }

    public RabbitMqSettings withTimeout(Duration time) {
        return new RabbitMqSettings(uri, queue, connectionName, deliveryLimit, time);
    }

    /// The queue of messages that no worker could handle. No part depends on them: the part's row in the
    /// database has its state, and whether its message must be sent again.
    public String deadQueue() {
        return queue + ".dead";
    }

    /// For logs: without the password.
    @Override
    public String toString() {
        return "queue " + queue + " at " + uri.replaceFirst("://[^/]*@", "://***@");
    }
}
