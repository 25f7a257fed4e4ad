package dev.carga.adapters.http.management;

import static dev.carga.adapters.http.RunningServer.ROW_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.adapters.http.Form;
import dev.carga.adapters.http.HttpServer;
import dev.carga.adapters.http.Json;
import dev.carga.adapters.http.RawHttp;
import dev.carga.adapters.http.RunningServer;
import dev.carga.adapters.http.settings.HttpSettings;
import dev.carga.application.health.CheckHealth;
import dev.carga.application.health.Condition;
import dev.carga.application.report.ReportStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthRouteTest {

    private volatile Optional<String> closed = Optional.empty();
    private volatile Condition database = new Condition.Up();
    private volatile Condition migrations = new Condition.Up();
    private volatile Condition broker = new Condition.Up();

    private final HttpServer server = HttpServer.start(
            HttpSettings.on("127.0.0.1", 0),
            new CheckHealth(() -> closed, () -> database, () -> migrations, () -> broker, Duration.ofSeconds(2)));

    @AfterEach
    void stop() {
        server.close();
    }

    private RawHttp.Reply get(String path) throws IOException {
        return RawHttp.exchange(
                server.port(), RawHttp.requestAsIs(new byte[0], "GET " + path + " HTTP/1.1", "Host: x"));
    }

    @Test
    void startingProcessIsLiveAndNotReadyWithReason() throws IOException {
        closed = Optional.of("Starting");
        database = new Condition.Down("refused");

        assertThat(get("/health/live").body()).isEqualTo("{\"status\":\"up\"}");
        RawHttp.Reply ready = get("/health/ready");
        assertThat(ready.status()).isEqualTo(503);
        assertThat(ready.head()).contains("Retry-After: 5").contains("Cache-Control: no-store");
        assertThat(ready.body())
                .isEqualTo(
                        "{\"status\":\"not_ready\",\"reason\":\"Starting\",\"database\":{\"status\":\"down\","
                                + "\"reason\":\"refused\"},\"broker\":{\"status\":\"up\"},"
                                + "\"migrations\":{\"status\":\"unknown\",\"reason\":\"Not known while the database is down\"}}");
    }

    @Test
    void brokerOutageKeepsServerReady() throws IOException {
        broker = new Condition.Down("gone");

        RawHttp.Reply ready = get("/health/ready");

        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.body())
                .isEqualTo("{\"status\":\"degraded\",\"database\":{\"status\":\"up\"},"
                        + "\"broker\":{\"status\":\"down\",\"reason\":\"gone\"},"
                        + "\"migrations\":{\"status\":\"up\"}}");
    }

    @Test
    void oldSchemaIsNotReadyWithAdvice() throws IOException {
        migrations = new Condition.Down("The schema is at version 4 and this program needs 5: run carga migrate");

        RawHttp.Reply ready = get("/health/ready");

        assertThat(ready.status()).isEqualTo(503);
        assertThat(ready.body())
                .isEqualTo("{\"status\":\"not_ready\",\"database\":{\"status\":\"up\"},"
                        + "\"broker\":{\"status\":\"up\"},\"migrations\":{\"status\":\"down\",\"reason\":"
                        + "\"The schema is at version 4 and this program needs 5: run carga migrate\"}}");
    }

    @Test
    void healthAnswersHead() throws IOException {
        RawHttp.Reply ready = RawHttp.exchange(
                server.port(), RawHttp.requestAsIs(new byte[0], "HEAD /health/ready HTTP/1.1", "Host: x"));

        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.body()).isEmpty();
    }

    @Test
    void otherRoutesAreRefusedWhileStarting() throws IOException {
        byte[] form = Form.withFile("a.txt", ROW_1.repeat(10_000));
        RawHttp.Reply upload = RawHttp.exchange(
                server.port(),
                RawHttp.request(form, "POST / HTTP/1.1", "Host: x", "Content-Type: " + Form.CONTENT_TYPE));
        for (RawHttp.Reply reply : new RawHttp.Reply[] {upload, get("/status?message_id=1"), get("/nowhere")}) {
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.head()).contains("Retry-After: 5");
            assertThat(Json.text(reply.body(), "code")).isEqualTo("starting");
        }
    }

    @Test
    void everyRouteAnswersOnceOpen() throws IOException {
        try (RunningServer other = new RunningServer()) {
            server.open(other.useCases(new ReportStatus(other.stores.queries(), RunningServer.SHORT)));

            assertThat(get("/status?message_id=1").status()).isEqualTo(400);
            assertThat(get("/nowhere").status()).isEqualTo(404);
            assertThat(get("/health/ready").status()).isEqualTo(200);
        }
    }
}
