package dev.carga.adapters.amqp;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import dev.carga.application.container.TestImages;
import dev.carga.domain.Nullable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.testcontainers.rabbitmq.RabbitMQContainer;
import org.testcontainers.utility.DockerImageName;

/// The broker of this JVM's tests: the one that [#VARIABLE] names, else RabbitMQ in Docker if Docker answers,
/// else an embedded one that is not RabbitMQ. Says once which it took.
///
/// Tests share it, so each takes a queue name of its own and deletes what it made. Thread-safe.
public final class TestBroker {

    /// Such as `amqp://guest:guest@127.0.0.1:5672`.
    public static final String VARIABLE = "CARGA_TEST_AMQP_URL";

    private static @Nullable TestBroker running;

    private final String uri;
    private final String product;

    private TestBroker(String uri, String how) {
        this.uri = uri;
        this.product = askProduct(uri);
        System.out.println("Broker for tests: " + product + " (" + how + ")");
    }

    /// Starts it with the first call.
    public static synchronized TestBroker running() {
        TestBroker broker = running;
        if (broker == null) {
            broker = choose();
            running = broker;
        }
        return broker;
    }

    private static TestBroker choose() {
        String given = System.getenv(VARIABLE);
        if (given != null && !given.isBlank()) {
            return new TestBroker(given, VARIABLE);
        }
        Optional<String> obstacle = TestImages.obstacle(TestImages.RABBITMQ);
        if (obstacle.isEmpty()) {
            return new TestBroker(startContainer(), TestImages.RABBITMQ + " in Docker");
        }
        return new TestBroker(
                EmbeddedBroker.start(), "embedded, since " + VARIABLE + " is not set, and " + obstacle.get());
    }

    /// Testcontainers takes it away when this JVM has ended.
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

    /// This broker's address by way of something on another port of this machine, such as a [CuttableProxy].
    public String uriThrough(int port) {
        URI direct = URI.create(uri);
        String path = direct.getRawPath() == null ? "" : direct.getRawPath();
        return "amqp://" + direct.getRawUserInfo() + "@127.0.0.1:" + port + path;
    }

    public boolean isRabbitMq() {
        return product.startsWith("RabbitMQ");
    }

    /// Reports the calling test as skipped on a broker that is not RabbitMQ.
    public void assumeRabbitMq(String why) {
        assumeTrue(isRabbitMq(), () -> "only RabbitMQ shows this, not " + product + ": " + why);
    }

    /// A name that no other test has.
    public String newQueueName() {
        return "carga-test-" + UUID.randomUUID();
    }

    /// Settings for a queue, without a detour.
    public RabbitMqSettings settings(String queue) {
        return RabbitMqSettings.at(uri).withQueue(queue).withConnectionName("carga test");
    }

    /// Deletes the queue and its dead-letter queue; content with what is not there.
    public void delete(String queue) {
        deleteOne(queue);
        deleteOne(queue + ".dead");
    }

    /// Deletes one queue under whoever uses it.
    public void deleteOne(String queue) {
        try {
            onChannel(channel -> channel.queueDelete(queue));
        } catch (IllegalStateException e) {
            // RabbitMQ is content with a queue that is not there, others are not.
            if (!(e.getCause() instanceof IOException)) {
                throw e;
            }
        }
    }

    /// Declares a queue with no arguments at all: not as Carga would.
    public void declarePlain(String queue) {
        onChannel(channel -> channel.queueDeclare(queue, true, false, false, null));
    }

    /// Sends anything.
    public void publish(String queue, byte[] body) {
        publish(queue, null, body);
    }

    /// Sends anything, with these properties.
    public void publish(String queue, AMQP.@Nullable BasicProperties properties, byte[] body) {
        onChannel(channel -> {
            channel.confirmSelect();
            channel.basicPublish("", queue, true, properties, body);
            channel.waitForConfirmsOrDie(10_000);
            return queue;
        });
    }

    /// Takes a message out of the queue.
    public Optional<GetResponse> take(String queue) {
        return Optional.ofNullable(onChannel(channel -> channel.basicGet(queue, true)));
    }

    private <T extends @Nullable Object> T onChannel(Work<T> work) {
        try (Connection connection = factory(uri).newConnection("carga test broker");
                Channel channel = connection.createChannel()) {
            return work.on(channel);
        } catch (IOException | TimeoutException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String askProduct(String uri) {
        try (Connection connection = factory(uri).newConnection("carga test broker")) {
            var properties = connection.getServerProperties();
            return properties.get("product") + " " + properties.get("version");
        } catch (IOException | TimeoutException e) {
            throw new IllegalStateException(
                    "No broker for tests at port " + URI.create(uri).getPort(), e);
        }
    }

    private static ConnectionFactory factory(String uri) {
        ConnectionFactory factory = new ConnectionFactory();
        try {
            factory.setUri(uri);
        } catch (Exception e) {
            throw new IllegalStateException(VARIABLE + " is not the address of a broker", e);
        }
        factory.useBlockingIo();
        factory.setAutomaticRecoveryEnabled(false);
        return factory;
    }

    @FunctionalInterface
    private interface Work<T extends @Nullable Object> {
        T on(Channel channel) throws IOException, TimeoutException, InterruptedException;
    }
}
