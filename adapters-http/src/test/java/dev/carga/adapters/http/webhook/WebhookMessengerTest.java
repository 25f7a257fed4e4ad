package dev.carga.adapters.http.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.carga.adapters.http.Json;
import dev.carga.adapters.http.callback.WebhookSecret;
import dev.carga.adapters.http.callback.WebhookSettings;
import dev.carga.application.fake.InMemoryUploads;
import dev.carga.application.notify.Messenger.DeliveryResult;
import dev.carga.application.receive.Openings;
import dev.carga.application.report.UploadView;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Messages on their way to a little server of one's own.
class WebhookMessengerTest {

    private static final String SECRET = "a secret of thirty-two characters";
    private static final Instant NOW = Instant.ofEpochSecond(1_764_000_000);
    private static final WebhookMessenger.Limits SHORT =
            new WebhookMessenger.Limits(Duration.ofMillis(500), Duration.ofMillis(700));

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Got(String method, String path, Map<String, String> headers, byte[] body) {}

    private final List<Got> got = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;
    private HttpHandler handler = exchange -> exchange.sendResponseHeaders(204, -1);

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::take);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void take(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
        got.add(new Got(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                headers,
                exchange.getRequestBody().readAllBytes()));
        try (exchange) {
            handler.handle(exchange);
        }
    }

    private String url(String host) {
        return "http://" + host + ":" + server.getAddress().getPort() + "/ended?token=1";
    }

    private static UploadView ended() {
        InMemoryUploads uploads = new InMemoryUploads();
        UploadId upload = UploadId.random();
        uploads.open(upload, Openings.telling("https://example.com/?token=1"));
        uploads.close(upload, ReceptionState.INTERRUPTED, 0, null);
        return uploads.summary(upload).orElseThrow();
    }

    private static DeliveryResult tell(String url, boolean privateAddresses, DnsResolver names) {
        WebhookSettings settings =
                new WebhookSettings(WebhookSecret.parse(SECRET).orElseThrow(), privateAddresses);
        try (WebhookMessenger messenger = new WebhookMessenger(settings, InstantSource.fixed(NOW), SHORT, names)) {
            return messenger.send(url, ended());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static DeliveryResult tell(String url) {
        return tell(url, true, SystemDefaultDnsResolver.INSTANCE);
    }

    /// Leads to these addresses, one list after the other; the last for ever.
    private record Names(List<List<String>> answers, AtomicInteger asked) implements DnsResolver {

        static Names leadingTo(String... addresses) {
            List<List<String>> answers = new ArrayList<>();
            for (String each : addresses) {
                answers.add(List.of(each.split(" ")));
            }
            return new Names(answers, new AtomicInteger());
        }

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            return answers.get(Math.min(asked.getAndIncrement(), answers.size() - 1)).stream()
                    .map(InetAddress::ofLiteral)
                    .toArray(InetAddress[]::new);
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }

    @Test
    void theMessageIsSignedAndTellsTheUpload() {
        assertThat(tell(url("127.0.0.1"))).isEqualTo(new DeliveryResult.Status(204));
        Got message = got.getFirst();
        assertThat(message.method() + " " + message.path()).isEqualTo("POST /ended?token=1");
        JsonNode body = Json.read(new String(message.body(), StandardCharsets.UTF_8));
        JsonNode upload = body.required("data");
        assertThat(body.required("type").asText()).isEqualTo("upload.interrupted");
        assertThat(body.required("timestamp")).isEqualTo(upload.required("finished_at"));
        assertThat(upload.required("state").asText()).isEqualTo("interrupted");
        assertThat(upload.required("webhook").required("url").asText()).isEqualTo("https://example.com/");
        String id = upload.required("id").asText();
        assertThat(message.headers())
                .containsEntry("webhook-id", id)
                .containsEntry("webhook-timestamp", "1764000000")
                .containsEntry(
                        "webhook-signature",
                        WebhookSecret.parse(SECRET).orElseThrow().signature(id, 1_764_000_000, message.body()))
                .containsEntry("Content-Type", "application/json")
                .containsEntry("User-Agent", "Carga")
                .doesNotContainKeys("Upgrade", "Accept-Encoding", "Cookie", "Authorization", "Expect");
    }

    @Test
    void redirectsAndRequestsToLogInAreAnswersLikeOthers() {
        for (int status : new int[] {302, 307, 401, 407, 410, 503}) {
            handler = exchange -> {
                exchange.getResponseHeaders().add("Location", url("127.0.0.1"));
                exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=x");
                exchange.getResponseHeaders().add("Retry-After", "0");
                exchange.getResponseHeaders().add("Set-Cookie", "a=b");
                exchange.sendResponseHeaders(status, -1);
            };
            got.clear();
            assertThat(tell(url("127.0.0.1"))).isEqualTo(new DeliveryResult.Status(status));
            assertThat(got).hasSize(1);
        }
    }

    @Test
    void whoIsSlowToAnswerIsNotWaitedFor() {
        handler = exchange -> {
            sleep(10_000);
            exchange.sendResponseHeaders(204, -1);
        };
        long start = System.nanoTime();
        assertThat(tell(url("127.0.0.1"))).isEqualTo(new DeliveryResult.Silence("No answer within 0.7 s"));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    /// Neither the timeout for silence nor the limit of bytes ends this.
    @Test
    void anAnswerThatDripsIsTakenForItsStatusWhenTheTimeIsUp() {
        handler = exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            OutputStream body = exchange.getResponseBody();
            for (int i = 0; i < 100; i++) {
                body.write('x');
                body.flush();
                sleep(100);
            }
        };
        long start = System.nanoTime();
        assertThat(tell(url("127.0.0.1"))).isEqualTo(new DeliveryResult.Status(200));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void ofAHugeAnswerLittleIsRead() throws InterruptedException {
        AtomicInteger kilobytes = new AtomicInteger();
        handler = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] kilobyte = new byte[1024];
            while (kilobytes.get() < 100_000) {
                exchange.getResponseBody().write(kilobyte);
                kilobytes.incrementAndGet();
            }
        };
        assertThat(tell(url("127.0.0.1"))).isEqualTo(new DeliveryResult.Status(200));
        Thread.sleep(200);
        // What is on its way when the connection ends is in the buffers of the two.
        assertThat(kilobytes.get()).isLessThan(20_000);
    }

    @Test
    void headersWithoutEndAreNoAnswer() {
        handler = exchange -> {
            for (int i = 0; i < 1000; i++) {
                exchange.getResponseHeaders().add("X-" + i, "x");
            }
            exchange.sendResponseHeaders(200, -1);
        };
        assertThat(tell(url("127.0.0.1"))).isInstanceOf(DeliveryResult.Silence.class);
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aNameThatLeadsToAPrivateAddressIsNotCalled() {
        for (String address : List.of("127.0.0.1", "10.0.0.1", "::1", "169.254.169.254", "1.1.1.1 127.0.0.1")) {
            assertThat(tell(url("rebind.example"), false, Names.leadingTo(address)))
                    .as(address)
                    .isInstanceOf(DeliveryResult.Forbidden.class);
        }
        assertThat(tell(url("127.0.0.1"), false, SystemDefaultDnsResolver.INSTANCE))
                .isInstanceOf(DeliveryResult.Forbidden.class);
        assertThat(got).isEmpty();
    }

    /// It leads to a public address when it is looked at, and would lead here if it were looked up once more.
    @Test
    void aNameThatChangesItsMindIsCalledWhereItWasLookedAt() {
        // Whatever answers there, nothing does at this port.
        Names names = Names.leadingTo("1.2.3.4", "127.0.0.1");
        assertThat(tell(url("rebind.example"), false, names)).isInstanceOf(DeliveryResult.Silence.class);
        assertThat(names.asked()).hasValue(1);
        assertThat(got).isEmpty();
        assertThat(tell(url("rebind.example"), false, names)).isInstanceOf(DeliveryResult.Forbidden.class);
        assertThat(got).isEmpty();
    }

    @Test
    void theConnectionGoesToTheAddressThatTheNameLedTo() {
        assertThat(tell(url("nowhere.example"), true, Names.leadingTo("127.0.0.1", "1.2.3.4")))
                .isEqualTo(new DeliveryResult.Status(204));
        assertThat(got.getFirst().headers())
                .containsEntry("Host", "nowhere.example:" + server.getAddress().getPort());
    }

    @Test
    void whatFailedIsToldInWordsWithoutTheQuery() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        assertThat(tell("http://127.0.0.1:" + free + "/?token=1"))
                .isEqualTo(new DeliveryResult.Silence("No connection: it was refused"));
        assertThat(tell("https://127.0.0.1:" + server.getAddress().getPort() + "/?token=1"))
                .isInstanceOfSatisfying(
                        DeliveryResult.Silence.class,
                        silence -> assertThat(silence.reason()).doesNotContain("token"));
        assertThat(tell("http://x.example/", true, new DnsResolver() {
                    @Override
                    public InetAddress[] resolve(String host) throws UnknownHostException {
                        throw new UnknownHostException(host);
                    }

                    @Override
                    public String resolveCanonicalHostname(String host) {
                        return host;
                    }
                }))
                .isEqualTo(new DeliveryResult.Silence("The name of the host is not known"));
    }

    @Test
    void aLookUpThatTakesForEverIsNotWaitedFor() {
        long start = System.nanoTime();
        CountDownLatch never = new CountDownLatch(1);
        DeliveryResult answer = tell("http://x.example/", true, new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) {
                awaitUninterruptibly(never);
                return new InetAddress[0];
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        });
        never.countDown();
        assertThat(answer).isEqualTo(new DeliveryResult.Silence("No answer within 0.7 s"));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    /// As a look-up of the system is.
    private static void awaitUninterruptibly(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException _) {
                // Goes on.
            }
        }
    }
}
