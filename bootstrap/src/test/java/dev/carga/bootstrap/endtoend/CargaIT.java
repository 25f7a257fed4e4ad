package dev.carga.bootstrap.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.carga.adapters.http.settings.HttpSettings;
import dev.carga.adapters.postgres.TestDatabase;
import dev.carga.bootstrap.sample.SampleFile;
import dev.carga.bootstrap.settings.Role;
import dev.carga.bootstrap.settings.Settings;
import dev.carga.bootstrap.wiring.Carga;
import dev.carga.domain.layout.CuttingRules;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The whole system in one process, called over HTTP, on a real PostgreSQL.
class CargaIT {

    private static final String HEADER =
            "CPF PRIVATE INCOMPLETO DATA_DA_ULTIMA_COMPRA TICKET_MEDIO TICKET_DA_ULTIMA_COMPRA LOJA_MAIS_FREQUENTE"
                    + " LOJA_DA_ULTIMA_COMPRA\n";

    private final TestDatabase database = new TestDatabase();

    @AfterEach
    void dropTheSchema() {
        database.close();
    }

    private Carga start() {
        return start(CuttingRules.DEFAULT);
    }

    private Carga start(CuttingRules cutting) {
        HttpSettings http = HttpSettings.on("127.0.0.1", 0);
        Duration twoMinutes = Duration.ofMinutes(2);
        Settings settings = new Settings(
                Role.ALL, http, database.settings(12), null, Path.of("unused"), 2, 8, 5, twoMinutes, cutting);
        return Carga.of(settings).start();
    }

