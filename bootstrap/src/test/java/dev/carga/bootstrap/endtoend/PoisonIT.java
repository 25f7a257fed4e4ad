package dev.carga.bootstrap.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A part that is too large for the heap of a worker: each worker that takes it runs out of memory and exits,
/// with all other parts that it has in progress, and a supervisor starts the next one.
@Timeout(180)
class PoisonIT {

    private static final int ATTEMPTS = 5;
    private static final int LINES = 250_000;

    private final SharedServers servers = new SharedServers();
    private final Map<String, String> settings = servers.settings();

    @TempDir
    private Path folder;

    @AfterEach
    void cleanUp() {
        servers.close();
    }

    /// Rows with these numbers as their CPFs, followed by blanks.
    private static byte[] file(int first, int lines) {
        return IntStream.range(first, first + lines)
                .mapToObj(cpf -> "%011d 0 0 NULL NULL NULL NULL NULL%100s%n".formatted(cpf, ""))
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.US_ASCII);
    }

    private CargaProcess worker(String heap) {
        return CargaProcess.start(
                folder, settings, List.of("-Xmx" + heap, "-XX:+ExitOnOutOfMemoryError"), "serve", "--role", "worker");
    }

    @Test
    void partThatKillsItsWorkersIsGivenUpAndBlocksNoOtherPart() {
        try (CargaProcess web = CargaProcess.start(
                        folder,
                        settings,
                        List.of("-Xmx512m"),
                        "serve",
                        "--role",
                        "web",
                        "--port",
                        "0",
                        "--part-lines",
                        String.valueOf(LINES),
                        "--part-bytes",
                        "67108864",
                        "--uploads",
                        "4");
                Client client = new Client(web.awaitReady().port())) {
            String poison = client.send("poison.txt", file(1_000_000, LINES));
            assertThat(client.upload(poison).path("parts").path("total").asInt())
                    .as("parts of the large file")
                    .isEqualTo(1);
            List<String> small = IntStream.range(0, 4)
                    .mapToObj(i -> client.send("small.txt", file(1 + i * 1000, 1000)))
                    .toList();

            int deaths = runWorkers(client, poison, "64m");

            assertThat(deaths).isEqualTo(ATTEMPTS);
            JsonNode failed = client.status(poison).path("failed").path(0).path("message");
            assertThat(failed.path("code").asText()).isEqualTo("given_up");
            assertThat(failed.path("error").asText()).contains("5 attempts").contains("memory");
            assertThat(client.upload(poison).path("state").asText()).isEqualTo("failed");
            for (String id : small) {
                assertThat(client.awaitEnd(id).path("state").asText()).isEqualTo("completed");
            }

            client.act(poison, "retry");
            assertThat(runWorkers(client, poison, "512m")).isZero();
            assertThat(client.upload(poison).path("state").asText()).isEqualTo("completed");
            assertThat(client.upload(poison)
                            .path("counters")
                            .path("total_added")
                            .asInt())
                    .isEqualTo(LINES);
        }
    }

    /// Restarts the worker each time it exits, until the upload has ended.
    ///
    /// @return how many workers have exited
    private int runWorkers(Client client, String upload, String heap) {
        int deaths = 0;
        CargaProcess worker = worker(heap);
        try {
            while (client.upload(upload).path("state").asText().equals("loading")) {
                if (!worker.isAlive()) {
                    deaths++;
                    worker = worker(heap);
                }
                pause();
            }
        } finally {
            worker.close();
        }
        return deaths;
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
