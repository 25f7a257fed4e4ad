package dev.carga.adapters.http;

import dev.carga.adapters.http.control.ControlRoutes;
import dev.carga.adapters.http.exchange.Paths;
import dev.carga.adapters.http.exchange.Problem;
import dev.carga.adapters.http.exchange.Responses;
import dev.carga.adapters.http.management.ManagementRoutes;
import dev.carga.adapters.http.management.MetricsPage;
import dev.carga.adapters.http.preview.PreviewRoute;
import dev.carga.adapters.http.report.EventRoutes;
import dev.carga.adapters.http.report.IssueRoutes;
import dev.carga.adapters.http.report.PurchaseRoute;
import dev.carga.adapters.http.report.RejectRoutes;
import dev.carga.adapters.http.report.StatusRoute;
import dev.carga.adapters.http.report.UploadQueryRoutes;
import dev.carga.adapters.http.server.HttpSettings;
import dev.carga.adapters.http.server.JettyServer;
import dev.carga.adapters.http.server.RequestListener;
import dev.carga.adapters.http.site.DocumentRoutes;
import dev.carga.adapters.http.tus.TusRoutes;
import dev.carga.adapters.http.upload.Idempotency;
import dev.carga.adapters.http.upload.LateOptions;
import dev.carga.adapters.http.upload.UploadOptionValues;
import dev.carga.adapters.http.upload.UploadReader;
import dev.carga.adapters.http.upload.UploadRoute;
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

/// The web side of Carga, listening. Each request has a virtual thread of its own.
public final class HttpServer implements AutoCloseable {

    private static final String PURCHASE = "/api/v1/purchases/{" + PurchaseRoute.CPF + "}";
    private static final String UPLOAD = Paths.UPLOADS + "/{" + UploadQueryRoutes.ID + "}";

    /// The methods that may come as a label.
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");

    private final HttpSettings settings;
    private final ManagementRoutes insightRoutes;
    private final DocumentRoutes documentRoutes = new DocumentRoutes();
    private final Javalin javalin;

    /// Null until there is something to answer with.
    private volatile @Nullable Routes routes;

    /// Whoever looks on is sent away before the server waits for requests in hand.
    private volatile boolean leaving;

    /// What the routes lead to.
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

    private record Routes(
            UploadRoute upload,
            TusRoutes tus,
            StatusRoute status,
            UploadQueryRoutes history,
            IssueRoutes issues,
            RejectRoutes rejects,
            PurchaseRoute purchase,
            EventRoutes watch,
            ControlRoutes control,
            PreviewRoute preview) {}

    /// What is told of the process here, and to whom its requests are told.
    ///
    /// @param metrics null if they are not to be seen here
    public record Observability(
            CheckHealth health, @Nullable MetricsPage metrics, RequestListener requests) {}

    private HttpServer(HttpSettings settings, Observability insight) {
        this.settings = settings;
        this.insightRoutes = new ManagementRoutes(insight.health(), insight.metrics());
        this.javalin = new JettyServer("http", "--port", Problem.UNKNOWN_ROUTE, settings).with(config -> {
            config.requestLogger.http((ctx, millis) -> tell(insight.requests(), ctx, millis));
            config.routes.before(this::refuseWhileStarting);
            insightRoutes.addTo(config.routes);
            documentRoutes.addTo(config.routes);
            config.routes.post("/", ctx -> routes().upload().handle(ctx));
            config.routes.get("/status", ctx -> routes().status().handle(ctx));
            config.routes.head("/status", ctx -> routes().status().handle(ctx));
            config.routes.post(Paths.UPLOADS, ctx -> routes().upload().handleApi(ctx));
            config.routes.get(Paths.UPLOADS, ctx -> routes().history().list(ctx));
            config.routes.get(UPLOAD, ctx -> routes().history().one(ctx));
            config.routes.get(UPLOAD + "/events", ctx -> routes().watch().events(ctx));
            config.routes.get(UPLOAD + "/issues", ctx -> routes().issues().issues(ctx));
            config.routes.get(UPLOAD + "/rejects", ctx -> routes().rejects().rejects(ctx));
            config.routes.post("/api/v1/previews", ctx -> routes().preview().handle(ctx));
            config.routes.options(TusRoutes.PATH, ctx -> routes().tus().options(ctx));
            config.routes.options(TusRoutes.UPLOAD, ctx -> routes().tus().options(ctx));
            config.routes.post(TusRoutes.PATH, ctx -> routes().tus().create(ctx));
            config.routes.post(TusRoutes.UPLOAD, ctx -> routes().tus().overridden(ctx));
            config.routes.head(TusRoutes.UPLOAD, ctx -> routes().tus().look(ctx));
            config.routes.patch(TusRoutes.UPLOAD, ctx -> routes().tus().append(ctx));
            config.routes.delete(TusRoutes.UPLOAD, ctx -> routes().tus().terminate(ctx));
            config.routes.get(PURCHASE, ctx -> routes().purchase().handle(ctx));
            config.routes.post(UPLOAD + "/cancel", ctx -> routes().control().cancel(ctx));
            config.routes.post(UPLOAD + "/retry", ctx -> routes().control().retry(ctx));
            config.routes.post(UPLOAD + "/undo", ctx -> routes().control().undo(ctx));
        });
    }

