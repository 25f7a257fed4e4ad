package dev.carga.adapters.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.carga.adapters.amqp.BrokerFacts.Queue;
import dev.carga.application.InfrastructureException;
import dev.carga.domain.Nullable;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeoutException;

/// Checks for `carga doctor` whether Carga can work with a broker, and why not. Leaves no trace: it declares
/// no queue, and the broker drops the one message that it publishes.
final class BrokerExamination {

    private static final String RABBITMQ = "RabbitMQ";

    /// A queue type that no broker knows.
    private static final String UNKNOWN_QUEUE_TYPE = "carga-checks-permission";

    private static final int CONFIRM_TIMEOUT_MILLIS = 2_000;

    private final Broker broker;
    private final Connection connection;
    private final String product;

    private BrokerExamination(Broker broker, Connection connection) {
        this.broker = broker;
        this.connection = connection;
        this.product = property("product");
    }

    static BrokerFacts of(Broker broker) {
        Connection connection;
        try {
            connection = broker.open("doctor");
        } catch (InfrastructureException e) {
            return new BrokerFacts.Unreachable(String.valueOf(e.getMessage()));
        }
        try {
            return new BrokerExamination(broker, connection).facts();
        } finally {
            Broker.discard(connection);
        }
    }

    private BrokerFacts facts() {
        PublisherBlock block = new PublisherBlock();
        connection.addBlockedListener(block::begin, block::end);
        @Nullable String refused = publish();
        RabbitMqSettings settings = broker.settings();
        return new BrokerFacts.Reached(
                product,
                property("version"),
                block.isActive() ? block.reason() : null,
                block.isActive() ? null : refused,
                queue(settings.queue(), broker.queueArguments()),
                queue(settings.deadQueue(), Broker.DEAD_QUEUE_ARGUMENTS));
    }

    private String property(String name) {
        return String.valueOf(connection.getServerProperties().getOrDefault(name, "unknown"));
    }

    /// Publishes to a queue that does not exist, so the broker drops the message. A broker reports an alarm
    /// only to connections that publish.
    ///
    /// @return why the broker did not accept the message; null if it did
    private @Nullable String publish() {
        try (Channel channel = AmqpFailures.present(connection.createChannel())) {
            channel.confirmSelect();
            channel.basicPublish("", "carga.doctor." + UUID.randomUUID(), null, new byte[0]);
            return channel.waitForConfirms(CONFIRM_TIMEOUT_MILLIS) ? null : "it was not confirmed";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        } catch (IOException | TimeoutException | RuntimeException e) {
            return AmqpFailures.reason(e);
        }
    }

    private Queue queue(String name, Map<String, Object> arguments) {
        try {
            AMQP.Queue.DeclareOk found = onChannel(channel -> channel.queueDeclarePassive(name));
            // The queue exists, so this creates nothing: it compares the arguments.
            AMQP.Queue.DeclareOk _ = onChannel(channel -> channel.queueDeclare(name, true, false, false, arguments));
            return new Queue.Fits(name, found.getMessageCount(), found.getConsumerCount());
        } catch (IOException | TimeoutException | RuntimeException e) {
            return AmqpFailures.replyCode(e) == AMQP.NOT_FOUND
                    ? new Queue.Missing(name, refusalToDeclare(name))
                    : new Queue.Unusable(name, AmqpFailures.reason(e));
        }
    }

    /// Checks the permission to declare the queue without creating it. RabbitMQ checks the permission before
    /// the queue type, so declaring an unknown type fails either way, and the reply code shows which check
    /// failed. Another broker might create the queue, so it is not asked.
    ///
    /// @return why this user may not declare the queue; null if no obstacle is known
    private @Nullable String refusalToDeclare(String name) {
        if (!product.equals(RABBITMQ)) {
            return null;
        }
        try {
            Map<String, Object> unknownType = new HashMap<>(Map.of("x-queue-type", UNKNOWN_QUEUE_TYPE));
            AMQP.Queue.DeclareOk _ = onChannel(channel -> channel.queueDeclare(name, true, false, false, unknownType));
            return null;
        } catch (IOException | TimeoutException | RuntimeException e) {
            return AmqpFailures.replyCode(e) == AMQP.ACCESS_REFUSED ? AmqpFailures.reason(e) : null;
        }
    }

    @FunctionalInterface
    private interface ChannelCall<T> {
        T on(Channel channel) throws IOException;
    }

    /// On a new channel, since a refusal closes it.
    private <T> T onChannel(ChannelCall<T> call) throws IOException, TimeoutException {
        Channel channel = AmqpFailures.present(connection.createChannel());
        T result = call.on(channel);
        channel.close();
        return result;
    }
}
