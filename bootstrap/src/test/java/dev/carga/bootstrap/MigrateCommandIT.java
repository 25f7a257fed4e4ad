package dev.carga.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.adapters.postgres.DatabaseSettings;
import dev.carga.adapters.postgres.TestDatabase;
import dev.carga.adapters.postgres.schema.Migrations;
import dev.carga.adapters.postgres.schema.SchemaState;
import dev.carga.bootstrap.embedded.EmbeddedPostgres;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrateCommandIT {

    @TempDir
    private Path folder;

    private final TestDatabase tables = new TestDatabase();
    private final DatabaseSettings database = tables.settings(1);
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @AfterEach
    void dropTheSchema() {
        tables.close();
    }

    private int run(Map<String, String> environment, String... arguments) {
        return Main.commandLine(environment)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private Map<String, String> environment() {
        return Map.of(
                "CARGA_DATABASE_URL", database.jdbcUrl(),
                "CARGA_DATABASE_USER", database.user(),
                "CARGA_DATABASE_PASSWORD", database.password());
    }

    private void assertReported(String result) {
        assertThat(out.toString()).isEqualTo("The schema of " + database + " is " + result + System.lineSeparator());
    }

    @Test
    void emptyDatabaseGetsTheTables() {
        assertThat(run(environment(), "migrate")).isZero();
        assertReported("at version " + SchemaState.NEEDED + " now; it was not there");
    }

    @Test
    void oldSchemaIsMigratedOnce() {
        Migrations.to(3, database);

        assertThat(run(environment(), "migrate")).isZero();
        assertReported("at version " + SchemaState.NEEDED + " now; it was at version 3");

        out.getBuffer().setLength(0);
        assertThat(run(environment(), "migrate")).isZero();
        assertReported("at version " + SchemaState.NEEDED + " already: there was nothing to do");
    }

    @Test
    void newerSchemaIsNotChanged() {
        Migrations.to(SchemaState.NEEDED, database);
        tables.jdbi()
                .useHandle(handle -> handle.execute(
                        "UPDATE carga_schema_history SET version = '99' WHERE version = '" + SchemaState.NEEDED + "'"));

        assertThat(run(environment(), "migrate")).isZero();
        assertReported("at version 99, newer than this program's " + SchemaState.NEEDED + ": there is nothing to do");
    }

    /// Servers with the same environment variables do not migrate.
    @Test
    void noMigrateVariableDoesNotApplyToMigrate() {
        Map<String, String> environment = new HashMap<>(environment());
        environment.put("CARGA_MIGRATE", "false");
        environment.put("CARGA_AMQP_URL", "amqp://127.0.0.1:1");

        assertThat(run(environment, "migrate")).isZero();
        assertReported("at version " + SchemaState.NEEDED + " now; it was not there");
    }

    @Test
    void waitingForADatabaseEndsAtTheTimeout() {
        String url = "postgresql://nobody@127.0.0.1:1/nothing";
        long start = System.nanoTime();

        assertThat(run(Map.of(), "migrate", "--database-url", url, "--timeout", "1"))
                .isEqualTo(1);

        assertThat(System.nanoTime() - start).isLessThan(30_000_000_000L);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .startsWith("carga: The database does not answer (SQLState 08001")
                .hasLineCount(1);
    }

    @Test
    void permanentFailureIsReportedImmediately() {
        tables.jdbi().useHandle(handle -> handle.execute("CREATE TABLE carga_upload (id integer)"));

        assertThat(run(environment(), "migrate")).isEqualTo(1);

        assertThat(err.toString())
                .startsWith("carga: The schema cannot be brought up to date: ")
                .contains("relation \"carga_upload\" already exists")
                .hasLineCount(1);
    }

    @Test
    void missingDatabaseAddressIsAnError() {
        Path nowhere = folder.resolve("nowhere");

        assertThat(run(Map.of(), "migrate", "--home", nowhere.toString())).isEqualTo(2);

        assertThat(err.toString())
                .startsWith("carga: There is no Carga database in " + nowhere + ": name one with --database-url");
        assertThat(nowhere).doesNotExist();
    }

    @Test
    void negativeTimeoutIsAUsageError() {
        assertThat(run(environment(), "migrate", "--timeout", "-1")).isEqualTo(2);
        assertThat(err.toString()).contains("--timeout is -1");
    }

    @Test
    void embeddedDatabaseIsMigratedInItsFolder() {
        Path home = folder.resolve("home");
        EmbeddedPostgres.start(home).close();

        assertThat(run(Map.of(), "migrate", "--home", home.toString())).isZero();

        assertThat(out.toString())
                .isEqualTo("The schema of the database in " + home + " is at version " + SchemaState.NEEDED
                        + " now; it was not there" + System.lineSeparator());
    }
}
