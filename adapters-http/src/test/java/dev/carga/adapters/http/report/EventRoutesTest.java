package dev.carga.adapters.http.report;

import static dev.carga.adapters.http.RunningServer.HEADER;
import static dev.carga.adapters.http.RunningServer.ROW_1;
import static dev.carga.adapters.http.RunningServer.ROW_2;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.carga.adapters.http.Json;
import dev.carga.adapters.http.RawHttp;
import dev.carga.adapters.http.RunningServer;
import dev.carga.domain.Nullable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventRoutesTest {

    private final RunningServer server = new RunningServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private String send() {
        return Json.text(server.postFile("a.txt", HEADER + ROW_1 + ROW_2).body(), "message_id");
    }

    private HttpResponse<String> get(String path) {
        return server.send(
                HttpRequest.newBuilder(server.uri("/api/v1/uploads/" + path)).build());
    }

    private static String state(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Json.text(response.body(), "state");
    }

    @Test
    void waitReturnsWhenTheUploadIsLoaded() {
        String id = send();
        CompletableFuture<Void> loading = CompletableFuture.runAsync(
                server::loadAll, CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS));
        long start = System.nanoTime();
        assertThat(state(get(id + "?wait=20"))).isEqualTo("completed");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        loading.join();
        assertThat(state(get(id + "?wait=20"))).isEqualTo("completed");
    }

    @Test
    void waitThatTimesOutReturnsTheCurrentState() {
        String id = send();
        long start = System.nanoTime();
        assertThat(state(get(id + "?wait=1"))).isEqualTo("loading");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(state(get(id + "?wait=0"))).isEqualTo("loading");
    }

    @ParameterizedTest
    @CsvSource({
        "x/events, 400, malformed_upload_id",
        "123e4567-e89b-42d3-a456-426614174000/events, 404, unknown_upload",
        "123e4567-e89b-42d3-a456-426614174000?wait=1, 404, unknown_upload",
        "<id>?wait=, 400, malformed_wait",
        "<id>?wait=26, 400, malformed_wait",
        "<id>?wait=-1, 400, malformed_wait"
    })
    void invalidRequestIsRefused(String path, int status, String code) {
        HttpResponse<String> response = get(path.replace("<id>", send()));
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(Json.text(response.body(), "code")).isEqualTo(code);
    }

    /// A client that reads events one by one from its socket.
    private final class Watcher implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader lines;

        Watcher(String id) throws IOException {
            socket = RawHttp.open(server.port());
            OutputStream out = socket.getOutputStream();
            out.write(("GET /api/v1/uploads/" + id + "/events HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        }

        /// The next event as `name: state`; null at the end.
        @Nullable
        String next() throws IOException {
            String name = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    JsonNode upload = Json.read(line.substring(6));
                    return name + ": " + upload.required("state").asText();
                }
            }
            return null;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void eachChangeIsAnEventAndEndIsTheLast() throws IOException {
        String id = send();
        try (Watcher watcher = new Watcher(id)) {
            assertThat(watcher.next()).isEqualTo("upload: loading");
            server.loadAll();
            assertThat(watcher.next()).isEqualTo("upload: completed");
            assertThat(watcher.next()).isEqualTo("end: completed");
            assertThat(watcher.next()).isNull();
        }
    }

    @Test
    void eventsHaveTheEventStreamTypeAndAreNotCached() {
        String id = send();
        server.loadAll();
        HttpResponse<String> response = get(id + "/events");
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(response.body()).startsWith("id: 1\nevent: upload\ndata: {").endsWith("}\n\n");
    }

    @Test
    void stoppingServerClosesEventStreamsFirst() throws IOException {
        String id = send();
        List<Watcher> watchers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Watcher watcher = new Watcher(id);
            watchers.add(watcher);
            assertThat(watcher.next()).isEqualTo("upload: loading");
        }
        long start = System.nanoTime();
        server.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        for (Watcher watcher : watchers) {
            assertThat(watcher.next()).isNull();
            watcher.close();
        }
    }

    @Test
    void watcherAboveTheLimitIsRefused() throws IOException {
        String id = send();
        List<Watcher> watchers = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                Watcher watcher = new Watcher(id);
                watchers.add(watcher);
                assertThat(watcher.next()).isEqualTo("upload: loading");
            }
            assertThat(Json.text(get(id + "/events").body(), "code")).isEqualTo("too_many_watchers");
            assertThat(Json.text(get(id + "?wait=1").body(), "code")).isEqualTo("too_many_watchers");
            assertThat(state(get(id))).isEqualTo("loading");
        } finally {
            for (Watcher watcher : watchers) {
                watcher.close();
            }
        }
    }
}
