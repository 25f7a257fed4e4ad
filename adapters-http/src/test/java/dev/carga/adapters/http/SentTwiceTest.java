package dev.carga.adapters.http;

import static dev.carga.adapters.http.RunningServer.HEADER;
import static dev.carga.adapters.http.RunningServer.ROW_1;
import static dev.carga.adapters.http.RunningServer.ROW_2;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Repeated content and repeated requests.
class SentTwiceTest {

    private static final String FILE = HEADER + ROW_1 + ROW_2;
    private static final String UPLOADS = "/api/v1/uploads";

    private final RunningServer server = new RunningServer(Duration.ofDays(7));

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> send(String path, String file, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(path)).POST(BodyPublishers.ofString(file));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return server.send(request.build());
    }

    private static String id(HttpResponse<String> answer) {
        return Json.read(answer.body()).at("/uploads/0/id").asText();
    }

    private static String code(HttpResponse<String> answer) {
        return Json.text(answer.body(), "code");
    }

    private int uploads() {
        return Json.read(server.get(UPLOADS).body()).required("uploads").size();
    }

    @Test
    void repeatedContentIsRefusedWithLinkToTheFirst() {
        String first = id(send(UPLOADS, FILE));
        server.loadAll();
        HttpResponse<String> again = send(UPLOADS + "?filename=other.csv&on_duplicate=update", FILE);
        assertThat(again.statusCode()).isEqualTo(409);
        JsonNode body = Json.read(again.body());
        assertThat(body.required("code").asText()).isEqualTo("repeated_content");
        assertThat(body.required("upload").asText()).isEqualTo(first);
        assertThat(body.required("url").asText()).endsWith(UPLOADS + "/" + first);
        assertThat(again.headers().firstValue("Location"))
                .contains(body.required("url").asText());
        assertThat(uploads()).isEqualTo(1);
    }

    @Test
    void repeatedContentIsAcceptedWithAllowRepeat() {
        send(UPLOADS, FILE);
        assertThat(send(UPLOADS + "?allow_repeat=true", FILE).statusCode()).isEqualTo(202);
        assertThat(send(UPLOADS + "?dry_run=true", FILE).statusCode()).isEqualTo(202);
        assertThat(send(UPLOADS + "?dry_run=true&decimal=comma", FILE).statusCode())
                .isEqualTo(202);
        assertThat(uploads()).isEqualTo(4);
    }

    @Test
    void legacyRouteAcceptsRepeatedContent() {
        send(UPLOADS, FILE);
        assertThat(server.postFile("a.txt", FILE).statusCode()).isEqualTo(202);
        byte[] form =
                new Form().field("allow_repeat", "false").file("a.txt", FILE).end();
        assertThat(server.post(form).statusCode()).isEqualTo(409);
        assertThat(server.post("/?allow_repeat=false", Form.withFile("a.txt", FILE))
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void contentWithSameBeginningIsAccepted() {
        send(UPLOADS, FILE);
        HttpResponse<String> other = send(UPLOADS, FILE + "x\n");
        assertThat(other.statusCode()).isEqualTo(202);
        server.loadAll();
        assertThat(Json.read(server.get(UPLOADS + "/" + id(other)).body())
                        .at("/parts/total")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void filesOfFormAreCheckedForRepeatsOneByOne() {
        send(UPLOADS, FILE);
        byte[] form =
                new Form().file("a.txt", FILE).file("b.txt", HEADER + ROW_2).end();
        JsonNode answer = Json.read(server.post(UPLOADS, form).body());
        assertThat(answer.required("uploads")).hasSize(1);
        assertThat(answer.at("/refused/0/code").asText()).isEqualTo("repeated_content");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", "8e03978e-40d5-43dd-bc93-6894a57f9324"})
    void repeatedRequestGetsTheFirstResponse(String key) {
        HttpResponse<String> first = send(UPLOADS + "?allow_repeat=true", FILE, "Idempotency-Key", key);
        HttpResponse<String> again = send(UPLOADS + "?allow_repeat=true", FILE, "Idempotency-Key", key);
        assertThat(again.statusCode()).isEqualTo(202);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Location"))
                .isEqualTo(first.headers().firstValue("Location"));
        assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
        assertThat(uploads()).isEqualTo(1);
    }

    @Test
    void keyOfAnotherRequestIsRefused() {
        send(UPLOADS, FILE, "Idempotency-Key", "k");
        for (String path : new String[] {UPLOADS + "?on_duplicate=skip", UPLOADS + "?filename=b.txt"}) {
            HttpResponse<String> other = send(path, FILE, "Idempotency-Key", "k");
            assertThat(other.statusCode()).isEqualTo(422);
            assertThat(code(other)).isEqualTo("idempotency_key_reused");
        }
        assertThat(send(UPLOADS, FILE + "x", "Idempotency-Key", "k").statusCode())
                .isEqualTo(422);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "\"\"", "\"a"})
    void malformedKeyIsRefused(String key) {
        HttpResponse<String> refused = send(UPLOADS, FILE, "Idempotency-Key", key);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(code(refused)).isEqualTo("malformed_idempotency_key");
    }

    @Test
    void refusedRequestIsProcessedAgain() {
        assertThat(send(UPLOADS + "?filename=a.txt", "cpf;x\n", "Idempotency-Key", "k")
                        .statusCode())
                .isEqualTo(422);
        HttpResponse<String> again = send(UPLOADS + "?filename=a.txt", "cpf;x\n", "Idempotency-Key", "k");
        assertThat(code(again)).isEqualTo("wrong_header");
    }

    @Test
    void requestInProgressIsNotStartedAgain() throws IOException {
        String head = "POST " + UPLOADS + " HTTP/1.1\r\nHost: x\r\nIdempotency-Key: k\r\nContent-Length: "
                + FILE.length() + "\r\n\r\n";
        try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            OutputStream out = slow.getOutputStream();
            out.write((head + FILE.substring(0, 10)).getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            Awaitility.await()
                    .until(
                            () -> code(send(UPLOADS + "?x", "", "Idempotency-Key", "k")),
                            "idempotency_key_reused"::equals);
            HttpResponse<String> meanwhile = send(UPLOADS, FILE, "Idempotency-Key", "k");
            assertThat(meanwhile.statusCode()).isEqualTo(409);
            assertThat(code(meanwhile)).isEqualTo("request_under_way");
            assertThat(meanwhile.headers().firstValue("Retry-After")).isPresent();
        }
        // The first request broke off: the next one is processed.
        Awaitility.await()
                .until(() -> send(UPLOADS, FILE, "Idempotency-Key", "k").statusCode() == 202);
    }
}
