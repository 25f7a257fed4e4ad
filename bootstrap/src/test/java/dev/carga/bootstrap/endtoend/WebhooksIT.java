package dev.carga.bootstrap.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.carga.adapters.http.settings.HttpSettings;
import dev.carga.adapters.http.settings.WebhookSecret;
import dev.carga.adapters.http.settings.WebhookSettings;
import dev.carga.adapters.postgres.TestDatabase;
import dev.carga.bootstrap.settings.Role;
import dev.carga.bootstrap.settings.Settings;
import dev.carga.bootstrap.wiring.Carga;
import dev.carga.domain.layout.CuttingRules;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Webhooks of ended uploads, sent by the whole system.
class WebhooksIT {

    private static final String SECRET = "a secret of thirty-two characters";
    private static final String ROW = "041.091.641-25 0 0 NULL NULL NULL NULL NULL\n";

    private record Message(String id, String timestamp, String signature, String body) {
        JsonNode json() {
            try {
                return new JsonMapper().readTree(body);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    private final TestDatabase database = new TestDatabase();
    private final List<Message> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private HttpServer receiver;

    @BeforeEach
    void listen() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", this::receive);
        receiver.start();
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
        database.close();
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            received.add(new Message(
                    exchange.getRequestHeaders().getFirst("webhook-id"),
                    exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                    exchange.getRequestHeaders().getFirst("webhook-signature"),
                    new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
            exchange.sendResponseHeaders(refusals.getAndDecrement() > 0 ? 503 : 200, -1);
        }
    }

    private Carga start(boolean privateAddresses) {
        HttpSettings http = HttpSettings.on("127.0.0.1", 0)
                .withWebhooks(new WebhookSettings(WebhookSecret.parse(SECRET).orElseThrow(), privateAddresses));
        return Carga.of(new Settings(
                        Role.ALL,
                        http,
                        database.settings(12),
                        null,
                        Path.of("unused"),
                        2,
                        8,
                        5,
                        Duration.ofMinutes(2),
                        new CuttingRules(1000, 1 << 20, 1 << 16)))
                .start();
    }

    private String send(Client client, String content) {
        String url = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/ended?token=1";
        HttpResponse<String> answer =
                client.post("/?webhook=" + URLEncoder.encode(url, UTF_8), "a.txt", content.getBytes(UTF_8));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return answer.body().replaceAll("(?s).*\"message_id\":\"([^\"]*)\".*", "$1");
    }

    private static JsonNode awaitWebhook(Client client, String upload, String state) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> client.upload(upload).required("webhook"),
                        webhook -> webhook.required("state").asText().equals(state));
    }

    private static String signature(Message message) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
        byte[] signed = (message.id() + "." + message.timestamp() + "." + message.body()).getBytes(UTF_8);
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed));
    }

    @Test
    void messageHasTheUploadAndIsSigned() throws Exception {
        try (Carga carga = start(true);
                Client client = new Client(carga.port())) {
            String upload = send(client, ROW);
            JsonNode webhook = awaitWebhook(client, upload, "delivered");
            assertThat(webhook.required("attempts").asInt()).isEqualTo(1);
            assertThat(webhook.required("last_status").asInt()).isEqualTo(200);
            assertThat(webhook.required("url").asText()).endsWith("/ended");
            assertThat(received).hasSize(1);
            Message message = received.getFirst();
            assertThat(message.id()).isEqualTo(upload);
            assertThat(message.signature()).isEqualTo(signature(message));
            assertThat(message.json().required("type").asText()).isEqualTo("upload.completed");
            assertThat(message.json().at("/data/counters/total_added").asInt()).isEqualTo(1);
            // The CPF is already in the table.
            String again = send(client, ROW);
            awaitWebhook(client, again, "delivered");
            assertThat(received.getLast().json().required("type").asText()).isEqualTo("upload.failed");
            assertThat(received.getLast().id()).isEqualTo(again);
        }
    }

    @Test
    void refusedMessageIsSentAgainByAnotherProcess() {
        refusals.set(1);
        String upload;
        try (Carga carga = start(true);
                Client client = new Client(carga.port())) {
            upload = send(client, ROW);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() ->
                            client.upload(upload).at("/webhook/last_status").asInt() == 503);
        }
        try (Carga carga = start(true);
                Client client = new Client(carga.port())) {
            JsonNode webhook = awaitWebhook(client, upload, "delivered");
            assertThat(webhook.required("attempts").asInt()).isEqualTo(2);
            assertThat(webhook.required("last_error").isNull()).isTrue();
        }
        assertThat(received).extracting(Message::id).containsExactly(upload, upload);
    }

    /// The server may have had other settings when the file was sent.
    @Test
    void privateAddressIsNotCalledUnlessAllowed() {
        refusals.set(1);
        String upload;
        try (Carga carga = start(true);
                Client client = new Client(carga.port())) {
            upload = send(client, ROW);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() ->
                            client.upload(upload).at("/webhook/last_status").asInt() == 503);
        }
        try (Carga carga = start(false);
                Client client = new Client(carga.port())) {
            JsonNode webhook = awaitWebhook(client, upload, "given_up");
            assertThat(webhook.required("last_error").asText()).contains("private address");
        }
        assertThat(received).hasSize(1);
    }
}
