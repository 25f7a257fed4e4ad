package dev.carga.adapters.amqp;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Where the broker is and what the queue is called. Everything on the broker is named after the one queue.
///
/// @param uri            `amqp://user:password@host:port/vhost`, or `amqps://…`, which checks the certificate and
///                       the host's name against the JVM's trust store; no path and a lone `/` are the default
///                       vhost
/// @param queue          the queue of parts; what cannot be read or comes too often goes to `<queue>.dead`
/// @param connectionName what an operator sees in the broker's list of connections, such as `carga worker`
/// @param deliveryLimit  after so many deliveries that came to nothing a message goes to the dead-letter queue: a
///                       part that kills its worker must not kill them all for ever. Part of the queue's
///                       identity: a queue cannot be declared with another limit than it was made with
/// @param bound          a call gives up after about this time rather than wait for a broker that does not answer
public record RabbitMqSettings(String uri, String queue, String connectionName, int deliveryLimit, Duration bound) {

    public static final String DEFAULT_QUEUE = "carga.parts";
    public static final int DEFAULT_DELIVERY_LIMIT = 5;
    public static final Duration DEFAULT_BOUND = Duration.ofSeconds(5);

    // AMQP's short string is 255 bytes, and the dead-letter queue's name is longer by five.
    private static final int LONGEST_NAME = 250;

    public RabbitMqSettings {
        if (!uri.startsWith("amqp://") && !uri.startsWith("amqps://")) {
            // The text itself may hold a password.
            throw new IllegalArgumentException("The broker's address must begin with amqp:// or amqps://");
        }
        if (queue.isBlank() || queue.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            throw new IllegalArgumentException("A queue's name has 1 to " + LONGEST_NAME + " bytes: " + queue);
        }
        if (queue.startsWith("amq.")) {
            throw new IllegalArgumentException("The broker keeps names with amq. for itself: " + queue);
        }
        if (deliveryLimit < 1) {
            throw new IllegalArgumentException("The delivery limit must be 1 or more, not " + deliveryLimit);
        }
        if (bound.toMillis() < 1) {
            throw new IllegalArgumentException("The bound must be longer than nothing, not " + bound);
        }
    }

    /// The defaults, at this address.
    public static RabbitMqSettings at(String uri) {
        return new RabbitMqSettings(uri, DEFAULT_QUEUE, "carga", DEFAULT_DELIVERY_LIMIT, DEFAULT_BOUND);
    }

    public RabbitMqSettings withQueue(String name) {
        return new RabbitMqSettings(uri, name, connectionName, deliveryLimit, bound);
    }

    public RabbitMqSettings withConnectionName(String name) {
        return new RabbitMqSettings(uri, queue, name, deliveryLimit, bound);
    }

    public RabbitMqSettings withDeliveryLimit(int limit) {
        return new RabbitMqSettings(uri, queue, connectionName, limit, bound);
    }

    public RabbitMqSettings withBound(Duration time) {
        return new RabbitMqSettings(uri, queue, connectionName, deliveryLimit, time);
    }

    /// Where messages go that nobody could handle. No work depends on them: the part's row tells what became
    /// of it, and whether its message is to be sent once more.
    public String deadQueue() {
        return queue + ".dead";
    }

    /// Without the password, for logs.
    @Override
    public String toString() {
        return "queue " + queue + " at " + uri.replaceFirst("://[^/]*@", "://***@");
    }
}
