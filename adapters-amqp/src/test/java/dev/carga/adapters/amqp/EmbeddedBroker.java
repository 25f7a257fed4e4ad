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

/// Apache Qpid Broker-J inside this JVM, on a port of the loopback, with its messages in memory. It ends with the
/// JVM.
///
/// It is not RabbitMQ: it passes over `x-queue-type`, the delivery limit and the dead-letter arguments, and a
/// message that is rejected comes again at once. It counts those in hand among those that wait.
public final class EmbeddedBroker {

    private EmbeddedBroker() {}

    /// A broker to kill: on the port that is the one argument, until the JVM ends.
    public static void main(String[] arguments) throws InterruptedException {
        start(Integer.parseInt(arguments[0]));
        Thread.sleep(Long.MAX_VALUE);
    }

    /// Starts it on a free port; takes two or three seconds.
    ///
    /// @return its address
    static String start() {
        return start(0);
    }

    private static String start(int port) {
        Resolved resolved = new Resolved();
        try {
            URL configuration = EmbeddedBroker.class.getResource("embedded-broker.json");
            if (configuration == null) {
                throw new IllegalStateException("embedded-broker.json is not beside this class");
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
            new SystemLauncher(resolved).startup(attributes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (Exception e) {
            throw new IllegalStateException("The embedded broker does not start", e);
        }
        return "amqp://guest:guest@127.0.0.1:" + resolved.port();
    }

    /// Tells the port, which the configuration leaves to the system: no race for a free one.
    private static final class Resolved extends SystemLauncherListener.DefaultSystemLauncherListener {

        private @Nullable SystemConfig<?> config;

        @Override
        public void onContainerResolve(SystemConfig<?> systemConfig) {
            config = systemConfig;
        }

        int port() {
            SystemConfig<?> started = config;
            if (started == null) {
                throw new IllegalStateException("The embedded broker has not told its configuration");
            }
            Container<?> container = started.getContainer();
            return container.getChildren(Port.class).iterator().next().getBoundPort();
        }
    }
}
