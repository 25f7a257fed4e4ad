package dev.carga.adapters.http.server;

import static dev.carga.adapters.http.RunningServer.HEALTHY;
import static dev.carga.adapters.http.RunningServer.ROW_1;
import static dev.carga.adapters.http.RunningServer.ROW_2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carga.adapters.http.Form;
import dev.carga.adapters.http.HttpServer;
import dev.carga.adapters.http.RawHttp;
import dev.carga.adapters.http.RunningServer;
import dev.carga.adapters.http.settings.HttpSettings;
import dev.carga.domain.upload.UploadId;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the listener of requests is called with.
class RequestListenerTest {

    /// A reported request.
    private record Reported(String method, String route, int status, Duration took) {
        @Override
        public String toString() {
            return method + " " + route + " " + status;
        }
    }

    private final List<Reported> reported = new CopyOnWriteArrayList<>();
    private final RunningServer server =
            new RunningServer((method, route, status, took) -> reported.add(new Reported(method, route, status, took)));

    @AfterEach
    void stop() {
        server.close();
    }

    /// Waits, as a request is reported after its response was sent.
    private Reported next() {
        await().until(() -> !reported.isEmpty());
        return reported.removeFirst();
    }

    private RawHttp.Reply ask(String request) throws IOException {
        return RawHttp.exchange(server.port(), RawHttp.requestAsIs(new byte[0], request + " HTTP/1.1", "Host: x"));
    }

    @Test
    void routeIsReportedAsDeclared() throws IOException {
        UploadId id = UploadId.random();
        ask("GET /api/v1/uploads/" + id + "?secret=12345678909");
        assertThat(next()).hasToString("GET /api/v1/uploads/{id} 404");

        ask("POST /api/v1/uploads/" + id + "/undo");
        assertThat(next()).hasToString("POST /api/v1/uploads/{id}/undo 404");

        ask("GET /status?message_id=" + id);
        assertThat(next()).hasToString("GET /status 404");

        ask("HEAD /health/live");
        assertThat(next()).hasToString("HEAD /health/live 200");
    }

    @Test
    void unknownMethodsAndPathsAreReportedAsOther() throws IOException {
        ask("GET /12345678909");
        assertThat(next()).hasToString("GET other 404");

        ask("PUT /status");
        assertThat(next()).hasToString("PUT other 405");

        ask("X12345678909 /status");
        assertThat(next().method()).isEqualTo("other");
    }

    @Test
    void durationIncludesTheBody() throws Exception {
        byte[] form = Form.withFile("a.txt", (ROW_1 + ROW_2).repeat(2000));
        byte[] request = RawHttp.request(form, "POST / HTTP/1.1", "Host: x", "Content-Type: " + Form.CONTENT_TYPE);
        try (Socket sender = RawHttp.open(server.port())) {
            sender.getOutputStream().write(request, 0, request.length / 2);
            server.onlyUpload();
            Thread.sleep(50);
            sender.getOutputStream().write(request, request.length / 2, request.length - request.length / 2);
            assertThat(RawHttp.read(sender).status()).isEqualTo(202);
        }

        Reported upload = next();
        assertThat(upload).hasToString("POST / 202");
        assertThat(upload.took()).isBetween(Duration.ofMillis(50), Duration.ofMinutes(1));
    }

    @Test
    void uploadRefusedMidwayIsReportedWithItsStatus() {
        server.postFile("a.pdf", ROW_1.repeat(2000));
        assertThat(next()).hasToString("POST / 415");
    }

    @Test
    void requestWhileStartingIsReported() throws IOException {
        try (HttpServer starting = HttpServer.start(
                HttpSettings.on("127.0.0.1", 0),
                new HttpServer.Observability(
                        HEALTHY,
                        null,
                        (method, route, status, took) -> reported.add(new Reported(method, route, status, took))))) {
            RawHttp.exchange(starting.port(), RawHttp.requestAsIs(new byte[0], "GET /status HTTP/1.1", "Host: x"));
            assertThat(next().status()).isEqualTo(503);
        }
    }
}
