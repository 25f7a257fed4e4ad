package dev.carga.adapters.http;

import dev.carga.adapters.http.exchange.Problem;
import dev.carga.adapters.http.management.ManagementRoutes;
import dev.carga.adapters.http.server.JettyServer;
import dev.carga.adapters.http.settings.ClientLimits;
import dev.carga.adapters.http.settings.HttpSettings;
import dev.carga.adapters.http.settings.MetricsPage;
import dev.carga.application.InfrastructureException;
import dev.carga.application.health.CheckHealth;
import io.javalin.Javalin;
import java.time.Duration;

/// The management port: health and metrics, for operators. Workers have no other port. It listens from the
/// start of the process until everything else has stopped.
public final class ManagementServer implements AutoCloseable {

    /// For probes and scrapers. More connections wait.
    private static final int CONNECTIONS = 50;

    /// A response takes two seconds at most.
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(3);

    private final Javalin javalin;

    private ManagementServer(Javalin javalin) {
        this.javalin = javalin;
    }

    /// Starts listening.
    ///
    /// @param port 0 for any free one
    /// @throws InfrastructureException.Permanent if it cannot listen there, with a one-line message for the
    ///                                           operator
    public static ManagementServer start(String host, int port, CheckHealth health, MetricsPage metrics) {
        ClientLimits limits = new ClientLimits(
                CONNECTIONS, CONNECTIONS, ClientLimits.USUAL.bytesPerSecond(), ClientLimits.USUAL.averagedOver());
        HttpSettings settings = new HttpSettings(host, port, null, HttpSettings.IDLE_TIMEOUT, STOP_TIMEOUT, limits);
        RouteTable table = RouteTable.ofManagement(new ManagementRoutes(health, metrics));
        Javalin javalin = new JettyServer("management", "--management-port", Problem.UNKNOWN_MANAGEMENT_ROUTE, settings)
                .with(config -> table.addTo(config.routes));
        table.start(javalin);
        return new ManagementServer(javalin);
    }

    /// The port it listens on, also if 0 was asked for.
    public int port() {
        return javalin.port();
    }

    @Override
    public void close() {
        JettyServer.stop(javalin);
    }
}
