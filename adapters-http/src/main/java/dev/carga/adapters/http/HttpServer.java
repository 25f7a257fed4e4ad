package dev.carga.adapters.http;

import dev.carga.adapters.http.control.ControlRoutes;
import dev.carga.adapters.http.exchange.Problem;
import dev.carga.adapters.http.exchange.Responses;
import dev.carga.adapters.http.management.ManagementRoutes;
import dev.carga.adapters.http.preview.PreviewRoute;
import dev.carga.adapters.http.report.EventRoutes;
import dev.carga.adapters.http.report.IssueRoutes;
import dev.carga.adapters.http.report.PurchaseRoute;
import dev.carga.adapters.http.report.RejectRoutes;
import dev.carga.adapters.http.report.StatusRoute;
import dev.carga.adapters.http.report.UploadQueryRoutes;
import dev.carga.adapters.http.server.JettyServer;
import dev.carga.adapters.http.settings.HttpSettings;
import dev.carga.adapters.http.settings.MetricsPage;
import dev.carga.adapters.http.settings.RequestListener;
import dev.carga.adapters.http.site.DocumentRoutes;
import dev.carga.adapters.http.tus.TusRoutes;
import dev.carga.adapters.http.upload.OptionRules;
import dev.carga.adapters.http.upload.UploadReader;
import dev.carga.adapters.http.upload.UploadRoutes;
import dev.carga.application.InfrastructureException;
import dev.carga.application.check.PreviewFile;
import dev.carga.application.control.RetryUpload;
import dev.carga.application.control.WithdrawUpload;
import dev.carga.application.health.CheckHealth;
import dev.carga.application.receive.IdempotencyStore;
import dev.carga.application.receive.ReceiveFile;
import dev.carga.application.receive.ReceiveResumable;
import dev.carga.application.report.FindPurchase;
import dev.carga.application.report.ReportIssues;
import dev.carga.application.report.ReportStatus;
import dev.carga.application.report.ReportUploads;
import dev.carga.application.report.WatchUpload;
import dev.carga.domain.Nullable;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// The HTTP server: the API, its documents, health, and metrics. Each request runs on a virtual thread.
public final class HttpServer implements AutoCloseable {

    /// The methods that the listener of requests sees by name. Clients may send any other word.
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");

    private final HttpSettings settings;
    private final RouteTable table;
    private final Javalin javalin;

    /// Null until [#open].
    private volatile @Nullable ApiRoutes api;

    /// Set before the server waits for requests in progress: it ends those that watch an upload.
    private volatile boolean closing;

    /// What the routes call.
    public record UseCases(
            ReceiveFile receive,
            ReceiveResumable resumable,
            IdempotencyStore idempotencyStore,
            ReportStatus status,
            ReportUploads uploads,
            ReportIssues issues,
            FindPurchase purchase,
            WithdrawUpload withdraw,
            RetryUpload retry,
            PreviewFile preview) {}

    /// What the server reports about the process, and the listener of its requests.
    ///
    /// @param metrics null if metrics are not served at this port
    public record Observability(
            CheckHealth health, @Nullable MetricsPage metrics, RequestListener requests) {}

    private HttpServer(HttpSettings settings, Observability observability) {
        this.settings = settings;
        this.table = RouteTable.ofServer(
                new ManagementRoutes(observability.health(), observability.metrics()),
                new DocumentRoutes(),
                () -> Objects.requireNonNull(api, "Not open yet"));
        this.javalin = new JettyServer("http", "--port", Problem.UNKNOWN_ROUTE, settings).with(config -> {
            config.requestLogger.http((ctx, millis) -> report(observability.requests(), ctx, millis));
            table.addTo(config.routes, this::refuseWhileStarting);
        });
    }

    /// Starts listening. From then on the routes of health, metrics and documents are answered, and everything
    /// else is refused with `starting` until [#open].
    ///
    /// @throws InfrastructureException.Permanent if it cannot listen there, with a one-line message for the
    ///                                           operator
    public static HttpServer start(HttpSettings settings, Observability observability) {
        HttpServer server = new HttpServer(settings, observability);
        server.table.start(server.javalin);
        return server;
    }

    /// Starts listening, without metrics and without a listener of requests.
    public static HttpServer start(HttpSettings settings, CheckHealth health) {
        return start(settings, new Observability(health, null, (_, _, _, _) -> {}));
    }

    /// Answers every request from now on.
    public HttpServer open(UseCases useCases) {
        EventRoutes events = new EventRoutes(new WatchUpload(useCases.uploads(), WatchUpload.PAUSE, () -> closing));
        OptionRules rules = new OptionRules(
                settings.webhooks(), upload -> useCases.uploads().find(upload).isPresent());
        UploadReader reader = new UploadReader(useCases.receive(), rules, settings);
        api = new ApiRoutes(
                UploadRoutes.of(reader, rules, useCases.idempotencyStore(), useCases.withdraw(), settings),
                TusRoutes.of(useCases.resumable(), useCases.withdraw(), reader, rules, settings),
                new StatusRoute(useCases.status()),
                new UploadQueryRoutes(useCases.uploads(), events),
                new IssueRoutes(useCases.issues(), useCases.uploads()),
                new RejectRoutes(useCases.issues(), useCases.uploads()),
                new PurchaseRoute(useCases.purchase()),
                events,
                new ControlRoutes(useCases.withdraw(), useCases.retry(), useCases.uploads()),
                new PreviewRoute(useCases.preview(), reader));
        return this;
    }

    private void refuseWhileStarting(Context ctx) {
        if (api == null && !table.isAnsweredFromStart(ctx.path())) {
            Responses.refuse(ctx, Problem.STARTING);
            ctx.skipRemainingHandlers();
        }
    }

    private static void report(RequestListener requests, Context ctx, float millis) {
        String method = ctx.req().getMethod();
        @Nullable Endpoint endpoint = ctx.endpoints().matchedHttpEndpoint();
        requests.answered(
                METHODS.contains(method) ? method : RequestListener.OTHER,
                endpoint == null ? RequestListener.OTHER : endpoint.path,
                ctx.statusCode(),
                Duration.ofNanos((long) (millis * 1_000_000.0)));
    }

    /// The port it listens on, also if the settings leave it open.
    public int port() {
        return javalin.port();
    }

    /// The routes that the server has.
    List<Route> routes() {
        return table.all();
    }

    /// The number of open connections.
    public int connections() {
        return javalin.jettyServer()
                .server()
                .getConnectors()[0]
                .getConnectedEndPoints()
                .size();
    }

    /// Accepts no new requests, waits for those in progress for the stop timeout of the settings, and stops.
    /// Uploads that are not finished by then are interrupted, as if the client had disconnected.
    @Override
    public void close() {
        closing = true;
        JettyServer.stop(javalin);
    }
}
