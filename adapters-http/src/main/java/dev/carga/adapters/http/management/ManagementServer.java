package dev.carga.adapters.http.management;

import dev.carga.adapters.http.exchange.Problem;
import dev.carga.adapters.http.server.ClientLimits;
import dev.carga.adapters.http.server.HttpSettings;
import dev.carga.adapters.http.server.JettyServer;
import dev.carga.application.InfrastructureException;
import dev.carga.application.health.CheckHealth;
import io.javalin.Javalin;
import java.time.Duration;

/// Tells at a port of its own how the process is, and nothing else: for those who run it, not for those who use
/// it, and for workers, which have no other. Listens from the start until everything else has ended.
public final class ManagementServer implements AutoCloseable {

    /// Probes and scrapers; more wait.
    private static final int CONNECTIONS = 50;

    /// An answer takes two seconds at most.
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(3);

    private final Javalin javalin;

    private ManagementServer(HttpSettings settings, ManagementRoutes routes) {
        this.javalin = new JettyServer("management", "--management-port", Problem.UNKNOWN_MANAGEMENT_ROUTE, settings)
                .with(config -> routes.addTo(config.routes));
    }

    /// Starts listening.
    ///
    /// @param port 0 takes any free one
    /// @throws InfrastructureException.Permanent if it cannot listen there, with one line that says what to do
    public static ManagementServer start(String host, int port, CheckHealth health, MetricsPage metrics) {
        ClientLimits limits = new ClientLimits(
                CONNECTIONS, CONNECTIONS, ClientLimits.USUAL.bytesPerSecond(), ClientLimits.USUAL.averagedOver());
        HttpSettings settings = new HttpSettings(host, port, null, HttpSettings.IDLE_TIMEOUT, STOP_TIMEOUT, limits);
        ManagementServer server = new ManagementServer(settings, new ManagementRoutes(health, metrics));
        server.javalin.start();
        return server;
    }

    /// The port it listens on, also where the choice was left open.
    public int port() {
        return javalin.port();
    }

    @Override
    public void close() {
        JettyServer.stop(javalin);
    }
}
