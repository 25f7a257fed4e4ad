package dev.carga.adapters.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carga.adapters.postgres.schema.Migration;
import dev.carga.adapters.postgres.schema.Migrations;
import dev.carga.adapters.postgres.schema.SchemaState;
import dev.carga.application.InfrastructureException;
import dev.carga.domain.layout.CutPart;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.UploadState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A schema that is migrated while the program that created it uses it and continues to do so.
class UpgradeUnderWorkIT {

    /// A migration stops waiting for a lock after five seconds; the rest is for a busy machine.
    private static final Duration STUCK = Duration.ofSeconds(15);

    private final TestDatabase testDatabase = new TestDatabase();
    private final DatabaseSettings settings = testDatabase.settings(8);

    @AfterEach
    void dropTheSchema() {
        testDatabase.close();
    }

    private OldProgram startedAt(int version) {
        Migrations.to(version, settings);
        return new OldProgram(version, testDatabase.jdbi());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void oldProgramWorksDuringAndAfterTheMigration(int version) throws Exception {
        OldProgram old = startedAt(version);
        OldContent filled = new OldContent(old, version);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Handle worker = testDatabase.jdbi().open()) {
            worker.begin();
            assertThat(old.takeAndFill(worker, new PartRef(filled.pending, 1))).isEqualTo("loaded");
            Future<Migration> migration = threads.submit(() -> Database.migrate(settings));
            awaitLockWait();
            assertThat(migration.isDone()).isFalse();

            worker.commit();

            assertThat(migration.get()).isEqualTo(new Migration(version, SchemaState.NEEDED));
        }
        useEveryOperation(filled, version);
        filled.assertThatRowsAndCountersAgree(0);
        // The new program reads what the old one has written.
        try (Database database = Database.open(settings)) {
            assertThat(database.uploadQueries().newest(null, 100)).isNotEmpty();
            assertThat(database.uploadQueries()
                            .summary(filled.pending)
                            .orElseThrow()
                            .state())
                    .isEqualTo(UploadState.COMPLETED);
        }
    }

    /// Everything that the old program does, on a schema that is newer than the program.
    private static void useEveryOperation(OldContent filled, int version) {
        OldProgram old = filled.old;
        assertThat(old.queueNext(filled.pending, 8)).isEqualTo(1);
        assertThat(old.load(new PartRef(filled.pending, 2))).isEqualTo("loaded");
        old.add(filled.receiving, filled.fresh(2, 10));
        old.close(filled.receiving, "received");
        filled.loadAll(filled.receiving, "loaded", "loaded");
        CutPart again = filled.fresh(1, 10);
        filled.loadAll(filled.received(DuplicatePolicy.FAIL, again), "loaded");
        UploadId twice = filled.received(DuplicatePolicy.FAIL, again);
        filled.loadAll(twice, "failed");
        if (version >= 2) {
            filled.loadAll(filled.received(DuplicatePolicy.SKIP, again), "loaded");
            filled.loadAll(filled.received(DuplicatePolicy.UPDATE, again), "loaded");
        }
        if (version >= 4) {
            assertThat(old.retry(twice, DuplicatePolicy.SKIP)).isEqualTo(1);
            filled.loadAll(twice, "loaded");
        }
        old.runPeriodicTasks(filled.pending);
    }

    /// A worker holds a part for longer than a migration waits: the migration gives up, and others continue.
    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    void migrationGivesUpItsLockRequestBeforeOthersAreBlocked(int version) throws Exception {
        OldProgram old = startedAt(version);
        OldContent filled = new OldContent(old, version);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Handle worker = testDatabase.jdbi().open()) {
            worker.begin();
            old.takeAndFill(worker, new PartRef(filled.pending, 1));
            Future<Migration> migration = threads.submit(() -> Database.migrate(settings));
            awaitLockWait();

            long start = System.nanoTime();
            old.add(filled.receiving, filled.fresh(2, 10));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(STUCK);

            assertThatThrownBy(migration::get)
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(InfrastructureException.Transient.class)
                    .hasMessageContaining("lock timeout");
            worker.commit();
        }
        assertThat(version()).as("the migration left nothing behind").isEqualTo(version);

        assertThat(Database.migrate(settings)).isEqualTo(new Migration(version, SchemaState.NEEDED));
    }

    private int version() throws SQLException {
        try (Handle handle = testDatabase.jdbi().open()) {
            return SchemaState.of(handle.getConnection()).version();
        }
    }

    private void awaitLockWait() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> testDatabase
                        .jdbi()
                        .withHandle(handle ->
                                handle.select("""
                                SELECT EXISTS (
                                    SELECT FROM pg_locks
                                    WHERE NOT granted AND relation IN (
                                        SELECT oid FROM pg_class WHERE relnamespace = current_schema()::regnamespace))""").mapTo(Boolean.class).one()));
    }

    /// An old worker that restarts: its migrations are older than the schema, which Flyway accepts by default.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void oldProgramStartsOnTheNewestSchema(int version, @TempDir Path folder) throws IOException {
        Database.open(settings).close();
        for (Path file : Migrations.files()) {
            if (Migrations.version(file) <= version) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }

        int executed = Flyway.configure()
                .dataSource(settings.jdbcUrl(), settings.user(), settings.password())
                .locations("filesystem:" + folder)
                .table(SchemaState.HISTORY)
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate()
                .migrationsExecuted;

        assertThat(executed).isZero();
    }
}
