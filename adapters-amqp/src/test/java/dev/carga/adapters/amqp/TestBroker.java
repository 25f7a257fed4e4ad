package dev.carga.adapters.amqp;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import dev.carga.application.container.TestImages;
import dev.carga.application.container.TestServerChoice;
import dev.carga.domain.Nullable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.testcontainers.rabbitmq.RabbitMQContainer;
import org.testcontainers.utility.DockerImageName;

/// The broker that all tests of a JVM share: the one that [TestServerChoice] chooses. The run prints which
/// one and why. An embedded broker is not RabbitMQ: see [#assumeRabbitMq].
///
/// Each test uses a queue name that no other test has, and deletes the queues that it declared. Thread-safe.
public final class TestBroker {

    /// The environment variable with an external broker's URL, such as `amqp://guest:guest@127.0.0.1:5672`.
    public static final String VARIABLE = "CARGA_TEST_AMQP_URL";

    private static @Nullable TestBroker running;

    /// Why there is no broker. Kept, so that every test fails at once and with the reason.
    private static @Nullable String failure;

    private final String uri;
    private final String product;

    private TestBroker(String uri, String reason) {
        this.uri = uri;
        this.product = readProduct(uri);
        System.out.println("Broker for tests: " + product + " (" + reason + ")");
    }

    /// The first call starts it.
    public static synchronized TestBroker running() {
        @Nullable String known = failure;
        if (known != null) {
            throw new IllegalStateException(known);
        }
        TestBroker broker = running;
        if (broker == null) {
            try {
                broker = start(TestServerChoice.of(VARIABLE, TestImages.RABBITMQ));
            } catch (RuntimeException e) {
                failure = String.valueOf(e.getMessage());
                throw e;
            }
            running = broker;
        }
        return broker;
    }

    private static TestBroker start(TestServerChoice choice) {
        return switch (choice.source()) {
            case EXTERNAL -> new TestBroker(System.getenv(VARIABLE), choice.reason());
            case DOCKER -> new TestBroker(startContainer(), TestImages.RABBITMQ + " in Docker; " + choice.reason());
            case EMBEDDED -> new TestBroker(EmbeddedBroker.start(), "embedded; " + choice.reason());
        };
    }

    /// Testcontainers removes the container after this JVM has ended.
    @SuppressWarnings("resource")
    private static String startContainer() {
        RabbitMQContainer container = new RabbitMQContainer(DockerImageName.parse(TestImages.RABBITMQ))
                .withStartupTimeout(Duration.ofMinutes(3));
        container.start();
        return "amqp://" + container.getAdminUsername() + ":" + container.getAdminPassword() + "@" + container.getHost()
                + ":" + container.getAmqpPort();
    }

    public String uri() {
        return uri;
    }

    public String host() {
        return URI.create(uri).getHost();
    }

    public int port() {
        int port = URI.create(uri).getPort();
        return port < 0 ? AMQP.PROTOCOL.PORT : port;
    }

    /// This broker's URL through another port of this machine, such as that of a [CuttableProxy].
    public String uriThrough(int port) {
        URI direct = URI.create(uri);
        String path = direct.getRawPath() == null ? "" : direct.getRawPath();
        return "amqp://" + direct.getRawUserInfo() + "@127.0.0.1:" + port + path;
    }

    public boolean isRabbitMq() {
        return product.startsWith("RabbitMQ");
    }

    /// Reports the calling test as skipped unless the broker is RabbitMQ.
    ///
    /// @param why what RabbitMQ does and the embedded broker does not
    public void assumeRabbitMq(String why) {
        assumeTrue(isRabbitMq(), () -> "needs RabbitMQ, not " + product + ": " + why);
    }

    /// A queue name that no other test has.
    public String newQueueName() {
        return "carga-test-" + UUID.randomUUID();
    }

    /// Settings for a queue on a direct connection.
    public RabbitMqSettings settings(String queue) {
        return RabbitMqSettings.at(uri).withQueue(queue).withConnectionName("carga test");
    }

    /// Deletes the queue and its dead-letter queue, if they exist.
    public void delete(String queue) {
        deleteOne(queue);
        deleteOne(queue + ".dead");
    }

    /// Deletes one queue if it exists, even while it has consumers.
    public void deleteOne(String queue) {
        try {
            onChannel(channel -> channel.queueDelete(queue));
        } catch (IllegalStateException e) {
            // Only RabbitMQ succeeds if the queue does not exist.
            if (!(e.getCause() instanceof IOException)) {
                throw e;
            }
        }
    }

    /// Declares a queue without arguments: Carga's own declaration of it then fails.
    public void declarePlain(String queue) {
        onChannel(channel -> channel.queueDeclare(queue, true, false, false, null));
    }

    /// Sends a message without properties, and waits for the broker's confirm.
    public void publish(String queue, byte[] body) {
        publish(queue, null, body);
    }

    /// Sends a message, and waits for the broker's confirm.
    public void publish(String queue, AMQP.@Nullable BasicProperties properties, byte[] body) {
        onChannel(channel -> {
            channel.confirmSelect();
            channel.basicPublish("", queue, true, properties, body);
            channel.waitForConfirmsOrDie(10_000);
            return queue;
        });
    }

    /// Removes the first message from the queue; empty if the queue is empty.
    public Optional<GetResponse> take(String queue) {
        return Optional.ofNullable(onChannel(channel -> channel.basicGet(queue, true)));
    }

    private <T extends @Nullable Object> T onChannel(ChannelAction<T> action) {
        try (Connection connection = factory(uri).newConnection("carga test broker");
                Channel channel = connection.createChannel()) {
            return action.run(channel);
        } catch (IOException | TimeoutException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String readProduct(String uri) {
        try (Connection connection = factory(uri).newConnection("carga test broker")) {
            var properties = connection.getServerProperties();
            return properties.get("product") + " " + properties.get("version");
        } catch (IOException | TimeoutException e) {
            throw new IllegalStateException(
                    "No broker for tests responds at port " + URI.create(uri).getPort(), e);
        }
    }

    private static ConnectionFactory factory(String uri) {
        ConnectionFactory factory = new ConnectionFactory();
        try {
            factory.setUri(uri);
        } catch (Exception e) {
            throw new IllegalStateException(VARIABLE + " is not the URL of a broker", e);
        }
        factory.useBlockingIo();
        factory.setAutomaticRecoveryEnabled(false);
        return factory;
    }

    @FunctionalInterface
    private interface ChannelAction<T extends @Nullable Object> {
        T run(Channel channel) throws IOException, TimeoutException, InterruptedException;
    }
}
