package dev.carga.adapters.http.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.carga.adapters.http.Json;
import dev.carga.adapters.http.settings.WebhookSecret;
import dev.carga.adapters.http.settings.WebhookSettings;
import dev.carga.application.fake.InMemoryStores;
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

/// Sends webhooks to an HTTP server in the test.
class WebhookMessengerTest {

    private static final String SECRET = "a secret of thirty-two characters";
    private static final Instant NOW = Instant.ofEpochSecond(1_764_000_000);
    /// For tests in which time runs out.
    private static final WebhookMessenger.Timeouts SHORT =
            new WebhookMessenger.Timeouts(Duration.ofMillis(500), Duration.ofMillis(700));

    /// For tests that expect a response, however busy the machine is.
    private static final WebhookMessenger.Timeouts LONG =
            new WebhookMessenger.Timeouts(Duration.ofSeconds(20), Duration.ofSeconds(20));

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Received(String method, String path, Map<String, String> headers, byte[] body) {}

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;
    private HttpHandler handler = exchange -> exchange.sendResponseHeaders(204, -1);

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::record);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void record(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
        received.add(new Received(
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
        InMemoryStores stores = new InMemoryStores();
        UploadId upload = UploadId.random();
        stores.uploads().open(upload, Openings.withWebhook("https://example.com/?token=1"));
        stores.uploads().close(upload, ReceptionState.INTERRUPTED, 0, null);
        return stores.queries().summary(upload).orElseThrow();
    }

    private static DeliveryResult send(String url, boolean privateAddresses, DnsResolver resolver) {
        return send(url, privateAddresses, resolver, LONG);
    }

    private static DeliveryResult send(
            String url, boolean privateAddresses, DnsResolver resolver, WebhookMessenger.Timeouts timeouts) {
        WebhookSettings settings =
                new WebhookSettings(WebhookSecret.parse(SECRET).orElseThrow(), privateAddresses);
        try (WebhookMessenger messenger =
                new WebhookMessenger(settings, InstantSource.fixed(NOW), timeouts, resolver)) {
            return messenger.send(url, ended());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static DeliveryResult send(String url) {
        return send(url, true, SystemDefaultDnsResolver.INSTANCE);
    }

    private static DeliveryResult send(String url, WebhookMessenger.Timeouts timeouts) {
        return send(url, true, SystemDefaultDnsResolver.INSTANCE, timeouts);
    }

    /// Resolves every name to the next list of addresses; the last list repeats.
    private record FakeResolver(List<List<String>> answers, AtomicInteger calls) implements DnsResolver {

        static FakeResolver of(String... addresses) {
            List<List<String>> answers = new ArrayList<>();
            for (String each : addresses) {
                answers.add(List.of(each.split(" ")));
            }
            return new FakeResolver(answers, new AtomicInteger());
        }

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            return answers.get(Math.min(calls.getAndIncrement(), answers.size() - 1)).stream()
                    .map(InetAddress::ofLiteral)
                    .toArray(InetAddress[]::new);
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }

    @Test
    void messageIsSignedAndContainsTheUpload() {
        assertThat(send(url("127.0.0.1"))).isEqualTo(new DeliveryResult.Status(204));
        Received message = received.getFirst();
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
    void redirectsAndAuthenticationRequestsAreReturnedAsStatus() {
        for (int status : new int[] {302, 307, 401, 407, 410, 503}) {
            handler = exchange -> {
                exchange.getResponseHeaders().add("Location", url("127.0.0.1"));
                exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=x");
                exchange.getResponseHeaders().add("Retry-After", "0");
                exchange.getResponseHeaders().add("Set-Cookie", "a=b");
                exchange.sendResponseHeaders(status, -1);
            };
            received.clear();
            assertThat(send(url("127.0.0.1"))).isEqualTo(new DeliveryResult.Status(status));
            assertThat(received).hasSize(1);
        }
    }

    @Test
    void slowResponseTimesOut() {
        handler = exchange -> {
            sleep(10_000);
            exchange.sendResponseHeaders(204, -1);
        };
        long start = System.nanoTime();
        assertThat(send(url("127.0.0.1"), SHORT)).isEqualTo(new DeliveryResult.NoResponse("No response within 0.7 s"));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    /// Neither the socket timeout nor the limit of bytes ends this response.
    @Test
    void drippingBodyCountsByItsStatusWhenTheTimeIsUp() {
        handler = exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            OutputStream body = exchange.getResponseBody();
            for (int i = 0; i < 100; i++) {
                body.write('x');
                body.flush();
                sleep(100);
            }
        };
        WebhookMessenger.Timeouts timeouts =
                new WebhookMessenger.Timeouts(Duration.ofSeconds(3), Duration.ofSeconds(3));
        long start = System.nanoTime();
        assertThat(send(url("127.0.0.1"), timeouts)).isEqualTo(new DeliveryResult.Status(200));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
    }

    @Test
    void hugeResponseIsNotReadToItsEnd() throws InterruptedException {
        AtomicInteger kilobytes = new AtomicInteger();
        handler = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] kilobyte = new byte[1024];
            while (kilobytes.get() < 100_000) {
                exchange.getResponseBody().write(kilobyte);
                kilobytes.incrementAndGet();
            }
        };
        assertThat(send(url("127.0.0.1"))).isEqualTo(new DeliveryResult.Status(200));
        Thread.sleep(200);
        // The socket buffers hold what was sent before the connection was closed.
        assertThat(kilobytes.get()).isLessThan(20_000);
    }

    @Test
    void tooManyHeadersAreNoResponse() {
        handler = exchange -> {
            for (int i = 0; i < 1000; i++) {
                exchange.getResponseHeaders().add("X-" + i, "x");
            }
            exchange.sendResponseHeaders(200, -1);
        };
        assertThat(send(url("127.0.0.1"))).isInstanceOf(DeliveryResult.NoResponse.class);
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void hostWithPrivateAddressIsNotCalled() {
        for (String address : List.of("127.0.0.1", "10.0.0.1", "::1", "169.254.169.254", "1.1.1.1 127.0.0.1")) {
            assertThat(send(url("rebind.example"), false, FakeResolver.of(address)))
                    .as(address)
                    .isInstanceOf(DeliveryResult.Forbidden.class);
        }
        assertThat(send(url("127.0.0.1"), false, SystemDefaultDnsResolver.INSTANCE))
                .isInstanceOf(DeliveryResult.Forbidden.class);
        assertThat(received).isEmpty();
    }

    /// The first lookup returns a public address; a second one would return this server (DNS rebinding).
    @Test
    void nameIsResolvedOncePerMessage() {
        // Nothing listens at this port of the public address.
        FakeResolver resolver = FakeResolver.of("1.2.3.4", "127.0.0.1");
        assertThat(send(url("rebind.example"), false, resolver, SHORT)).isInstanceOf(DeliveryResult.NoResponse.class);
        assertThat(resolver.calls()).hasValue(1);
        assertThat(received).isEmpty();
        assertThat(send(url("rebind.example"), false, resolver)).isInstanceOf(DeliveryResult.Forbidden.class);
        assertThat(received).isEmpty();
    }

    @Test
    void connectionGoesToTheResolvedAddress() {
        assertThat(send(url("nowhere.example"), true, FakeResolver.of("127.0.0.1", "1.2.3.4")))
                .isEqualTo(new DeliveryResult.Status(204));
        assertThat(received.getFirst().headers())
                .containsEntry("Host", "nowhere.example:" + server.getAddress().getPort());
    }

    @Test
    void failureIsDescribedWithoutTheQuery() throws IOException {
        int unusedPort;
        try (ServerSocket socket = new ServerSocket(0)) {
            unusedPort = socket.getLocalPort();
        }
        assertThat(send("http://127.0.0.1:" + unusedPort + "/?token=1"))
                .isEqualTo(new DeliveryResult.NoResponse("Connection refused"));
        assertThat(send("https://127.0.0.1:" + server.getAddress().getPort() + "/?token=1"))
                .isInstanceOfSatisfying(
                        DeliveryResult.NoResponse.class,
                        none -> assertThat(none.reason()).doesNotContain("token"));
        assertThat(send("http://x.example/", true, new DnsResolver() {
                    @Override
                    public InetAddress[] resolve(String host) throws UnknownHostException {
                        throw new UnknownHostException(host);
                    }

                    @Override
                    public String resolveCanonicalHostname(String host) {
                        return host;
                    }
                }))
                .isEqualTo(new DeliveryResult.NoResponse("The host name cannot be resolved"));
    }

    @Test
    void nameResolutionThatHangsTimesOut() {
        long start = System.nanoTime();
        CountDownLatch never = new CountDownLatch(1);
        DeliveryResult result = send(
                "http://x.example/",
                true,
                new DnsResolver() {
                    @Override
                    public InetAddress[] resolve(String host) {
                        awaitUninterruptibly(never);
                        return new InetAddress[0];
                    }

                    @Override
                    public String resolveCanonicalHostname(String host) {
                        return host;
                    }
                },
                SHORT);
        never.countDown();
        assertThat(result).isEqualTo(new DeliveryResult.NoResponse("No response within 0.7 s"));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    /// As the system's name resolution waits.
    private static void awaitUninterruptibly(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException _) {
                // Keep waiting.
            }
        }
    }
}
