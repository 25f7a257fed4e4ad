package dev.carga.bootstrap.faults;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/// Calls of the broker without Carga.
final class Amqp {

    private static final Duration READY_TIMEOUT = Duration.ofSeconds(90);
    private static final int CALL_TIMEOUT_MILLIS = 5_000;

    private Amqp() {}

    /// Waits until a client can log in. A port that listens is not enough.
    static void awaitConnection(BrokerNode node, Process process) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + READY_TIMEOUT.toNanos();
        while (true) {
            try (Connection _ = connect(node)) {
                return;
            } catch (IOException | TimeoutException e) {
                if (!process.isAlive()) {
                    throw new IOException(node.product() + " ended instead of starting", e);
                }
                if (System.nanoTime() > deadline) {
                    throw new IOException(node.product() + " accepts no connection after its start", e);
                }
                Thread.sleep(100);
            }
        }
    }

    /// The waiting messages of an existing queue.
    static long count(BrokerNode node, String queue) throws IOException {
        try (Connection connection = connect(node);
                Channel channel = connection.createChannel()) {
            return channel.messageCount(queue);
        } catch (TimeoutException e) {
            throw new IOException(e);
        }
    }

    private static Connection connect(BrokerNode node) throws IOException, TimeoutException {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(node.port());
        factory.setUsername("guest");
        factory.setPassword("guest");
        factory.useBlockingIo();
        factory.setAutomaticRecoveryEnabled(false);
        factory.setConnectionTimeout(CALL_TIMEOUT_MILLIS);
        factory.setHandshakeTimeout(CALL_TIMEOUT_MILLIS);
        factory.setChannelRpcTimeout(CALL_TIMEOUT_MILLIS);
        return factory.newConnection("fault suite");
    }
}
