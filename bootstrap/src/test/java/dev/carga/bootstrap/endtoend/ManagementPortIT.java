package dev.carga.bootstrap.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.carga.adapters.http.settings.HttpSettings;
import dev.carga.adapters.postgres.DatabaseSettings;
import dev.carga.adapters.postgres.TestDatabase;
import dev.carga.bootstrap.metrics.MetricsText;
import dev.carga.bootstrap.settings.Role;
import dev.carga.bootstrap.settings.Settings;
import dev.carga.bootstrap.settings.Settings.ManagementSettings;
import dev.carga.bootstrap.wiring.Carga;
import dev.carga.domain.layout.CuttingRules;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The management port, from the start of a process to its end.
class ManagementPortIT {

    private static final String LINE = "041.091.641-25 0 0 NULL NULL NULL NULL NULL\n";

    private final TestDatabase database = new TestDatabase();

    @TempDir
    private Path folder;

    @AfterEach
    void dropTheSchema() {
        database.close();
    }

    private static Carga carga(DatabaseSettings database) {
        return Carga.of(new Settings(
                        Role.ALL,
                        HttpSettings.on("127.0.0.1", 0),
                        database,
                        null,
                        Path.of("unused"),
                        2,
                        8,
                        5,
                        Duration.ofMinutes(2),
                        CuttingRules.DEFAULT)
                .withManagement(new ManagementSettings("127.0.0.1", 0)));
    }

    private static MetricsText metrics(Client client) {
        return new MetricsText(client.get("/metrics").body());
    }

    @Test
    void managementPortTakesTheMetricsFromTheMainPort() {
        try (Carga carga = carga(database.settings(12)).start();
                Client client = new Client(carga.port());
                Client manager = new Client(carga.managementPort())) {
            assertThat(client.get("/metrics").statusCode()).isEqualTo(404);
            assertThat(client.get("/health/ready").statusCode()).isEqualTo(200);
            assertThat(manager.get("/health/ready").statusCode()).isEqualTo(200);
            assertThat(manager.get("/status").statusCode()).isEqualTo(404);
            assertThat(metrics(manager).value("carga_ready")).isEqualTo(1);
        }
    }

    @Test
    void waitingForTheDatabaseIsReported() throws InterruptedException {
        Carga carga = carga(new DatabaseSettings("jdbc:postgresql://127.0.0.1:1/nothing", "nobody", "", 2, true));
        Thread starting = Thread.startVirtualThread(
                () -> assertThatExceptionOfType(RuntimeException.class).isThrownBy(carga::start));
        await().ignoreExceptions().until(() -> carga.managementPort() > 0);
        try (Client manager = new Client(carga.managementPort())) {
            assertThat(manager.get("/health/live").statusCode()).isEqualTo(200);
            assertThat(manager.get("/health/ready").body()).contains("Starting");
            MetricsText text = metrics(manager);
            assertThat(text.value("carga_ready")).isZero();
            assertThat(text.value("carga_up", "piece=database")).isZero();
            assertThat(text.value("carga_backlog_lines")).isNaN();
            assertThat(text.value("carga_queue_messages")).isZero();
        } finally {
            carga.close();
            starting.join();
        }
    }

    @Test
    void healthIsReportedUntilThePartsInProgressAreLoaded() throws InterruptedException {
        try (Carga carga = carga(database.settings(12)).start();
                Client client = new Client(carga.port());
                Client manager = new Client(carga.managementPort());
                var lock = database.jdbi().open()) {
            lock.begin();
            lock.execute("LOCK TABLE user_purchase IN SHARE MODE");
            client.send("a.txt", LINE.getBytes(StandardCharsets.US_ASCII));
            await().until(() -> metrics(manager).value("carga_parts_in_flight") == 1);

            Thread leaving = Thread.startVirtualThread(carga::close);
            await().until(() -> manager.get("/health/ready").body().contains("Leaving"));
            await().ignoreExceptions().until(() -> isClosed(client));

            assertThat(manager.get("/health/live").statusCode()).isEqualTo(200);
            assertThat(metrics(manager).value("carga_parts_in_flight")).isEqualTo(1);

            lock.rollback();
            leaving.join();
            assertThat(isClosed(manager)).isTrue();
        }
        assertThat(Rows.of(database)).hasSize(1);
    }

    private static boolean isClosed(Client client) {
        try {
            client.get("/health/live");
            return false;
        } catch (UncheckedIOException _) {
            return true;
        }
    }

    @Test
    void workerPrintsItsManagementPortWhenItIsReady() {
        try (SharedServers servers = new SharedServers();
                CargaProcess worker = CargaProcess.start(
                        folder, servers.settings(), "serve", "--role", "worker", "--management-port", "0")) {
            String output = worker.awaitReady().output();
            String port = output.replaceFirst("(?s).*health and metrics on http://127[.]0[.]0[.]1:([0-9]+);.*", "$1");
            try (Client manager = new Client(Integer.parseInt(port))) {
                assertThat(manager.get("/health/ready").statusCode()).isEqualTo(200);
                assertThat(metrics(manager).value("carga_parts_in_flight")).isZero();
            }
        }
    }
}
