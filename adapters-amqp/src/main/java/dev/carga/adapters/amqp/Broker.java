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

/// Opens connections to the broker and declares the queues. Thread-safe.
///
/// The client's own recovery is off: it repeats the recorded declarations forever and does not report why
/// they fail. Instead, the owner of a broken connection discards it and opens a new one. Each new connection
/// declares the queues, so a broker that comes back empty is no special case.
final class Broker {

    private static final Logger LOG = LoggerFactory.getLogger(Broker.class);

    private static final Pattern ADDRESS = Pattern.compile(
            "(?<before>amqps?://([^@/]*@)?)(?<host>\\[[^\\]]+]|[A-Za-z0-9._-]+)(?<after>(:[0-9]+)?(/.*)?)");
    private static final int HEARTBEAT_SECONDS = 10;
    private static final int CLOSE_TIMEOUT_MILLIS = 1_000;

    /// Every process that loads parts consumes the dead-letter queue. The limit protects the broker's disk
    /// from messages of other senders while no such process runs.
    private static final int MAX_DEAD_LETTERS = 100_000;

    static final Map<String, Object> DEAD_QUEUE_ARGUMENTS = Map.of("x-max-length", MAX_DEAD_LETTERS);

    private final RabbitMqSettings settings;
    private final ConnectionFactory factory = new ConnectionFactory();

    /// Does not connect.
    ///
    /// @throws InfrastructureException.Permanent if the address is malformed
    Broker(RabbitMqSettings settings) {
        this.settings = settings;
        try {
            Matcher address = ADDRESS.matcher(settings.uri());
            if (!address.matches()) {
                // The client would silently connect to localhost.
                throw new IllegalArgumentException("no valid host");
            }
            // A lone slash would mean the vhost with an empty name, which is never intended. The host is set
            // separately, because java.net.URI rejects an underscore in it, which compose files use.
            factory.setUri(
                    address.group("before") + "host" + address.group("after").replaceFirst("^([^/]*)/$", "$1"));
            factory.setHost(address.group("host"));
            if (settings.uri().startsWith("amqps://")) {
                // By default the client trusts every certificate.
                factory.useSslProtocol(SSLContext.getDefault());
                factory.enableHostnameVerification();
            }
        } catch (URISyntaxException | IllegalArgumentException | GeneralSecurityException _) {
            // Without the cause: its message quotes the address, which may contain the password.
            throw new InfrastructureException.Permanent(
                    "The broker's address cannot be used: write amqp://user:password@host:port/vhost,"
                            + " with %-escapes for special characters",
                    null);
        }
        factory.useBlockingIo();
        factory.setAutomaticRecoveryEnabled(false);
        factory.setTopologyRecoveryEnabled(false);
        factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
        factory.setShutdownTimeout(CLOSE_TIMEOUT_MILLIS);
        int timeout = Math.toIntExact(
                Math.min(settings.timeout().toMillis(), Duration.ofMinutes(5).toMillis()));
        factory.setConnectionTimeout(timeout);
        factory.setHandshakeTimeout(timeout);
        factory.setChannelRpcTimeout(timeout);
        factory.setThreadFactory(
                Thread.ofPlatform().daemon().name("carga-amqp-", 0).factory());
        factory.setExceptionHandler(new DebugLogExceptionHandler());
    }

    RabbitMqSettings settings() {
        return settings;
    }

    /// Opens a connection and declares the queues. The caller passes the connection to [#discard] in the end.
    ///
    /// @param purpose appended to the connection's name
    /// @throws InfrastructureException.Transient if the broker is unavailable
    /// @throws InfrastructureException.Permanent if it refuses the login or a declaration
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

    /// As [#connect], but declares no queue.
    Connection open(String purpose) {
        try {
            return factory.newConnection(settings.connectionName() + " (" + purpose + ")");
        } catch (IOException | TimeoutException | RuntimeException e) {
            throw AmqpFailures.connecting(this.toString(), factory, e);
        }
    }

    /// Closes the connection within [#CLOSE_TIMEOUT_MILLIS] and never throws. The broker requeues the
    /// messages that this connection has not acknowledged.
    static void discard(Connection connection) {
        connection.abort(CLOSE_TIMEOUT_MILLIS);
    }

    private void declare(Connection connection) {
        // RabbitMQ sends a message that reaches the delivery limit or is rejected through the default exchange
        // to the dead-letter queue. Another broker may ignore all four arguments.
        declare(connection, settings.deadQueue(), DEAD_QUEUE_ARGUMENTS);
        declare(connection, settings.queue(), queueArguments());
    }

    /// The arguments of the queue of parts.
    Map<String, Object> queueArguments() {
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
            // On a new channel, since a refused declaration closes it.
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

    /// The client logs every broken connection with a stack trace. The owner of the connection logs it in one
    /// line, so here the stack trace goes to the debug log.
    private static final class DebugLogExceptionHandler extends DefaultExceptionHandler {
        @Override
        public void handleUnexpectedConnectionDriverException(Connection connection, Throwable exception) {
            LOG.debug("event=connection_broken connection={}", connection, exception);
        }
    }
}
