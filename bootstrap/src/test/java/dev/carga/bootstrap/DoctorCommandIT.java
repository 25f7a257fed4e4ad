package dev.carga.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.carga.adapters.amqp.TestBroker;
import dev.carga.adapters.postgres.Database;
import dev.carga.adapters.postgres.DatabaseSettings;
import dev.carga.adapters.postgres.TestDatabase;
import dev.carga.adapters.postgres.schema.Migrations;
import dev.carga.adapters.postgres.schema.SchemaState;
import dev.carga.bootstrap.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the whole command against real servers, with valid and with broken setups.
class DoctorCommandIT {

    @TempDir
    private Path folder;

    private final TestBroker broker = TestBroker.running();
    private final String queue = broker.newQueueName();
    private final TestDatabase tables = new TestDatabase();
    private final DatabaseSettings database = tables.settings(1);
    private final Map<String, String> environment = new HashMap<>(Map.of(
            "CARGA_DATABASE_URL", database.jdbcUrl(),
            "CARGA_DATABASE_USER", database.user(),
            "CARGA_DATABASE_PASSWORD", database.password(),
            "CARGA_AMQP_URL", broker.uri(),
            "CARGA_QUEUE", queue,
            "CARGA_PORT", "0"));
    private final StringWriter out = new StringWriter();