    private static byte[] sample(int lines) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            SampleFile.write(bytes, lines, 20261124, SampleFile.Flaws.ONE_PERCENT);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] text(String... lines) {
        return (HEADER + String.join("\n", lines)).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void everyLineIsCountedAndEveryRowMatchesTheFile() {
        byte[] file = sample(45_000);
        try (Carga carga = start();
                Client client = new Client(carga.port())) {
            JsonNode status = client.awaitCompleted(client.send("base_teste.txt", file));

            assertThat(status.path("total_parts").asInt()).isEqualTo(5);
            assertThat(status.path("success_count").asInt()).isEqualTo(5);
            assertThat(status.path("failed_count").asInt()).isZero();
            assertThat(sum(status, "total_rows")).isEqualTo(45_000);
            assertThat(sum(status, "total_added") + sum(status, "total_rejected"))
                    .isEqualTo(45_000);
            assertThat(sum(status, "total_rejected")).isPositive();
            assertThat(Rows.of(database)).containsExactlyInAnyOrderElementsOf(IndependentReading.rows(file));
        }
    }

    private static long sum(JsonNode status, String counter) {
        long sum = 0;
        for (JsonNode part : status.path("success")) {
            sum += part.path("message").path(counter).asLong();
        }
        return sum;
    }

    @Test
    void fileSentTwiceFailsInEveryPartAndNamesTheExistingCpf() {
        byte[] file = text(
                "041.091.641-25 0 0 NULL NULL NULL NULL NULL",
                "732.112.549-90 0 0 NULL NULL NULL NULL NULL",
                "000.000.001-91 1 0 NULL NULL NULL NULL NULL\n");
        try (Carga carga = start(new CuttingRules(2, 1 << 20, 1 << 10));
                Client client = new Client(carga.port())) {
            client.awaitCompleted(client.send("a.txt", file));
            JsonNode again = client.awaitCompleted(client.send("a.txt", file));
            assertThat(again.path("completed_parts").asInt()).isEqualTo(2);
            assertThat(again.path("failed_count").asInt()).isEqualTo(2);
            assertThat(again.path("success")).isEmpty();
            assertThat(again.path("failed").path(0).toString())
                    .isEqualTo(
                            "{\"message\":{\"code\":\"duplicate_cpf\",\"error\":\"duplicate key value violates unique"
                                    + " constraint \\\"user_purchase_cpf_key\\\"\\nDETAIL:  Key (cpf)=(041.091.641-25) already"
                                    + " exists.\",\"line\":2},\"part\":1,\"status\":\"fail\"}");
            assertThat(again.path("failed").path(1).path("part").asInt()).isEqualTo(2);
        }
    }

    @Test
    void valuesThatThePredecessorLostAreStored() {
        byte[] file = text(
                "041.091.641-25 0 0 2011-11-23 0,00 0 NULL NULL",
                "732.112.549-90 1 1 NULL 1.000.000,12 0,59 79.379.491/0001-83 79.379.491/0001-83\n");
        try (Carga carga = start();
                Client client = new Client(carga.port())) {
            JsonNode status = client.awaitCompleted(client.send("a.txt", file));
            assertThat(status.path("total_parts").asInt()).isEqualTo(1);
            assertThat(Rows.of(database))
                    .containsExactlyInAnyOrder(
                            "041.091.641-25|f|f|2011-11-23|0.00|0|-|-|t|-|-|2",
                            "732.112.549-90|t|t|-|1000000.12|0.59|79.379.491/0001-83|79.379.491/0001-83|f|t|t|3");
        }
    }

    @Test
    void newlineAtTheEndAddsNoPart() {
        byte[] whole = text("041.091.641-25 0 0 NULL NULL NULL NULL NULL", "191 0 0 NULL NULL NULL NULL NULL\n");
        try (Carga carga = start(new CuttingRules(2, 1 << 20, 1 << 10));
                Client client = new Client(carga.port())) {
            JsonNode status = client.awaitCompleted(client.send("a.txt", whole));
            assertThat(status.path("total_parts").asInt()).isEqualTo(1);
            byte[] without = Arrays.copyOf(whole, whole.length - 1);
            assertThat(client.awaitCompleted(client.send("a.txt", without))
                            .path("total_parts")
                            .asInt())
                    .isEqualTo(1);
        }
    }

    @Test
    void headerAloneCompletesWithoutParts() {
        try (Carga carga = start();
                Client client = new Client(carga.port())) {
            JsonNode status = client.awaitCompleted(client.send("a.txt", HEADER.getBytes(StandardCharsets.UTF_8)));
            assertThat(status.path("total_parts").asInt()).isZero();
            assertThat(status.path("status").asText()).isEqualTo("completed");
        }
    }

    /// The queue in the process is lost with it; the parts in the database are not.
    @Test
    void partsNotLoadedBeforeAStopAreLoadedAfterTheNextStart() {
        byte[] file = sample(20_000);
        String id;
        try (Carga carga = start(new CuttingRules(500, 1 << 20, 1 << 16));
                Client client = new Client(carga.port())) {
            id = client.send("a.txt", file);
        }
        try (Carga carga = start();
                Client client = new Client(carga.port())) {
            JsonNode status = client.awaitCompleted(id);
            assertThat(status.path("total_parts").asInt())
                    .isEqualTo(status.path("success_count").asInt());
            assertThat(Rows.of(database)).containsExactlyInAnyOrderElementsOf(IndependentReading.rows(file));
        }
    }

    /// As after a restart of the server: every connection of the pool is dead, and the next request needs
    /// one.
    @Test
    void cutDatabaseConnectionsFailNoRequestAndLoseNoRow() {
        byte[] file = sample(30_000);
        try (Carga carga = start(new CuttingRules(1_000, 1 << 20, 1 << 16));
                Client client = new Client(carga.port())) {
            String id = client.send("a.txt", file);
            for (int i = 0; i < 5; i++) {
                database.cutConnections();
                client.status(id);
            }
            JsonNode status = client.awaitCompleted(id);
            assertThat(status.path("success_count").asInt()).isEqualTo(30);
            assertThat(Rows.of(database)).containsExactlyInAnyOrderElementsOf(IndependentReading.rows(file));
        }
    }
}
