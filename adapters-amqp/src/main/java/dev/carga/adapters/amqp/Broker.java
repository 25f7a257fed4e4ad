package dev.carga.adapters.amqp;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.impl.DefaultExceptionHandler;
import dev.carga.application.InfrastructureException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens connections to the broker and makes sure that the queues are there. Thread-safe.
///
/// The client's own recovery is off: it repeats what it recorded, without end and without saying why it cannot.
/// Here, whoever holds a connection throws it away when it is broken and opens the next one, and the queues are
/// declared each time, so that a broker that comes back empty is no special case.
final class Broker {

    private static final Logger LOG = LoggerFactory.getLogger(Broker.class);

    private static final Pattern ADDRESS = Pattern.compile(
            "(?<before>amqps?://([^@/]*@)?)(?<host>\\[[^\\]]+]|[A-Za-z0-9._-]+)(?<after>(:[0-9]+)?(/.*)?)");
    private static final int HEARTBEAT_SECONDS = 10;
    private static final int CLOSING_MILLIS = 1_000;

    /// Every process that loads reads the dead letters; the limit is for those that somebody else sends while
    /// none does, and that would fill the disk of a broker nobody watches.
    private static final int MOST_DEAD_LETTERS = 100_000;

    static final Map<String, Object> DEAD_ARGUMENTS = Map.of("x-max-length", MOST_DEAD_LETTERS);

    private final RabbitMqSettings settings;
    private final ConnectionFactory factory = new ConnectionFactory();

    /// @throws InfrastructureException.Permanent if the address makes no sense
    Broker(RabbitMqSettings settings) {
        this.settings = settings;
        try {
            Matcher address = ADDRESS.matcher(settings.uri());
            if (!address.matches()) {
                // The client would take localhost instead, without a word.
                throw new IllegalArgumentException("no host that can be read");
            }
            // A lone slash would be the vhost with the empty name, which nobody means. The host goes
            // its own way: to java.net.URI one with an underscore, as compose files have them, is none.
            factory.setUri(
                    address.group("before") + "host" + address.group("after").replaceFirst("^([^/]*)/$", "$1"));
            factory.setHost(address.group("host"));
            if (settings.uri().startsWith("amqps://")) {
                // The client's own choice for amqps trusts every certificate.
                factory.useSslProtocol(SSLContext.getDefault());
                factory.enableHostnameVerification();
            }
        } catch (URISyntaxException | IllegalArgumentException | GeneralSecurityException _) {
            // Not as the cause: its message quotes the address, and that may hold the password.
            throw new InfrastructureException.Permanent(
                    "The broker's address cannot be used: write amqp://user:password@host:port/vhost,"
                            + " with %-escapes for special characters",
                    null);
        }
        factory.useBlockingIo();
        factory.setAutomaticRecoveryEnabled(false);
        factory.setTopologyRecoveryEnabled(false);
        factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
        factory.setShutdownTimeout(CLOSING_MILLIS);
        int bound = Math.toIntExact(
                Math.min(settings.bound().toMillis(), Duration.ofMinutes(5).toMillis()));
        factory.setConnectionTimeout(bound);
        factory.setHandshakeTimeout(bound);
        factory.setChannelRpcTimeout(bound);
        factory.setThreadFactory(
                Thread.ofPlatform().daemon().name("carga-amqp-", 0).factory());
        factory.setExceptionHandler(new Quiet());
    }

    RabbitMqSettings settings() {
        return settings;
    }

    /// A new connection on a broker whose queues are declared. To be given to [#discard] in the end.
    ///
    /// @param purpose completes the connection's name
    Connection connect(String purpose) {
        Connection connection = open(purpose);
        try {
            declare(connection);
            return connection;
        } catch (InfrastructureException e) {
            discard(connection);
            throw e;
        }
    }

    /// The same, whatever queues there are.
    Connection open(String purpose) {
        try {
            return factory.newConnection(settings.connectionName() + " (" + purpose + ")");
        } catch (IOException | TimeoutException | RuntimeException e) {
            throw AmqpFailures.connecting(this.toString(), factory, e);
        }
    }

    /// Never throws and never takes long: what the broker holds for a broken connection, it takes back by itself.
    static void discard(Connection connection) {
        connection.abort(CLOSING_MILLIS);
    }

    private void declare(Connection connection) {
        // On plain RabbitMQ every message that leaves by the delivery limit or a rejection goes through the
        // default exchange to the dead-letter queue. A broker that is not RabbitMQ may ignore all four
        // arguments.
        declare(connection, settings.deadQueue(), DEAD_ARGUMENTS);
        declare(connection, settings.queue(), arguments());
    }

    /// What the queue of parts is made with.
    Map<String, Object> arguments() {
        return Map.of(
                "x-queue-type",
                "quorum",
                "x-delivery-limit",
                settings.deliveryLimit(),
                "x-dead-letter-exchange",
                "",
                "x-dead-letter-routing-key",
                settings.deadQueue());
    }

    private static void declare(Connection connection, String queue, Map<String, Object> arguments) {
        try {
            // A channel of its own: a refused declaration closes it.
            Channel channel = AmqpFailures.present(connection.createChannel());
            channel.queueDeclare(queue, true, false, false, arguments);
            channel.close();
        } catch (IOException | TimeoutException | RuntimeException e) {
            throw AmqpFailures.declaring(queue, e);
        }
    }

    @Override
    public String toString() {
        return factory.getHost() + ":" + factory.getPort();
    }

    /// The client would report a broken connection with a stack trace, besides telling us; we say it in one line.
    private static final class Quiet extends DefaultExceptionHandler {
        @Override
        public void handleUnexpectedConnectionDriverException(Connection connection, Throwable exception) {
            LOG.debug("event=connection_broken connection={}", connection, exception);
        }
    }
}
