package dev.carga.adapters.postgres.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carga.adapters.postgres.Database;
import dev.carga.adapters.postgres.DatabaseSettings;
import dev.carga.adapters.postgres.TestDatabase;
import dev.carga.application.InfrastructureException;
import dev.carga.application.health.Condition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How the program finds the version of a schema, and migrates from there.
class MigrationIT {

    private final TestDatabase testDatabase = new TestDatabase();
    private final DatabaseSettings settings = testDatabase.settings(2);

    @AfterEach
    void dropTheSchema() {
        testDatabase.close();
    }

    private DatabaseSettings withoutMigration() {
        return new DatabaseSettings(settings.jdbcUrl(), settings.user(), settings.password(), 2, false);
    }

    private SchemaState state() throws SQLException {
        try (Connection connection =
                DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password())) {
            return SchemaState.of(connection);
        }
    }

    private void execute(String... statements) {
        testDatabase.jdbi().useHandle(handle -> {
            for (String statement : statements) {
                handle.execute(statement);
            }
        });
    }

    /// Applies `docs/ddl.sql` up to a version, as an operator does who upgrades by hand.
    private void applyByHand(int version) throws IOException {
        String ddl = Files.readString(Path.of("..", "docs", "ddl.sql"));
        int end = IntStream.rangeClosed(version + 1, SchemaState.NEEDED)
                .map(next -> ddl.indexOf("-- Version " + next + "."))
                .filter(place -> place >= 0)
                .findFirst()
                .orElse(-1);
        String first = end < 0 ? ddl : ddl.substring(0, end);
        testDatabase
                .jdbi()
                .useHandle((Handle handle) -> handle.createScript(first).execute());
    }

    @Test
    void programNeedsTheNewestMigration() throws IOException {
        assertThat(Migrations.versions().getLast()).isEqualTo(SchemaState.NEEDED);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
    void versionIsReadFromTheHistory(int version) throws SQLException {
        Migrations.to(version, settings);

        SchemaState found = state();

        assertThat(found.version()).isEqualTo(version);
        assertThat(found.fits()).isEqualTo(version == SchemaState.NEEDED);
    }

    /// Version 3 changes no column, so its schema counts as version 2, and the third migration is repeated
    /// without effect.
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 2", "4, 4", "5, 5", "6, 6", "7, 7", "8, 8", "9, 9", "10, 10", "11, 11"})
    void versionOfASchemaCreatedByHandIsReadFromItsColumns(int applied, int expected) throws IOException, SQLException {
        applyByHand(applied);

        assertThat(state().version()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void schemaCreatedByHandIsMigratedFromItsVersion(int applied) throws IOException, SQLException {
        applyByHand(applied);
        int before = state().version();

        assertThat(Database.migrate(settings)).isEqualTo(new Migration(before, SchemaState.NEEDED));

        assertThat(state()).isEqualTo(new SchemaState(SchemaState.NEEDED, null));
        Database.open(withoutMigration()).close();
    }

    @Test
    void completeSchemaCreatedByHandIsNotMigrated() throws IOException {
        applyByHand(SchemaState.NEEDED);

        assertThat(Database.migrate(settings)).isEqualTo(new Migration(SchemaState.NEEDED, SchemaState.NEEDED));

        boolean noHistory = testDatabase
                .jdbi()
                .withHandle(handle -> handle.select("SELECT to_regclass('carga_schema_history') IS NULL")
                        .mapTo(Boolean.class)
                        .one());
        assertThat(noHistory).isTrue();
    }

    @Test
    void emptySchemaIsMigratedFromZeroOnce() {
        assertThat(Database.migrate(settings)).isEqualTo(new Migration(0, SchemaState.NEEDED));
        assertThat(Database.migrate(settings)).isEqualTo(new Migration(SchemaState.NEEDED, SchemaState.NEEDED));
    }

    @Test
    void oldSchemaIsReportedUntilItIsMigrated() {
        Migrations.to(4, settings);
        String complaint = "The schema is at version 4 and this program needs " + SchemaState.NEEDED
                + ": run carga migrate, or start once" + " without --no-migrate";
        try (Database database = Database.connect(withoutMigration())) {
            assertThat(database.probe().check()).isEqualTo(new Condition.Up());
            assertThat(database.schemaProbe().check()).isEqualTo(new Condition.Down(complaint));
            assertThatThrownBy(database::prepareSchema)
                    .isInstanceOf(InfrastructureException.Transient.class)
                    .hasMessage(complaint);

            Database.migrate(settings);

            database.prepareSchema();
            assertThat(database.schemaProbe().check()).isEqualTo(new Condition.Up());
        }
    }

    @Test
    void droppedColumnIsPermanentAndNamed() {
        Database.open(settings).close();
        execute("ALTER TABLE carga_part DROP COLUMN attempts");

        for (DatabaseSettings each : List.of(settings, withoutMigration())) {
            assertThatThrownBy(() -> Database.open(each))
                    .isInstanceOf(InfrastructureException.Permanent.class)
                    .hasMessage("The schema is at version " + SchemaState.NEEDED
                            + " and lacks carga_part.attempts: somebody dropped it; make it"
                            + " again as docs/ddl.sql has it");
        }
        assertThatThrownBy(() -> Database.migrate(settings)).isInstanceOf(InfrastructureException.Permanent.class);
    }

    /// An old worker that restarts after the other ones are upgraded.
    @Test
    void newerSchemaIsAcceptedAndKept() throws SQLException {
        Database.open(settings).close();
        execute(
                "ALTER TABLE carga_part ADD COLUMN of_the_future text",
                "INSERT INTO carga_schema_history (installed_rank, version, description, type, script, checksum,"
                        + " installed_by, execution_time, success)"
                        + " VALUES (100, '6', 'of the future', 'SQL', 'V6__of_the_future.sql', 1, 'root', 1, true)");

        assertThat(Database.migrate(settings)).isEqualTo(new Migration(SchemaState.NEEDED, SchemaState.NEEDED));
        Database.open(settings).close();
        Database.open(withoutMigration()).close();

        assertThat(state()).isEqualTo(new SchemaState(SchemaState.NEEDED, null));
    }

    @Test
    void upToDateProcessDoesNotWaitForAMigration() {
        Database.open(settings).close();
        try (Handle other = testDatabase.jdbi().open()) {
            other.execute("SELECT pg_advisory_lock(hashtext('carga migrates ' || current_schema()))");
            long start = System.nanoTime();

            Database.open(settings).close();

            assertThat(System.nanoTime() - start).isLessThan(20_000_000_000L);
        }
    }
}