    @AfterEach
    void cleanUp() {
        broker.delete(queue);
        tables.close();
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        return Main.commandLine(environment)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true))
                .execute(arguments);
    }

    private List<String> failures() {
        return out.toString().lines().filter(line -> line.startsWith("fail")).toList();
    }

    /// Expects this failure, and a remedy in every failure.
    private void assertFails(String subject, String finding, String remedy) {
        assertThat(failures())
                .as(out::toString)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("fail  " + subject + " — ")
                        .contains(finding)
                        .contains("; to do: ")
                        .contains(remedy));
        assertThat(failures()).allSatisfy(line -> assertThat(line).contains("; to do: "));
    }

    @Test
    void validSetupHasNoFailures() {
        Database.open(database).close();

        assertThat(run("doctor")).as(out::toString).isZero();

        assertThat(failures()).isEmpty();
        assertThat(out.toString())
                .contains("ok    schema — version " + SchemaState.NEEDED + " in ")
                .contains("ok    key on cpf — user_purchase_cpf_key")
                .contains("ok    queue " + queue + " — not there yet")
                .contains(" 0 fail, ");
    }

    @Test
    void findingsArePrintedAsJson() throws IOException {
        Database.open(database).close();

        assertThat(run("doctor", "--json", "--role=worker")).as(out::toString).isZero();

        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertThat(report.path("healthy").asBoolean()).isTrue();
        assertThat(report.path("fail").asInt(-1)).isZero();
        assertThat(report.path("findings")).hasSizeGreaterThan(10).allSatisfy(finding -> {
            assertThat(finding.path("what").asText()).isNotEmpty();
            assertThat(finding.path("level").asText()).isIn("ok", "warn", "skip");
            assertThat(finding.path("level").asText().equals("warn")).isEqualTo(finding.hasNonNull("to_do"));
        });
    }

    @Test
    void doctorCreatesNoTablesAndNoQueue() {
        assertThat(run("doctor")).isZero();
        assertThat(out.toString()).contains("warn  schema — none of Carga's tables");

        assertThat(run("doctor")).isZero();

        assertThat(out.toString())
                .contains("warn  schema — none of Carga's tables")
                .contains("queue " + queue + " — not there yet");
    }

    @Test
    void oldSchemaFailsWithoutMigration() {
        Migrations.to(3, database);

        assertThat(run("doctor", "--no-migrate")).isEqualTo(1);
        assertFails("schema", "version 3", "run carga migrate");

        assertThat(run("doctor")).isZero();
        assertThat(out.toString()).contains("warn  schema — version 3");
    }

    @Test
    void readOnlyDatabaseFails() {
        Database.open(database).close();
        environment.put("CARGA_DATABASE_URL", database.jdbcUrl() + "&options=-c%20default_transaction_read_only=on");

        assertThat(run("doctor")).isEqualTo(1);
        assertFails("database: writable", "only read", "turn that off");
    }

    @Test
    void missingKeyOnCpfFails() {
        Database.open(database).close();
        tables.jdbi().useHandle(handle -> {
            handle.execute("ALTER TABLE user_purchase REPLICA IDENTITY DEFAULT");
            handle.execute("ALTER TABLE user_purchase DROP CONSTRAINT user_purchase_cpf_key");
        });

        assertThat(run("doctor")).isEqualTo(1);
        assertFails("key on cpf", "none", "ADD CONSTRAINT user_purchase_cpf_key UNIQUE (cpf)");
    }

    @Test
    void unreachableServersFailAndDependentChecksAreSkipped() {
        environment.put("CARGA_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing");
        environment.put("CARGA_AMQP_URL", "amqp://127.0.0.1:1");

        assertThat(run("doctor")).isEqualTo(1);

        assertFails("database", "127.0.0.1:1", "check that the server runs");
        assertFails("broker", "127.0.0.1:1", "check that it runs");
        assertThat(out.toString()).contains("skip  database: all else").contains("skip  broker: all else");
    }

    @Test
    void queueOfAnotherKindFails() {
        broker.assumeRabbitMq("it compares a queue's arguments");
        broker.declarePlain(queue);

        assertThat(run("doctor")).isEqualTo(1);
        assertFails("queue " + queue, "inequivalent arg", "delete it");
    }

    @Test
    void occupiedPortFails() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            environment.put("CARGA_PORT", Integer.toString(other.getLocalPort()));

            assertThat(run("doctor")).isEqualTo(1);
            assertFails("--port " + other.getLocalPort(), "another program", "stop what listens there");

            // A worker listens on no port, unless it has a management port.
            assertThat(run("doctor", "--role=worker")).isZero();
            assertThat(run("doctor", "--role=worker", "--management-port", environment.get("CARGA_PORT")))
                    .isEqualTo(1);
            assertFails("--management-port " + other.getLocalPort(), "another program", "stop what listens there");
        }
    }

    @Test
    void invalidSettingsFailAndMachineIsStillChecked() {
        environment.remove("CARGA_AMQP_URL");

        assertThat(run("doctor", "--role=worker")).isEqualTo(1);

        assertFails("settings", "invalid", "The role worker needs a broker");
        assertThat(out.toString()).contains("ok    java").contains("skip  all else");
    }

    @Test
    void misspeltVariableIsReportedWithSuggestion() {
        environment.put("CARGA_WORKER", "7");
        environment.put("CARGA_AMQP_URL_FILE", "");

        assertThat(run("doctor")).isZero();

        assertThat(out.toString())
                .contains("warn  CARGA_WORKER — not a setting of Carga, and ignored; to do: write CARGA_WORKERS,")
                .doesNotContain("CARGA_AMQP_URL_FILE");
    }

    @Test
    void secretsAreNotPrinted() {
        environment.put("CARGA_DATABASE_PASSWORD", "s3cret-one");
        environment.put("CARGA_DATABASE_URL", "postgresql://u:s3cret-two@127.0.0.1:1/d?sslpassword=s3cret-three");
        environment.put("CARGA_AMQP_URL", "amqp://u:s3cret-four@127.0.0.1:1");

        assertThat(run("doctor")).isEqualTo(1);
        assertThat(out.toString()).doesNotContain("s3cret");
    }

    @Test
    void embeddedDatabaseIsCheckedInItsFolderAndNotCreated() {
        environment.keySet().removeIf(name -> !name.equals("CARGA_PORT"));
        Path home = folder.resolve("home");

        assertThat(run("doctor", "--home", home.toString())).isZero();
        assertThat(out.toString()).contains("created at the first start");
        assertThat(home).doesNotExist();

        EmbeddedPostgres.start(home).close();
        assertThat(run("doctor", "--home", home.toString())).isZero();
        assertThat(out.toString()).contains("not running");
    }
}
