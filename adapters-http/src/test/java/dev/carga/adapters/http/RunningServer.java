package dev.carga.adapters.http;

import static org.awaitility.Awaitility.await;

import dev.carga.adapters.http.settings.HttpSettings;
import dev.carga.adapters.http.settings.RequestListener;
import dev.carga.application.RetryPolicy;
import dev.carga.application.check.CheckFile;
import dev.carga.application.check.FileStart;
import dev.carga.application.check.PreviewFile;
import dev.carga.application.check.SeenCpfs;
import dev.carga.application.control.RetryUpload;
import dev.carga.application.control.WithdrawUpload;
import dev.carga.application.dispatch.DispatchParts;
import dev.carga.application.dispatch.PartQueue;
import dev.carga.application.fake.HoldingDigest;
import dev.carga.application.fake.InMemoryStores;
import dev.carga.application.fake.JdkUnpacker;
import dev.carga.application.fake.NoWorkbooks;
import dev.carga.application.health.CheckHealth;
import dev.carga.application.health.Condition;
import dev.carga.application.load.LoadPart;
import dev.carga.application.receive.ReceiveFile;
import dev.carga.application.receive.ReceiveResumable;
import dev.carga.application.receive.ReceiveUpload;
import dev.carga.application.receive.ReceivingMemory;
import dev.carga.application.receive.ReceivingMeter;
import dev.carga.application.report.FindPurchase;
import dev.carga.application.report.LegacyStatusView;
import dev.carga.application.report.ReportIssues;
import dev.carga.application.report.ReportStatus;
import dev.carga.application.report.ReportUploads;
import dev.carga.application.trace.TracedPart;
import dev.carga.application.trace.Traces;
import dev.carga.domain.dialect.DateRange;
import dev.carga.domain.layout.CuttingRules;
import dev.carga.domain.purchase.PartParser;
import dev.carga.domain.upload.UploadId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/// A server on a free port of the loopback interface, with all stores in memory. Parts wait until [#loadAll].
public final class RunningServer implements AutoCloseable {

    public static final CuttingRules TWO_ROWS = new CuttingRules(2, 64 << 10, 4 << 10);
    public static final RetryPolicy SHORT =
            new RetryPolicy(Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofMillis(300));

    public static final CheckHealth HEALTHY = new CheckHealth(
            Optional::empty, Condition.Up::new, Condition.Up::new, Condition.Up::new, CheckHealth.BOUND);

    public static final String HEADER =
            "CPF PRIVATE INCOMPLETO DATA_DA_ULTIMA_COMPRA TICKET_MEDIO TICKET_DA_ULTIMA_COMPRA LOJA_MAIS_FREQUENTE"
                    + " LOJA_DA_ULTIMA_COMPRA\n";
    public static final String ROW_1 = "041.091.641-25 0 0 NULL NULL NULL NULL NULL\n";
    public static final String ROW_2 =
            "058.189.421-98 0 0 2013-01-24 100,50 0,59 79.379.491/0008-50 79.379.491/0008-50\n";
    public static final String ROW_3 = "079.427.851-91 1 0 NULL NULL NULL NULL NULL\n";

    private static final class WaitingParts implements PartQueue {
        final Queue<TracedPart> parts = new ConcurrentLinkedQueue<>();

        @Override
        public void send(List<TracedPart> more) {
            parts.addAll(more);
        }

        @Override
        public long waiting() {
            return parts.size();
        }

        @Override
        public Subscription subscribe(PartHandler handler, int atOnce) {
            throw new UnsupportedOperationException("Nobody subscribes here");
        }

        @Override
        public Subscription subscribeToAbandoned(PartHandler handler) {
            throw new UnsupportedOperationException("Nobody subscribes here");
        }
    }

    public final InMemoryStores stores = new InMemoryStores();
    public final ReceiveFile receive;
    public final HttpServer server;

    /// The uploads that were opened, in order.
    public final List<UploadId> begun = new CopyOnWriteArrayList<>();

    private final WaitingParts queue = new WaitingParts();
    private final DispatchParts dispatch;
    private final LoadPart loadPart;
    private final HttpClient client = HttpClient.newHttpClient();

    public RunningServer() {
        this(HttpSettings.on("127.0.0.1", 0), SHORT);
    }

    /// A server that refuses repeated files.
    public RunningServer(Duration repeatWindow) {
        this(HttpSettings.on("127.0.0.1", 0), SHORT, (_, _, _, _) -> {}, repeatWindow);
    }

    public RunningServer(RequestListener requests) {
        this(HttpSettings.on("127.0.0.1", 0), SHORT, requests);
    }

    public RunningServer(HttpSettings settings, RetryPolicy retryPolicy) {
        this(settings, retryPolicy, (_, _, _, _) -> {});
    }

    private RunningServer(HttpSettings settings, RetryPolicy retryPolicy, RequestListener requests) {
        this(settings, retryPolicy, requests, Duration.ZERO);
    }

