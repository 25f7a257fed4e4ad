package dev.carga.adapters.http.server;

import static dev.carga.adapters.http.RunningServer.HEALTHY;
import static dev.carga.adapters.http.RunningServer.ROW_1;
import static dev.carga.adapters.http.RunningServer.ROW_2;
import static dev.carga.adapters.http.RunningServer.SHORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.carga.adapters.http.Form;
import dev.carga.adapters.http.HttpServer;
import dev.carga.adapters.http.Json;
import dev.carga.adapters.http.RawHttp;
import dev.carga.adapters.http.RunningServer;
import dev.carga.adapters.http.settings.ClientLimits;
import dev.carga.adapters.http.settings.HttpSettings;
import dev.carga.adapters.http.view.StatusJson;
import dev.carga.application.fake.LegacyStatusQueries;
import dev.carga.application.report.LegacyStatusView;
import dev.carga.application.report.ReportStatus;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.PartFailure;
import dev.carga.domain.upload.PartState;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Slow clients, silent clients, and too many clients.
@Timeout(60)
class ClientLimitsTest {

    private static final Duration SOON = Duration.ofMillis(300);
    private static final Duration LATE = Duration.ofSeconds(30);
    private static final ClientLimits USUAL = ClientLimits.USUAL;
    private static final byte[] GET = "GET /status HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private static RunningServer server(Duration idleTimeout, ClientLimits limits) {
        return new RunningServer(
                new HttpSettings("127.0.0.1", 0, null, idleTimeout, Duration.ofSeconds(5), limits), SHORT);
    }

    /// Sends the start of a file and no more.
    private static Socket beginUpload(RunningServer server) throws IOException {
        Socket sender = RawHttp.open(server.port());
        OutputStream out = sender.getOutputStream();
        out.write(RawHttp.requestAsIs(
                Form.head("form-data; name=\"f\"; filename=\"a.txt\""),
                "POST / HTTP/1.1",
                "Host: x",
                "Content-Type: " + Form.CONTENT_TYPE,
                "Content-Length: 100000000"));
        out.write(ROW_1.repeat(2000).getBytes(StandardCharsets.US_ASCII));
        return sender;
    }

    /// Sends a byte every 20 ms until the server responds or closes the connection.
    private static void drip(Socket socket, byte[] bytes) throws InterruptedException {
        try {
            for (int i = 0; true; i++) {
                socket.getOutputStream().write(bytes[i % bytes.length]);
                socket.getOutputStream().flush();
                Thread.sleep(20);
                if (socket.getInputStream().available() > 0) {
                    return;
                }
            }
        } catch (IOException _) {
            // The server has closed it.
        }
    }

    @Test
    void uploadBeyondLimitIsRefusedBeforeItsBody() throws IOException {
        try (RunningServer server = server(LATE, USUAL.withUploads(1))) {
            try (Socket first = beginUpload(server);
                    Socket second = RawHttp.open(server.port())) {
                server.onlyUpload();
                second.getOutputStream()
                        .write(RawHttp.requestAsIs(
                                new byte[0],
                                "POST / HTTP/1.1",
                                "Host: x",
                                "Expect: 100-continue",
                                "Content-Type: " + Form.CONTENT_TYPE,
                                "Content-Length: 100000000"));
                RawHttp.Reply refusal = RawHttp.read(second);

                assertThat(refusal.status()).isEqualTo(503);
                assertThat(refusal.head()).contains("Retry-After: 5");
                assertThat(Json.text(refusal.body(), "code")).isEqualTo("too_many_uploads");
                assertThat(server.get("/status").statusCode()).isEqualTo(400);
                first.setSoLinger(true, 0);
            }

            await().until(() -> server.postFile("b.txt", ROW_1).statusCode() == 202);
        }
    }

    @Test
    void slowBodyTimesOutAndUploadIsInterrupted() throws Exception {
        try (RunningServer server = server(LATE, new ClientLimits(10, 10, 1_000, SOON));
                Socket sender = beginUpload(server)) {
            drip(sender, new byte[] {'x'});
            RawHttp.Reply reply = RawHttp.read(sender);

            assertThat(reply.status()).isEqualTo(408);
            assertThat(Json.text(reply.body(), "code")).isEqualTo("upload_timed_out");
            assertThat(server.onlyUpload().state()).isEqualTo(ReceptionState.INTERRUPTED);
        }
    }

    @Test
    void silentConnectionIsClosed() throws IOException {
        try (RunningServer server = server(SOON, USUAL);
                Socket client = RawHttp.open(server.port())) {
            assertThat(client.getInputStream().read()).isNegative();
        }
    }

    @Test
    void connectionWithIncompleteHeadersIsClosed() throws IOException {
        try (RunningServer server = server(SOON, USUAL);
                Socket client = RawHttp.open(server.port())) {
            client.getOutputStream().write("POST / HTTP/1.1\r\nHost".getBytes(StandardCharsets.US_ASCII));

            RawHttp.read(client);
        }
    }

    @Test
    void connectionWithSlowHeadersIsClosed() throws Exception {
        try (RunningServer server = server(SOON, USUAL);
                Socket client = RawHttp.open(server.port())) {
            client.getOutputStream().write("GET /status HTTP/1.1\r\nX: ".getBytes(StandardCharsets.US_ASCII));

            drip(client, new byte[] {'x'});

            await().until(() -> server.server.connections() == 0);
        }
    }

    @Test
    void connectionWithSlowHeadersOfNextRequestIsClosed() throws Exception {
        try (RunningServer server = server(SOON, USUAL);
                Socket client = RawHttp.open(server.port())) {
            client.getOutputStream().write(GET);
            byte[] answer = client.getInputStream().readNBytes(100);
            assertThat(new String(answer, StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 400");
            client.getInputStream().skipNBytes(client.getInputStream().available());

            drip(
                    client,
                    "GET /status HTTP/1.1\r\nX: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx".getBytes(StandardCharsets.US_ASCII));

            await().until(() -> server.server.connections() == 0);
        }
    }

    @Test
    void connectionThatDoesNotReadResponseIsClosed() throws IOException {
        UploadId id = UploadId.random();
        try (RunningServer any = server(SOON, USUAL);
                HttpServer server = HttpServer.start(
                                new HttpSettings("127.0.0.1", 0, null, SOON, Duration.ofSeconds(5)), HEALTHY)
                        .open(any.useCases(
                                new ReportStatus(new LegacyStatusQueries(_ -> Optional.of(report(id))), SHORT)));
                Socket client = new Socket()) {
            client.setReceiveBufferSize(4096);
            client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
            client.setSoTimeout(20_000);

            client.getOutputStream()
                    .write(("GET /status?message_id=" + id + " HTTP/1.1\r\nHost: x\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            await().until(() -> server.connections() == 1);
            await().until(() -> server.connections() == 0);

            assertThat(RawHttp.read(client).body().length()).isLessThan(StatusJson.of(report(id)).length);
        }
    }

    /// Larger than any network buffer.
    private static LegacyStatusView report(UploadId id) {
        PartFailure failure = new PartFailure(PartFailure.Code.DUPLICATE_CPF, "x".repeat(20_000), 1L);
        List<LegacyStatusView.PartReport> parts = IntStream.rangeClosed(1, 1_000)
                .mapToObj(number -> new LegacyStatusView.PartReport(number, new PartState.Failed(failure)))
                .toList();
        return new LegacyStatusView(id, "a.txt", DuplicatePolicy.FAIL, false, ReceptionState.RECEIVED, parts);
    }

    @Test
    void connectionBeyondLimitWaitsForAnotherToClose() throws IOException {
        try (RunningServer server = server(LATE, new ClientLimits(2, 2, 0, LATE));
                Socket first = RawHttp.open(server.port());
                Socket second = RawHttp.open(server.port())) {
            await().until(() -> server.server.connections() == 2);
            try (Socket third = RawHttp.open(server.port())) {
                third.getOutputStream().write(GET);
                third.setSoTimeout(300);
                assertThatThrownBy(() -> third.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
                third.setSoTimeout(20_000);

                first.shutdownOutput();

                assertThat(new String(third.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                        .isEqualTo("HTTP/1.1 400");
            }
            assertThat(second.isClosed()).isFalse();
        }
    }

    @Test
    void limitBelowOneIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ClientLimits(0, 1, 1, LATE));
        assertThatIllegalArgumentException().isThrownBy(() -> new ClientLimits(1, 0, 1, LATE));
        assertThatIllegalArgumentException().isThrownBy(() -> new ClientLimits(1, 1, -1, LATE));
    }

    /// Refused by its announced length before it is read; without one, when the limit is reached.
    @Test
    void fileAboveLimitIsRefused() {
        try (RunningServer server = server(LATE, ClientLimits.USUAL.withFileBytes(100_000))) {
            String rows = ROW_2.repeat(200_000 / ROW_2.length());
            HttpResponse<String> announced = server.postFile("a.txt", rows);
            assertThat(announced.statusCode()).isEqualTo(413);
            assertThat(Json.text(announced.body(), "code")).isEqualTo("file_too_large");
            assertThat(server.begun).isEmpty();
            HttpResponse<String> taken = server.postFile("a.txt", ROW_2.repeat(90_000 / ROW_2.length()));
            assertThat(taken.statusCode()).isEqualTo(202);
        }
    }
}
