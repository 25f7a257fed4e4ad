package dev.carga.adapters.http;

import dev.carga.application.InfrastructureException;
import dev.carga.application.control.RetryUpload;
import dev.carga.application.control.WithdrawUpload;
import dev.carga.application.health.CheckHealth;
import dev.carga.application.receive.ReceiveUpload;
import dev.carga.application.report.ReportStatus;
import dev.carga.application.report.ReportUploads;
import dev.carga.domain.Nullable;
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
import java.util.Objects;
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

/// The web side of Carga, listening. Each request has a virtual thread of its own.
public final class HttpServer implements AutoCloseable {

    /// While the server stops, a connection on which nothing moves for this long is closed. It is what an idle
    /// kept-alive connection can hold up the stop.
    private static final Duration IDLE_TIMEOUT_WHILE_STOPPING = Duration.ofSeconds(2);

    /// Bodies are large: Jetty's own 8 KiB are a system call for every fifty lines.
    private static final int INPUT_BUFFER_BYTES = 64 << 10;

    private static final String LIVE = "/health/live";
    private static final String READY = "/health/ready";
    private static final String UPLOADS = "/api/v1/uploads";
    private static final String UPLOAD = UPLOADS + "/{" + HistoryRoutes.ID + "}";

    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    private final HttpSettings settings;
    private final Javalin javalin;

    /// Null until there is something to answer with.
    private volatile @Nullable Routes routes;

    /// What the routes lead to.
    public record UseCases(
            ReceiveUpload receive,
            ReportStatus status,
            ReportUploads uploads,
            WithdrawUpload withdraw,
            RetryUpload retry) {}

    private record Routes(UploadRoute upload, StatusRoute status, HistoryRoutes history, ControlRoutes control) {}

    private HttpServer(HttpSettings settings, CheckHealth health) {
        HealthRoute healthRoute = new HealthRoute(health);
        this.settings = settings;
        this.javalin = Javalin.create(config -> {
            configure(config);
            configure(config.jetty, settings);
            config.routes.before(this::refuseWhileStarting);
            config.routes.get(LIVE, HealthRoute::live);
            config.routes.head(LIVE, HealthRoute::live);
            config.routes.get(READY, healthRoute::ready);
            config.routes.head(READY, healthRoute::ready);
            config.routes.post("/", ctx -> routes().upload().handle(ctx));
            config.routes.get("/status", ctx -> routes().status().handle(ctx));
            config.routes.head("/status", ctx -> routes().status().handle(ctx));
            config.routes.get(UPLOADS, ctx -> routes().history().list(ctx));
            config.routes.get(UPLOAD, ctx -> routes().history().one(ctx));
            config.routes.post(UPLOAD + "/cancel", ctx -> routes().control().cancel(ctx));
            config.routes.post(UPLOAD + "/retry", ctx -> routes().control().retry(ctx));
            config.routes.post(UPLOAD + "/undo", ctx -> routes().control().undo(ctx));
            mapFailures(config.routes);
        });
    }

    /// Starts listening. When this returns, the process's health is told, and all else is answered with
    /// `starting`, until [#open].
    ///
    /// @throws InfrastructureException.Permanent if it cannot listen there, with one line that says what to do
    public static HttpServer start(HttpSettings settings, CheckHealth health) {
        JavalinLogger.startupInfo = false;
        HttpServer server = new HttpServer(settings, health);
        server.javalin.start();
        return server;
    }

    /// Answers every request from now on.
    public HttpServer open(UseCases useCases) {
        routes = new Routes(
                new UploadRoute(useCases.receive(), settings),
                new StatusRoute(useCases.status()),
                new HistoryRoutes(useCases.uploads()),
                new ControlRoutes(useCases.withdraw(), useCases.retry(), useCases.uploads()));
        return this;
    }

    private Routes routes() {
        return Objects.requireNonNull(routes, "Not open yet");
    }

