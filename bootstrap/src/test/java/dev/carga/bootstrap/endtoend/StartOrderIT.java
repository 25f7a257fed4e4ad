package dev.carga.bootstrap.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.carga.adapters.amqp.CuttableProxy;
import dev.carga.adapters.amqp.TestBroker;
import dev.carga.adapters.postgres.DatabaseSettings;
import dev.carga.adapters.postgres.TestDatabase;
import dev.carga.bootstrap.embedded.EmbeddedPostgres;
import dev.carga.bootstrap.sample.SampleFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Processes, database and broker start and stop in any order.
class StartOrderIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ADDRESS = Pattern.compile("//([^:/]+):([0-9]+)/");

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void setLongTimeout() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
    }

    @AfterAll
    static void resetTimeout() {
        Awaitility.reset();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static byte[] sample(int lines) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        SampleFile.write(bytes, lines, 20261124, SampleFile.Flaws.NONE);
        return bytes.toByteArray();
    }

    private HttpResponse<String> get(int port, String path) {
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .build(),
                    BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void awaitLive(int port) {
        await().ignoreExceptionsMatching(
                        e -> e instanceof UncheckedIOException u && u.getCause() instanceof ConnectException)
                .until(() -> get(port, "/health/live").statusCode() == 200);
    }

    private JsonNode awaitHealth(int port, int status, String word) {
        HttpResponse<String> found = await().until(
                        () -> get(port, "/health/ready"),
                        answer -> answer.statusCode() == status
                                && answer.body().startsWith("{\"status\":\"" + word + "\""));
        try {
            return JSON.readTree(found.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void webAndWorkerStartBeforeDatabaseAndBrokerAndStopAfterThem() throws IOException {
        TestBroker server = TestBroker.running();
        String queue = server.newQueueName();
        try (TestDatabase tables = new TestDatabase();
                CuttableProxy database = proxyFor(tables.jdbcUrl());
                CuttableProxy broker = new CuttableProxy(server.host(), server.port())) {
            database.refuse();
            broker.refuse();
            DatabaseSettings direct = tables.settings(1);
            DatabaseSettings throughProxy = new DatabaseSettings(
                    ADDRESS.matcher(direct.jdbcUrl()).replaceFirst("//127.0.0.1:" + database.port() + "/"),
                    direct.user(),
                    direct.password(),
                    1,
                    true);
            Map<String, String> settings = CargaProcess.shared(throughProxy, server.uriThrough(broker.port()), queue);
            int port = freePort();
            try (CargaProcess web = CargaProcess.start(
                            folder, settings, "serve", "--role", "web", "--port", Integer.toString(port));
                    CargaProcess worker = CargaProcess.start(folder, settings, "serve", "--role", "worker")) {
                awaitLive(port);
                JsonNode starting = awaitHealth(port, 503, "not_ready");
                assertThat(starting.path("reason").asText()).isEqualTo("Starting");
                assertThat(starting.path("database").path("status").asText()).isEqualTo("down");
                assertThat(get(port, "/status").body()).contains("\"code\":\"starting\"");
                await().until(() -> web.output().contains("step=connect_database")
                        && worker.output().contains("step=connect_database"));
                assertThat(web.output() + worker.output()).doesNotContain("Carga is ready");

                database.accept();
                web.awaitReady();
                JsonNode degraded = awaitHealth(port, 200, "degraded");
                assertThat(degraded.path("broker").path("reason").asText()).isNotEmpty();
                try (Client client = new Client(port)) {
                    String id = client.send("a.txt", sample(1_000));
                    await().until(() -> worker.output().contains("step=reach_broker"));
                    assertThat(worker.output()).doesNotContain("Carga is ready");

                    broker.accept();
                    worker.awaitReady();
                    awaitHealth(port, 200, "ready");
                    assertThat(client.awaitCompleted(id).path("success_count").asInt())
                            .isOne();
                }

                broker.refuse();
                database.refuse();
                awaitHealth(port, 503, "not_ready");
                long start = System.nanoTime();
                web.terminate();
                worker.terminate();
                web.awaitExit();
                worker.awaitExit();
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
            }
        } finally {
            server.delete(queue);
        }
    }

    private static CuttableProxy proxyFor(String jdbcUrl) {
        Matcher address = ADDRESS.matcher(jdbcUrl);
        assertThat(address.find()).as(jdbcUrl).isTrue();
        return new CuttableProxy(address.group(1), Integer.parseInt(address.group(2)));
    }

    @Test
    void databaseRestartPausesAnUploadWithoutAnError() throws Exception {
        byte[] file = sample(30_000);
        Path home = folder.resolve("home");
        int databasePort = freePort();
        EmbeddedPostgres database = EmbeddedPostgres.start(home, databasePort);
        try {
            Map<String, String> settings = Map.of(
                    "CARGA_DATABASE_URL", database.jdbcUrl(),
                    "CARGA_DATABASE_USER", database.user(),
                    "CARGA_DATABASE_PASSWORD", database.password());
            try (CargaProcess carga =
                            CargaProcess.start(folder, settings, "serve", "--port", "0", "--part-lines", "1000");
                    Client client = new Client(carga.awaitReady().port());
                    OpenUpload upload = new OpenUpload(carga.port(), file.length);
                    ExecutorService sender = Executors.newVirtualThreadPerTaskExecutor()) {
                awaitHealth(carga.port(), 200, "ready");
                upload.write(file, 0, file.length / 2);
                upload.flush();
                Jdbi tables = Jdbi.create(database.jdbcUrl(), database.user(), database.password());
                await().until(() -> tables.withHandle(handle -> handle.select("SELECT count(*) FROM carga_part")
                                .mapTo(Integer.class)
                                .one())
                        >= 10);
                database.close();
                awaitHealth(carga.port(), 503, "not_ready");
                Future<String> rest = sender.submit(() -> {
                    upload.write(file, file.length / 2, file.length);
                    return upload.finish();
                });
                await().until(() -> carga.output().contains("event=retry step=store part="));
                assertThat(rest.isDone()).isFalse();

                database = EmbeddedPostgres.start(home, databasePort);
                String answer = rest.get(30, TimeUnit.SECONDS);

                assertThat(answer).startsWith("HTTP/1.1 202");
                String id = answer.replaceFirst("(?s).*\"message_id\":\"([^\"]*)\".*", "$1");
                assertThat(client.awaitCompleted(id).path("success_count").asInt())
                        .isEqualTo(30);
                awaitHealth(carga.port(), 200, "ready");
            }
        } finally {
            database.close();
        }
    }
}
