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

/// Looks at a broker for somebody who wants to know why Carga does not work with it, or whether it will.
/// Leaves nothing behind: no queue is made, and the one message that is sent goes nowhere.
final class BrokerExamination {

    private static final String RABBITMQ = "RabbitMQ";

    /// No queue type that a broker knows.
    private static final String NO_SUCH_TYPE = "carga-asks-whether-it-may";

    private static final int CONFIRM_MILLIS = 2_000;

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
        PublisherBlock blockade = new PublisherBlock();
        connection.addBlockedListener(blockade::begin, blockade::end);
        @Nullable String refused = publish();
        RabbitMqSettings settings = broker.settings();
        return new BrokerFacts.Reached(
                product,
                property("version"),
                blockade.isOn() ? blockade.reason() : null,
                blockade.isOn() ? null : refused,
                queue(settings.queue(), broker.arguments()),
                queue(settings.deadQueue(), Broker.DEAD_ARGUMENTS));
    }

    private String property(String name) {
        return String.valueOf(connection.getServerProperties().getOrDefault(name, "unknown"));
    }

    /// Only who publishes is told that the broker takes no messages. This one is for a queue that nobody
    /// has, so it is dropped.
    ///
    /// @return why it was not taken
    private @Nullable String publish() {
        try (Channel channel = AmqpFailures.present(connection.createChannel())) {
            channel.confirmSelect();
            channel.basicPublish("", "carga.doctor." + UUID.randomUUID(), null, new byte[0]);
            return channel.waitForConfirms(CONFIRM_MILLIS) ? null : "it was not confirmed";
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
            // It is there, so this makes nothing: it asks whether it is the one.
            AMQP.Queue.DeclareOk _ = onChannel(channel -> channel.queueDeclare(name, true, false, false, arguments));
            return new Queue.Fits(name, found.getMessageCount(), found.getConsumerCount());
        } catch (IOException | TimeoutException | RuntimeException e) {
            return AmqpFailures.replyCode(e) == AMQP.NOT_FOUND
                    ? new Queue.Missing(name, refusalToMake(name))
                    : new Queue.Unusable(name, AmqpFailures.reason(e));
        }
    }

    /// RabbitMQ looks at the permission first and at the type then, so that a queue of a type that it does
    /// not know tells whether one of a known type could be made, and is not made. Another broker might make
    /// it.
    private @Nullable String refusalToMake(String name) {
        if (!product.equals(RABBITMQ)) {
            return null;
        }
        try {
            Map<String, Object> impossible = new HashMap<>(Map.of("x-queue-type", NO_SUCH_TYPE));
            AMQP.Queue.DeclareOk _ = onChannel(channel -> channel.queueDeclare(name, true, false, false, impossible));
            return null;
        } catch (IOException | TimeoutException | RuntimeException e) {
            return AmqpFailures.replyCode(e) == AMQP.ACCESS_REFUSED ? AmqpFailures.reason(e) : null;
        }
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask(Channel channel) throws IOException;
    }

    /// A channel of its own: a refusal closes it.
    private <T> T onChannel(Question<T> question) throws IOException, TimeoutException {
        Channel channel = AmqpFailures.present(connection.createChannel());
        T answer = question.ask(channel);
        channel.close();
        return answer;
    }
}
