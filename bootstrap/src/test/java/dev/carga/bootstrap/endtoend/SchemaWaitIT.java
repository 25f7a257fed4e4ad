package dev.carga.bootstrap.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.carga.adapters.postgres.schema.Migrations;
import dev.carga.adapters.postgres.schema.SchemaState;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Processes that start with `--no-migrate` before `carga migrate` has run, as in a cluster.
class SchemaWaitIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private HttpResponse<String> health(int port) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready"))
                        .build(),
                BodyHandlers.ofString());
    }

    private JsonNode awaitHealth(int port, int status, String words) throws IOException {
        HttpResponse<String> found = await().atMost(TIMEOUT)
                .ignoreExceptionsMatching(e -> e instanceof ConnectException)
                .until(
                        () -> health(port),
                        answer -> answer.statusCode() == status && answer.body().contains(words));
        return JSON.readTree(found.body());
    }

    @Test
    void processesWithoutMigrationWaitForTheMigrateJob() throws IOException {
        int port = freePort();
        try (SharedServers shared = new SharedServers()) {
            Migrations.to(4, shared.database().settings(1));
            try (CargaProcess web = CargaProcess.start(
                            folder,
                            shared.settings(),
                            "serve",
                            "--role=web",
                            "--no-migrate",
                            "--port",
                            Integer.toString(port));
                    CargaProcess worker =
                            CargaProcess.start(folder, shared.settings(), "serve", "--role=worker", "--no-migrate")) {
                String reason = "The schema is at version 4 and this program needs " + SchemaState.NEEDED
                        + ": run carga migrate, or start" + " once without --no-migrate";
                JsonNode waiting = awaitHealth(port, 503, reason);
                assertThat(waiting.path("status").asText()).isEqualTo("not_ready");
                assertThat(waiting.path("database").path("status").asText()).isEqualTo("up");
                assertThat(waiting.path("migrations").path("reason").asText()).isEqualTo(reason);
                await().atMost(TIMEOUT)
                        .until(() -> web.output().contains("cause=\"" + reason + "\"")
                                && worker.output().contains("cause=\"" + reason + "\""));
                assertThat(web.output() + worker.output()).doesNotContain("Carga is ready");

                try (CargaProcess job = CargaProcess.start(folder, shared.settings(), "migrate")) {
                    assertThat(job.awaitExit()).as(job::output).isZero();
                    assertThat(job.output())
                            .contains("is at version " + SchemaState.NEEDED + " now; it was at version 4");
                }

                web.awaitReady();
                worker.awaitReady();
                JsonNode ready = awaitHealth(port, 200, "\"status\":\"ready\"");
                assertThat(ready.path("migrations").path("status").asText()).isEqualTo("up");
            }
        }
    }
}
