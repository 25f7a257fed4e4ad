package dev.carga.adapters.http.server;

import dev.carga.adapters.http.exchange.ErrorMapping;
import dev.carga.adapters.http.exchange.Problem;
import dev.carga.adapters.http.exchange.Responses;
import dev.carga.adapters.http.settings.HttpSettings;
import dev.carga.application.InfrastructureException;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.JettyConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.http.NotFoundResponse;
import io.javalin.util.JavalinLogger;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.function.Consumer;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What all HTTP servers of a process have in common: how they listen, how they answer requests without a
/// route, and how they stop. Each request runs on a virtual thread.
public final class JettyServer {

    /// While the server stops, a connection is closed after this long without traffic. An idle kept-alive
    /// connection delays the stop by no more.
    private static final Duration IDLE_TIMEOUT_WHILE_STOPPING = Duration.ofSeconds(2);

    /// Bodies are large: Jetty's default of 8 KiB costs a system call per fifty lines.
    private static final int INPUT_BUFFER_BYTES = 64 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(JettyServer.class);

    private final String name;
    private final String portFlag;
    private final Problem unknownRoute;
    private final HttpSettings settings;

    /// @param name         of its threads
    /// @param portFlag     the command line's flag for its port, for messages
    /// @param unknownRoute the response where there is no route
    public JettyServer(String name, String portFlag, Problem unknownRoute, HttpSettings settings) {
        this.name = name;
        this.portFlag = portFlag;
        this.unknownRoute = unknownRoute;
        this.settings = settings;
    }

    /// A server that is configured further by `configuration`, and not started yet.
    public Javalin with(Consumer<JavalinConfig> configuration) {
        JavalinLogger.startupInfo = false;
        return Javalin.create(config -> {
            configure(config);
            configure(config.jetty);
            configuration.accept(config);
            mapExceptions(config.routes);
        });
    }

    /// Accepts no new requests, waits for those in progress for the stop timeout of the settings, and stops.
    public static void stop(Javalin javalin) {
        try {
            javalin.jettyServer().server().stop();
        } catch (Exception e) {
            LOG.warn("event=http_stopped_early cause={}", e.toString());
        }
    }

    private static void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.defaultContentType = Responses.JSON;
        config.http.prefer405over404 = true;
    }

    private void configure(JettyConfig jetty) {
        // Selectors and acceptors run on platform threads, routes on virtual ones.
        QueuedThreadPool threads = new QueuedThreadPool();
        threads.setName(name);
        threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
        jetty.threadPool = threads;
        jetty.modifyHttpConfiguration(http -> http.setUriCompliance(UriCompliance.DEFAULT));
        HeaderTimeout headerTimeout = new HeaderTimeout(settings.idleTimeout());
        jetty.modifyServer(server -> {
            server.insertHandler(new GracefulHandler());
            server.insertHandler(headerTimeout);
            server.setStopTimeout(settings.stopTimeout().toMillis());
            server.setErrorHandler(new ServerErrors());
        });
        jetty.addConnector((server, http) -> connector(server, http, headerTimeout));
    }

    /// A connector that listens already, so that a port in use is detected before anything else starts.
    private ServerConnector connector(Server server, HttpConfiguration http, HeaderTimeout headerTimeout) {
        HttpConnectionFactory connections = new HttpConnectionFactory(http);
        connections.setInputBufferSize(INPUT_BUFFER_BYTES);
        ServerConnector connector = new ServerConnector(server, connections);
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setIdleTimeout(settings.idleTimeout().toMillis());
        connector.setShutdownIdleTimeout(IDLE_TIMEOUT_WHILE_STOPPING.toMillis());
        connector.addBean(new NetworkConnectionLimit(settings.limits().connections(), connector));
        connector.addBean(headerTimeout, false);
        try {
            connector.open();
        } catch (IOException e) {
            throw new InfrastructureException.Permanent(cannotListen(e), e);
        }
        return connector;
    }

    private String cannotListen(IOException failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        if (cause instanceof BindException && String.valueOf(cause.getMessage()).contains("in use")) {
            return "Port %d on %s is taken: stop what listens there or choose another with %s"
                    .formatted(settings.port(), settings.host(), portFlag);
        }
        return "Cannot listen on port %d of %s (%s): choose another with %s and --host"
                .formatted(settings.port(), settings.host(), cause, portFlag);
    }

    private void mapExceptions(RoutesConfig routes) {
        routes.exception(NotFoundResponse.class, (_, ctx) -> Responses.refuse(ctx, unknownRoute));
        routes.exception(MethodNotAllowedResponse.class, (e, ctx) -> refuseMethod(ctx, e));
        routes.exception(Exception.class, (e, ctx) -> Responses.refuse(ctx, ErrorMapping.problemOf(e)));
    }

    private static void refuseMethod(Context ctx, MethodNotAllowedResponse refusal) {
        String allowed = String.join(", ", refusal.getDetails().values());
        ctx.header("Allow", allowed);
        Responses.refuse(ctx, Problem.METHOD_NOT_ALLOWED, ctx.req().getMethod(), allowed);
    }
}
