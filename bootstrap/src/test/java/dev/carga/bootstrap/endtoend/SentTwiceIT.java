package dev.carga.bootstrap.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.carga.adapters.http.settings.HttpSettings;
import dev.carga.adapters.postgres.TestDatabase;
import dev.carga.bootstrap.sample.SampleFile;
import dev.carga.bootstrap.settings.Role;
import dev.carga.bootstrap.settings.Settings;
import dev.carga.bootstrap.wiring.Carga;
import dev.carga.domain.layout.CuttingRules;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Repeated files, repeated requests, dry runs and reject limits, over HTTP into a real PostgreSQL.
class SentTwiceIT {

    private static final int LINES = 5_000;

    private final TestDatabase database = new TestDatabase();
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void dropTheSchema() {
        http.close();
        database.close();
    }

    private Carga start() {
        return Carga.of(new Settings(
                        Role.ALL,
                        HttpSettings.on("127.0.0.1", 0),
                        database.settings(12),
                        null,
                        Path.of("unused"),
                        2,
                        8,
                        5,
                        Duration.ofMinutes(2),
                        new CuttingRules(1_000, 1 << 20, 1 << 10)))
                .start();
    }

    private static byte[] sample() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        SampleFile.write(bytes, LINES, 20261125, SampleFile.Flaws.NONE);
        return bytes.toByteArray();
    }

    private HttpResponse<String> send(Carga carga, byte[] file, String query, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + carga.port() + "/api/v1/uploads?filename=a.txt" + query))
                .POST(BodyPublishers.ofByteArray(file));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return new ObjectMapper().readTree(answer.body());
    }

    private static String id(HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return json(answer).at("/uploads/0/id").asText();
    }

    @Test
    void repeatedFileIsRefused() throws IOException, InterruptedException {
        byte[] file = sample();
        try (Carga carga = start();
                Client client = new Client(carga.port())) {
            String first = id(send(carga, file, ""));
            client.awaitCompleted(first);

            HttpResponse<String> again = send(carga, file, "&on_duplicate=update");
            assertThat(again.statusCode()).isEqualTo(409);
            assertThat(json(again).required("upload").asText()).isEqualTo(first);
            assertThat(client.json("/api/v1/uploads").required("uploads")).hasSize(1);

            file[file.length - 2] = 'x';
            String other = id(send(carga, file, "&on_duplicate=update"));
            client.awaitEnd(other);
            assertThat(client.upload(other).at("/counters/total_rows").asInt()).isEqualTo(LINES);
            assertThat(client.upload(other).at("/counters/total_updated").asInt())
                    .isGreaterThanOrEqualTo(LINES - 1);
        }
    }

    @Test
    void storedResponseIsReplayedAfterARestart() throws IOException, InterruptedException {
        byte[] file = sample();
        String first;
        try (Carga carga = start()) {
            first = id(send(carga, file, "&allow_repeat=true", "Idempotency-Key", "k"));
        }
        try (Carga carga = start();
                Client client = new Client(carga.port())) {
            HttpResponse<String> again = send(carga, file, "&allow_repeat=true", "Idempotency-Key", "k");
            assertThat(id(again)).isEqualTo(first);
            assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
            client.awaitCompleted(first);
            assertThat(client.json("/api/v1/uploads").required("uploads")).hasSize(1);
        }
    }

    @Test
    void dryRunReportsTheCountersOfARealRun() throws IOException, InterruptedException {
        byte[] file = sample();
        try (Carga carga = start();
                Client client = new Client(carga.port())) {
            String tried = id(send(carga, file, "&dry_run=true"));
            client.awaitCompleted(tried);
            assertThat(Rows.of(database)).isEmpty();

            String loaded = id(send(carga, file, ""));
            client.awaitCompleted(loaded);
            assertThat(client.upload(tried).required("counters"))
                    .isEqualTo(client.upload(loaded).required("counters"));

            String again = id(send(carga, file, "&dry_run=true"));
            client.awaitCompleted(again);
            assertThat(client.upload(again).required("state").asText()).isEqualTo("failed");
            assertThat(client.upload(again).at("/counters/total_rows").asInt()).isZero();
            assertThat(Rows.of(database)).hasSize(LINES);
        }
    }

    @Test
    void fileOverTheRejectLimitIsAbortedAndUndone() throws IOException, InterruptedException {
        byte[] good = sample();
        byte[] file = new byte[good.length + 4_000];
        System.arraycopy(good, 0, file, 0, good.length);
        for (int i = good.length; i < file.length; i++) {
            file[i] = (byte) (i % 2 == 0 ? 'x' : '\n');
        }
        try (Carga carga = start();
                Client client = new Client(carga.port())) {
            HttpResponse<String> sent = send(carga, file, "&max_rejects=100&on_abort=undo");
            String id = client.json("/api/v1/uploads").at("/uploads/0/id").asText();
            assertThat(sent.statusCode()).isIn(202, 422);
            client.awaitEnd(id);
            JsonNode upload = client.upload(id);
            assertThat(upload.required("state").asText()).isEqualTo("failed");
            assertThat(upload.at("/aborted/code").asText()).isEqualTo("too_many_rejects");
            assertThat(Rows.of(database)).isEmpty();
        }
    }
}