    /// Starts listening. When this returns, the process's health is told, and all else is answered with
    /// `starting`, until [#open].
    ///
    /// @throws InfrastructureException.Permanent if it cannot listen there, with one line that says what to do
    public static HttpServer start(HttpSettings settings, Observability insight) {
        HttpServer server = new HttpServer(settings, insight);
        server.javalin.start();
        return server;
    }

    /// The same, with nothing but the process's health to tell.
    public static HttpServer start(HttpSettings settings, CheckHealth health) {
        return start(settings, new Observability(health, null, (_, _, _, _) -> {}));
    }

    /// Answers every request from now on.
    public HttpServer open(UseCases useCases) {
        EventRoutes watch = new EventRoutes(new WatchUpload(useCases.uploads(), WatchUpload.PAUSE, () -> leaving));
        UploadOptionValues.Terms terms = new UploadOptionValues.Terms(
                settings.webhooks(), upload -> useCases.uploads().find(upload).isPresent());
        UploadReader intake = new UploadReader(useCases.receive(), terms, settings);
        routes = new Routes(
                new UploadRoute(
                        intake,
                        new Idempotency(useCases.idempotencyStore()),
                        new LateOptions(useCases.withdraw()),
                        terms,
                        settings),
                new TusRoutes(useCases.resumable(), useCases.withdraw(), intake, terms, settings),
                new StatusRoute(useCases.status()),
                new UploadQueryRoutes(useCases.uploads(), watch),
                new IssueRoutes(useCases.issues(), useCases.uploads()),
                new RejectRoutes(useCases.issues(), useCases.uploads()),
                new PurchaseRoute(useCases.purchase()),
                watch,
                new ControlRoutes(useCases.withdraw(), useCases.retry(), useCases.uploads()),
                new PreviewRoute(useCases.preview(), intake));
        return this;
    }

    private Routes routes() {
        return Objects.requireNonNull(routes, "Not open yet");
    }

    private void refuseWhileStarting(Context ctx) {
        if (routes == null && !insightRoutes.include(ctx.path()) && !documentRoutes.include(ctx.path())) {
            Responses.refuse(ctx, Problem.STARTING);
            ctx.skipRemainingHandlers();
        }
    }

    private static void tell(RequestListener requests, Context ctx, float millis) {
        String method = ctx.req().getMethod();
        @Nullable Endpoint endpoint = ctx.endpoints().matchedHttpEndpoint();
        requests.answered(
                METHODS.contains(method) ? method : RequestListener.OTHER,
                endpoint == null ? RequestListener.OTHER : endpoint.path,
                ctx.statusCode(),
                Duration.ofNanos((long) (millis * 1_000_000.0)));
    }

    /// The port it listens on, also where settings left the choice open.
    public int port() {
        return javalin.port();
    }

    /// Every route, as `METHOD path`.
    List<String> declaredRoutes() {
        return javalin.unsafe.internalRouter.allHttpHandlers().stream()
                .map(handler -> handler.endpoint)
                .filter(endpoint -> METHODS.contains(endpoint.method.name()))
                .map(endpoint -> endpoint.method.name() + " " + endpoint.path)
                .toList();
    }

    /// How many connections are open.
    public int connections() {
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
        leaving = true;
        JettyServer.stop(javalin);
    }
}
