package dev.carga.adapters.amqp;

import dev.carga.domain.Nullable;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.SystemLauncherListener;
import org.apache.qpid.server.model.Container;
import org.apache.qpid.server.model.Port;
import org.apache.qpid.server.model.SystemConfig;

/// Apache Qpid Broker-J inside this JVM, on a port of the loopback, with its messages in memory. It stops
/// with the JVM.
///
/// It is not RabbitMQ: it ignores `x-queue-type`, the delivery limit and the dead-letter arguments, delivers
/// a rejected message again at once, and counts unacknowledged messages as ready.
public final class EmbeddedBroker {

    private EmbeddedBroker() {}

    /// Runs a broker until the JVM ends, for tests that kill it.
    ///
    /// @param arguments the port
    public static void main(String[] arguments) throws InterruptedException {
        start(Integer.parseInt(arguments[0]));
        Thread.sleep(Long.MAX_VALUE);
    }

    /// Starts a broker on a free port, within two or three seconds.
    ///
    /// @return its AMQP URL
    static String start() {
        return start(0);
    }

    private static String start(int port) {
        PortListener listener = new PortListener();
        try {
            URL configuration = EmbeddedBroker.class.getResource("embedded-broker.json");
            if (configuration == null) {
                throw new IllegalStateException("The resource embedded-broker.json is missing");
            }
            Map<String, Object> attributes = new HashMap<>();
            attributes.put(SystemConfig.TYPE, "Memory");
            attributes.put(SystemConfig.INITIAL_CONFIGURATION_LOCATION, configuration.toExternalForm());
            attributes.put(SystemConfig.STARTUP_LOGGED_TO_SYSTEM_OUT, false);
            attributes.put(
                    SystemConfig.CONTEXT,
                    Map.of(
                            SystemConfig.PROPERTY_QPID_WORK,
                            Files.createTempDirectory("carga-test-broker").toString(),
                            "queue.behaviourOnUnknownDeclareArgument",
                            "IGNORE",
                            "carga.port",
                            Integer.toString(port)));
            new SystemLauncher(listener).startup(attributes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (Exception e) {
            throw new IllegalStateException("The embedded broker does not start", e);
        }
        return "amqp://guest:guest@127.0.0.1:" + listener.port();
    }

    /// Reads the port that the system chose for port 0: choosing a free port here would be a race.
    private static final class PortListener extends SystemLauncherListener.DefaultSystemLauncherListener {

        private @Nullable SystemConfig<?> config;

        @Override
        public void onContainerResolve(SystemConfig<?> systemConfig) {
            config = systemConfig;
        }

        int port() {
            SystemConfig<?> started = config;
            if (started == null) {
                throw new IllegalStateException("The embedded broker has not resolved its configuration");
            }
            Container<?> container = started.getContainer();
            return container.getChildren(Port.class).iterator().next().getBoundPort();
        }
    }
}
