package dev.carga.bootstrap.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.carga.adapters.postgres.TestDatabase;
import dev.carga.bootstrap.sample.SampleFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Web and worker processes on a real database and a real broker.
class ProcessesIT {

    private static final int LINES = 100_000;
    private static final Pattern DOCUMENT =
            Pattern.compile("[0-9]{3}[.][0-9]{3}[.][0-9]{3}-[0-9]{2}|[0-9A-Z]{2}[.][0-9A-Z]{3}[.][0-9A-Z]{3}/");

    private final SharedServers servers = new SharedServers();
    private final TestDatabase database = servers.database();
    private final Map<String, String> settings = servers.settings();

    @TempDir
    private Path folder;

    @AfterEach
    void cleanUp() {
        servers.close();
    }

    private CargaProcess web() {
        return CargaProcess.start(folder, settings, "serve", "--role", "web", "--port", "0", "--part-lines", "1000");
    }

    private CargaProcess worker() {
        return CargaProcess.start(folder, settings, "serve", "--role", "worker");
    }

    private static byte[] sample() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        SampleFile.write(bytes, LINES, 20261124, SampleFile.Flaws.ONE_PERCENT);
        return bytes.toByteArray();
    }

    @Test
    void killedWorkersLoseNoRowAndLoadNoneTwice() throws IOException {
        byte[] file = sample();
        CargaProcess worker = worker();
        try (CargaProcess web = web();
                CargaProcess other = worker();
                Client client = new Client(web.awaitReady().port())) {
            worker.awaitReady();
            other.awaitReady();
            String id = client.send("a.txt", file);
            for (int settled = 10; settled <= 70; settled += 20) {
                awaitSettled(client, id, settled);
                worker.kill();
                worker = worker();
            }
            JsonNode status = client.awaitCompleted(id);

            assertThat(status.path("success_count").asInt()).isEqualTo(LINES / 1000);
            assertThat(Rows.of(database)).containsExactlyInAnyOrderElementsOf(IndependentReading.rows(file));

            JsonNode again = client.awaitCompleted(client.send("a.txt", file));
            assertThat(again.path("failed_count").asInt()).isEqualTo(LINES / 1000);
            for (CargaProcess process : new CargaProcess[] {web, worker, other}) {
                assertThat(DOCUMENT.matcher(process.output()).find())
                        .as("a log contains a CPF or a CNPJ")
                        .isFalse();
            }
        } finally {
            worker.close();
        }
    }

    private static void awaitSettled(Client client, String id, int parts) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> client.status(id).path("completed_parts").asInt() >= parts);
    }

    @Test
    void terminatedWorkerFinishesItsPartsAndLeavesTheRestToOthers() throws IOException {
        byte[] file = sample();
        try (CargaProcess web = web();
                CargaProcess terminated = worker();
                Client client = new Client(web.awaitReady().port())) {
            terminated.awaitReady();
            String id = client.send("a.txt", file);
            awaitSettled(client, id, 5);
            terminated.terminate();
            terminated.awaitExit();
            assertThat(terminated.output()).doesNotContain("part_given_back").doesNotContain("ERROR");
            assertThat(heldParts()).isZero();
            assertThat(client.status(id).path("failed_count").asInt()).isZero();
            try (CargaProcess next = worker()) {
                next.awaitReady();
                assertThat(client.awaitCompleted(id).path("success_count").asInt())
                        .isEqualTo(LINES / 1000);
            }
            assertThat(Rows.of(database)).hasSameSizeAs(IndependentReading.rows(file));
        }
    }

    private int heldParts() {
        return database.jdbi()
                .withHandle(handle -> handle.select("""
                                SELECT count(*) FROM pg_locks
                                WHERE relation = 'carga_part'::regclass AND mode = 'RowShareLock'""").mapTo(Integer.class).one());
    }
}