    private void refuseWhileStarting(Context ctx) {
        if (routes == null && !ctx.path().equals(LIVE) && !ctx.path().equals(READY)) {
            Answers.refuse(ctx, Problem.STARTING);
            ctx.skipRemainingHandlers();
        }
    }

    /// The port it listens on, also where settings left the choice open.
    public int port() {
        return javalin.port();
    }

    /// How many connections are open.
    int connections() {
        return javalin.jettyServer()
                .server()
                .getConnectors()[0]
                .getConnectedEndPoints()
                .size();
    }

    /// Takes no new requests, lets those in hand end, as long as settings allow, and stops. Uploads that are
    /// not through by then break off, as if their sender had gone.
    @Override
    public void close() {
        try {
            javalin.jettyServer().server().stop();
        } catch (Exception e) {
            LOG.warn("event=http_stopped_early cause=\"{}\"", e.toString());
        }
    }

    private static void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.defaultContentType = Answers.JSON;
        config.http.prefer405over404 = true;
    }

    private static void configure(JettyConfig jetty, HttpSettings settings) {
        // Selectors and acceptors keep platform threads, whatever blocks in the routes runs on virtual ones.
        QueuedThreadPool threads = new QueuedThreadPool();
        threads.setName("http");
        threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
        jetty.threadPool = threads;
        jetty.modifyHttpConfiguration(http -> http.setUriCompliance(UriCompliance.DEFAULT));
        HeadWatch heads = new HeadWatch(settings.idleTimeout());
        jetty.modifyServer(server -> {
            server.insertHandler(new GracefulHandler());
            server.insertHandler(heads);
            server.setStopTimeout(settings.stopTimeout().toMillis());
            server.setErrorHandler(new ServerErrors());
        });
        jetty.addConnector((server, http) -> connector(server, http, settings, heads));
    }

    /// A connector that listens already, so that a port that is taken shows before anything else is started.
    private static ServerConnector connector(
            Server server, HttpConfiguration http, HttpSettings settings, HeadWatch heads) {
        HttpConnectionFactory connections = new HttpConnectionFactory(http);
        connections.setInputBufferSize(INPUT_BUFFER_BYTES);
        ServerConnector connector = new ServerConnector(server, connections);
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setIdleTimeout(settings.idleTimeout().toMillis());
        connector.setShutdownIdleTimeout(IDLE_TIMEOUT_WHILE_STOPPING.toMillis());
        connector.addBean(new NetworkConnectionLimit(settings.limits().connections(), connector));
        connector.addBean(heads, false);
        try {
            connector.open();
        } catch (IOException e) {
            throw new InfrastructureException.Permanent(cannotListen(settings, e), e);
        }
        return connector;
    }

    private static String cannotListen(HttpSettings settings, IOException failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        if (cause instanceof BindException && String.valueOf(cause.getMessage()).contains("in use")) {
            return "Port %d on %s is taken: stop what listens there or choose another with --port"
                    .formatted(settings.port(), settings.host());
        }
        return "Cannot listen on port %d of %s (%s): choose another with --port and --host"
                .formatted(settings.port(), settings.host(), cause);
    }

    private static void mapFailures(RoutesConfig routes) {
        routes.exception(NotFoundResponse.class, (_, ctx) -> Answers.refuse(ctx, Problem.UNKNOWN_ROUTE));
        routes.exception(MethodNotAllowedResponse.class, (e, ctx) -> refuseMethod(ctx, e));
        routes.exception(Exception.class, (e, ctx) -> Answers.refuse(ctx, Failures.problemOf(e)));
    }

    private static void refuseMethod(Context ctx, MethodNotAllowedResponse refusal) {
        String allowed = String.join(", ", refusal.getDetails().values());
        ctx.header("Allow", allowed);
        Answers.refuse(ctx, Problem.METHOD_NOT_ALLOWED, ctx.req().getMethod(), allowed);
    }
}
