package dev.carga.adapters.http;

import static dev.carga.adapters.http.RunningServer.ROW_1;
import static dev.carga.adapters.http.RunningServer.SHORT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.carga.adapters.http.settings.HttpSettings;
import dev.carga.adapters.http.settings.WebhookSecret;
import dev.carga.adapters.http.settings.WebhookSettings;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The option `webhook` at a server that sends webhooks, but not to private addresses.
class WebhookOptionTest {

    private static final RunningServer SERVER = new RunningServer(
            HttpSettings.on("127.0.0.1", 0)
                    .withWebhooks(
                            new WebhookSettings(WebhookSecret.parse("a secret").orElseThrow(), false)),
            SHORT);

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static HttpResponse<String> send(String webhook) {
        byte[] form = new Form().field("webhook", webhook).file("a.txt", ROW_1).end();
        return SERVER.post("/api/v1/uploads", form);
    }

    @Test
    void webhookIsShownWithoutItsQuery() {
        HttpResponse<String> answer = send("https://example.com/ended?token=secret");
        assertThat(answer.statusCode()).isEqualTo(202);
        String id = Json.read(answer.body()).at("/uploads/0/id").asText();
        JsonNode upload = Json.read(SERVER.get("/api/v1/uploads/" + id).body());
        assertThat(upload.required("webhook").toString())
                .isEqualTo("{\"url\":\"https://example.com/ended\",\"state\":\"pending\",\"attempts\":0,"
                        + "\"last_status\":null,\"last_error\":null}");
    }

    @Test
    void uploadWithoutWebhookShowsNone() {
        HttpResponse<String> answer = SERVER.post("/api/v1/uploads", Form.withFile("a.txt", ROW_1));
        String id = Json.read(answer.body()).at("/uploads/0/id").asText();
        assertThat(Json.read(SERVER.get("/api/v1/uploads/" + id).body())
                        .required("webhook")
                        .isNull())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/",
                "http://10.1.2.3:8080/x",
                "https://169.254.169.254/latest",
                "http://[::1]/",
                "http://[::ffff:10.0.0.1]/",
                "http://[fd00::1]/",
                "http://[fe80::1%25lo]/",
                "http://localhost/",
                "http://LOCALHOST/",
                "http://x.localhost:99/",
                "http://0.0.0.0/",
                "http://255.255.255.255/",
                "http://2130706433/"
            })
    void privateAddressIsRefusedWithTheFile(String webhook) {
        int begun = SERVER.begun.size();
        assertThat(Json.text(send(webhook).body(), "code")).isEqualTo("webhook_not_allowed");
        String query = "?webhook=" + URLEncoder.encode(webhook, StandardCharsets.UTF_8);
        HttpResponse<String> inUrl = SERVER.post("/api/v1/uploads" + query, Form.withFile("a.txt", ROW_1));
        assertThat(Json.text(inUrl.body(), "code")).isEqualTo("webhook_not_allowed");
        assertThat(inUrl.statusCode()).isEqualTo(400);
        assertThat(SERVER.begun).hasSize(begun);
    }

    /// Other programs read these as addresses.
    @ParameterizedTest
    @ValueSource(strings = {"http://127.1/", "http://0x7f.0.0.1/", "http://user@example.com/"})
    void unusualAddressNotationIsMalformed(String webhook) {
        assertThat(Json.text(send(webhook).body(), "code")).isEqualTo("malformed_webhook");
    }

    /// The headers alone are enough to refuse it, so the body is not sent.
    @Test
    void webhookIsRefusedBeforeTheBody() throws IOException {
        byte[] request = RawHttp.requestAsIs(
                new byte[0],
                "POST /api/v1/uploads?webhook=http://10.0.0.1/ HTTP/1.1",
                "Host: x",
                "Content-Length: 99",
                "Expect: 100-continue");
        RawHttp.Reply reply = RawHttp.exchange(SERVER.port(), request);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(Json.text(reply.body(), "code")).isEqualTo("webhook_not_allowed");
    }
}
