package dev.carga.adapters.http;

import static dev.carga.adapters.http.RunningServer.HEALTHY;
import static dev.carga.adapters.http.RunningServer.ROW_1;
import static dev.carga.adapters.http.RunningServer.ROW_2;
import static dev.carga.adapters.http.RunningServer.ROW_3;
import static dev.carga.adapters.http.RunningServer.SHORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carga.adapters.http.exchange.Problem;
import dev.carga.adapters.http.exchange.ProblemBody;
import dev.carga.adapters.http.settings.HttpSettings;
import dev.carga.application.InfrastructureException;
import dev.carga.application.RetryPolicy;
import dev.carga.application.fake.LegacyStatusQueries;
import dev.carga.application.report.ReportStatus;
import dev.carga.application.report.UploadQueries;
import dev.carga.domain.upload.ReceptionState;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Outages of the store, and clients that disconnect or fall silent.
@Timeout(60)
class OutageTest {

    private static final String ID = "123e4567-e89b-42d3-a456-426614174000";
    private static final byte[] FILE_HEAD = Form.head("form-data; name=\"f\"; filename=\"a.txt\"");

    @Test
    void shortOutageOfStoreIsWaitedFor() {
        try (RunningServer server = new RunningServer()) {
            server.stores.failNextCalls(5);

            HttpResponse<String> answer = server.postFile("a.txt", ROW_1 + ROW_2 + ROW_3);
            server.stores.failNextCalls(5);

            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(server.get("/status?message_id=" + Json.text(answer.body(), "message_id"))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void longOutageOfStoreIsReported() {
        try (RunningServer server = new RunningServer()) {
            server.stores.failNextCalls(Integer.MAX_VALUE);

            HttpResponse<String> upload = server.postFile("a.txt", ROW_1);
            HttpResponse<String> status = server.get("/status?message_id=" + ID);

            assertThat(upload.statusCode()).isEqualTo(503);
            assertThat(upload.headers().firstValue("Retry-After")).hasValue("5");
            assertThat(Json.text(upload.body(), "code")).isEqualTo("store_away");
            assertThat(status.statusCode()).isEqualTo(503);
            assertThat(status.headers().firstValue("Retry-After")).hasValue("5");
            assertThat(status.body()).isEqualTo(upload.body());
        }
    }

    @Test
    void serverFailureRevealsNoDetails() throws Exception {
        UploadQueries broken = new LegacyStatusQueries(_ -> {
            throw new InfrastructureException.Permanent("password=secret", new IllegalStateException("table"));
        });
        try (RunningServer server = new RunningServer();
                HttpServer other = HttpServer.start(HttpSettings.on("127.0.0.1", 0), HEALTHY)
                        .open(server.useCases(new ReportStatus(broken, SHORT)));
                HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + other.port() + "/status?message_id=" + ID);

            HttpResponse<String> answer =
                    client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body())
                    .isEqualTo(new String(ProblemBody.of(Problem.INTERNAL_ERROR), StandardCharsets.UTF_8));
        }
    }

    @Test
    void disconnectLeavesInterruptedUpload() throws IOException {
        try (RunningServer server = new RunningServer()) {
            try (Socket sender = beginUpload(server, ROW_1.repeat(2000))) {
                server.onlyUpload();
                sender.setSoLinger(true, 0);
            }

            await().until(() -> server.onlyUpload().state() == ReceptionState.INTERRUPTED);
            assertThat(server.onlyUpload().parts()).isNotEmpty();
        }
    }

    @Test
    void silentClientTimesOut() throws IOException {
        HttpSettings impatient = new HttpSettings("127.0.0.1", 0, null, Duration.ofMillis(300), Duration.ofSeconds(5));
        try (RunningServer server = new RunningServer(impatient, SHORT);
                Socket sender = beginUpload(server, ROW_1.repeat(2000))) {
            RawHttp.Reply reply = RawHttp.read(sender);

            assertThat(reply.status()).isEqualTo(408);
            assertThat(Json.text(reply.body(), "code")).isEqualTo("upload_timed_out");
            assertThat(server.onlyUpload().state()).isEqualTo(ReceptionState.INTERRUPTED);
        }
    }

    @Test
    void silentClientBeforeTheFileTimesOutAlike() throws IOException {
        HttpSettings impatient = new HttpSettings("127.0.0.1", 0, null, Duration.ofMillis(300), Duration.ofSeconds(5));
        try (RunningServer server = new RunningServer(impatient, SHORT);
                Socket sender = RawHttp.open(server.port())) {
            byte[] begun = "--b\r\nContent-Dispo".getBytes(StandardCharsets.US_ASCII);
            sender.getOutputStream()
                    .write(RawHttp.requestAsIs(
                            begun,
                            "POST / HTTP/1.1",
                            "Host: x",
                            "Content-Type: multipart/form-data; boundary=b",
                            "Content-Length: 1000"));
            RawHttp.Reply reply = RawHttp.read(sender);

            assertThat(reply.status()).isEqualTo(408);
            assertThat(Json.text(reply.body(), "code")).isEqualTo("upload_timed_out");
        }
    }

    @Test
    void clientDoesNotTimeOutWhileStoreIsWaitedFor() {
        HttpSettings impatient = new HttpSettings("127.0.0.1", 0, null, Duration.ofMillis(200), Duration.ofSeconds(5));
        RetryPolicy patient = new RetryPolicy(Duration.ofMillis(250), Duration.ofMillis(250), Duration.ofSeconds(20));
        try (RunningServer server = new RunningServer(impatient, patient)) {
            server.stores.failNextCalls(4);

            HttpResponse<String> answer = server.postFile("a.txt", ROW_1 + "\n".repeat(8 << 20) + ROW_2);

            assertThat(answer.statusCode()).isEqualTo(202);
        }
    }

    @Test
    void refusalReachesClientThatReadsOnlyAfterSending() throws IOException {
        try (RunningServer server = new RunningServer()) {
            byte[] form = Form.withFile("big.exe", new byte[50 << 20]);

            RawHttp.Reply reply = RawHttp.exchange(
                    server.port(),
                    RawHttp.request(form, "POST / HTTP/1.1", "Host: x", "Content-Type: " + Form.CONTENT_TYPE));

            assertThat(reply.status()).isEqualTo(415);
            assertThat(Json.text(reply.body(), "code")).isEqualTo("wrong_extension");
        }
    }

    @Test
    void expectContinueIsRefusedAtOnce() throws IOException {
        try (RunningServer server = new RunningServer();
                Socket sender = RawHttp.open(server.port())) {
            sender.getOutputStream()
                    .write(RawHttp.requestAsIs(
                            new byte[0],
                            "POST /nobody HTTP/1.1",
                            "Host: x",
                            "Expect: 100-continue",
                            "Content-Length: 1000000"));

            assertThat(RawHttp.read(sender).status()).isEqualTo(404);
        }
    }

    /// Sends the start of a file and no more.
    static Socket beginUpload(RunningServer server, String content) throws IOException {
        Socket sender = RawHttp.open(server.port());
        OutputStream out = sender.getOutputStream();
        out.write(RawHttp.requestAsIs(
                FILE_HEAD,
                "POST / HTTP/1.1",
                "Host: x",
                "Content-Type: " + Form.CONTENT_TYPE,
                "Content-Length: 100000000"));
        out.write(content.getBytes(StandardCharsets.US_ASCII));
        return sender;
    }
}