    private RunningServer(
            HttpSettings settings, RetryPolicy retryPolicy, RequestListener requests, Duration repeatWindow) {
        dispatch = new DispatchParts(stores.backlog(), Traces.sender(queue), 8);
        loadPart = new LoadPart(
                new LoadPart.Dependencies(
                        stores.loader(),
                        stores.attempts(),
                        LoadPart.DEFAULT_ATTEMPTS,
                        new PartParser(TWO_ROWS.maxLineBytes())),
                dispatch,
                retryPolicy,
                () -> false);
        receive = receiveFile(new ReceiveUpload(
                new ReceiveUpload.Dependencies(
                        stores.uploads(),
                        new ReceivingMemory(TWO_ROWS, 1 << 30, 1),
                        new ReceiveUpload.Ids(this::nextId, Traces.IDS),
                        stores.repeatedFiles(),
                        repeatWindow,
                        () -> DateRange.ANY),
                dispatch::dispatch,
                retryPolicy,
                ReceivingMeter.none()));
        server = HttpServer.start(settings, new HttpServer.Observability(HEALTHY, null, requests))
                .open(useCases(receive, stores, dispatch, retryPolicy));
    }

    public static ReceiveFile receiveFile(ReceiveUpload receive) {
        return new ReceiveFile(receive, new JdkUnpacker(), new NoWorkbooks(), ReceiveFile.UnpackingLimits.DEFAULT);
    }

    public static HttpServer.UseCases useCases(
            ReceiveFile receive, InMemoryStores stores, DispatchParts dispatch, RetryPolicy retryPolicy) {
        return new HttpServer.UseCases(
                receive,
                resumable(stores, dispatch, retryPolicy),
                stores.idempotencyStore(),
                new ReportStatus(stores.queries(), retryPolicy),
                new ReportUploads(stores.queries(), retryPolicy),
                new ReportIssues(stores.issues(), retryPolicy),
                new FindPurchase(stores.purchases(), retryPolicy),
                new WithdrawUpload(stores.control(), retryPolicy, Duration.ofMillis(200)),
                new RetryUpload(stores.control(), dispatch, retryPolicy),
                preview());
    }

    /// Previews files with the reader of [#receiveFile], so that both accept the same files.
    private static PreviewFile preview() {
        return new PreviewFile(
                new CheckFile(RunningServer::receiveFile, TWO_ROWS, SeenCpfs::ofFew, () -> DateRange.ANY),
                new FileStart(new JdkUnpacker()));
    }

    private static ReceiveResumable resumable(InMemoryStores stores, DispatchParts dispatch, RetryPolicy retryPolicy) {
        ReceiveResumable.Dependencies dependencies = new ReceiveResumable.Dependencies(
                stores.resumables(),
                stores.uploads(),
                new ReceivingMemory(TWO_ROWS, 1 << 30, 1),
                new ReceiveUpload.Ids(UploadId::random, Traces.IDS),
                HoldingDigest.FACTORY,
                () -> DateRange.ANY,
                Long.MAX_VALUE,
                ReceiveResumable.DEFAULT_LIFE);
        return new ReceiveResumable(dependencies, dispatch, retryPolicy, ReceivingMeter.none());
    }

    /// The use cases of this server, with [ReportStatus] replaced.
    public HttpServer.UseCases useCases(ReportStatus status) {
        HttpServer.UseCases all = useCases(receive, stores, dispatch, SHORT);
        return new HttpServer.UseCases(
                all.receive(),
                all.resumable(),
                all.idempotencyStore(),
                status,
                all.uploads(),
                all.issues(),
                all.purchase(),
                all.withdraw(),
                all.retry(),
                all.preview());
    }

    private UploadId nextId() {
        UploadId id = UploadId.random();
        begun.add(id);
        return id;
    }

    /// Waits until the only upload has a part, and returns the upload's status.
    public LegacyStatusView onlyUpload() {
        return await().until(
                        () -> begun.stream()
                                .flatMap(id -> stores.queries().legacyStatus(id).stream())
                                .toList(),
                        found -> found.size() == 1 && !found.getFirst().parts().isEmpty())
                .getFirst();
    }

    public int port() {
        return server.port();
    }

    public HttpResponse<String> postFile(String name, String content) {
        return post(Form.withFile(name, content));
    }

    public HttpResponse<String> postFile(String name, byte[] content) {
        return post(Form.withFile(name, content));
    }

    public HttpResponse<String> post(byte[] form, String... headers) {
        return post("/", form, headers);
    }

    public HttpResponse<String> post(String path, byte[] form, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .header("Content-Type", Form.CONTENT_TYPE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(form));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    public HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(uri(path)).build());
    }

    public HttpResponse<String> send(HttpRequest request) {
        return send(request, HttpResponse.BodyHandlers.ofString());
    }

    public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) {
        try {
            return client.send(request, body);
        } catch (IOException e) {
            throw new AssertionError("No answer from the server", e);
        } catch (InterruptedException e) {
            throw new AssertionError("Interrupted", e);
        }
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    /// Loads all queued parts, as workers do.
    public void loadAll() {
        for (TracedPart part = queue.parts.poll(); part != null; part = queue.parts.poll()) {
            loadPart.handle(part);
        }
    }

    /// Uploads the file, loads it, and returns its status as JSON.
    public String statusOf(String name, String content) {
        String id = Json.text(postFile(name, content).body(), "message_id");
        loadAll();
        return get("/status?message_id=" + id).body();
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
