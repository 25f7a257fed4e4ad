package dev.carga.adapters.postgres;

import static dev.carga.application.Stores.READING;
import static dev.carga.application.Stores.line;
import static dev.carga.application.Stores.part;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carga.adapters.postgres.connection.DedicatedConnection;
import dev.carga.adapters.postgres.health.PostgresProbe;
import dev.carga.adapters.postgres.schema.SchemaState;
import dev.carga.application.InfrastructureException;
import dev.carga.application.Stores;
import dev.carga.application.health.Condition;
import dev.carga.application.load.LoadingMeter;
import dev.carga.application.load.PartLoader.Outcome;
import dev.carga.application.receive.Openings;
import dev.carga.application.trace.TracedPart;
import dev.carga.application.trace.Traces;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.PartFailure;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.PartState;
import dev.carga.domain.upload.UploadId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

class DatabaseIT {

    private final TestDatabase testDatabase = new TestDatabase();
    private final DatabaseSettings settings = testDatabase.settings(4);

    @AfterEach
    void dropTheSchema() {
        testDatabase.close();
    }

    @Test
    void ddlFileEqualsTheMigrations() throws IOException {
        String ddl = Files.readString(Path.of("..", "docs", "ddl.sql"));
        try (TestDatabase byHand = new TestDatabase()) {
            byHand.jdbi().useHandle(handle -> handle.createScript(ddl).execute());
            Database.open(settings).close();
            testDatabase.jdbi().useHandle(handle -> handle.execute("DROP TABLE carga_schema_history"));
            assertThat(describe(byHand.jdbi())).isNotEmpty().isEqualTo(describe(testDatabase.jdbi()));
        }
    }

    private static List<String> describe(Jdbi jdbi) {
        return jdbi.withHandle(handle -> handle.select("""
                        SELECT format('%s.%s %s %s %s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
                                      a.attnotnull, a.attidentity, a.attstorage) || coalesce(l.collname, '')
                        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                             LEFT JOIN pg_collation l ON l.oid = a.attcollation
                        WHERE c.relnamespace = current_schema()::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
                        UNION ALL
                        SELECT format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
                        FROM pg_constraint WHERE connamespace = current_schema()::regnamespace
                        UNION ALL
                        SELECT replace(indexdef, current_schema() || '.', '')
                        FROM pg_indexes WHERE schemaname = current_schema()
                        ORDER BY 1""").mapTo(String.class).list());
    }

    @Test
    void schemaCreatedByHandIsAccepted() throws IOException {
        String ddl = Files.readString(Path.of("..", "docs", "ddl.sql"));
        testDatabase.jdbi().useHandle(handle -> handle.createScript(ddl).execute());
        try (Database database = Database.open(withoutMigration())) {
            assertThat(database.uploadQueries().legacyStatus(UploadId.random())).isEmpty();
        }
    }

    @Test
    void emptySchemaWithoutMigrationIsTransient() {
        assertThatThrownBy(() -> Database.open(withoutMigration()))
                .isInstanceOf(InfrastructureException.Transient.class)
                .hasMessage("The database has none of Carga's tables: run carga migrate, or start once without"
                        + " --no-migrate, or apply docs/ddl.sql");
    }

    private DatabaseSettings withoutMigration() {
        return new DatabaseSettings(settings.jdbcUrl(), settings.user(), settings.password(), 2, false);
    }

    @Test
    void unknownDatabaseIsPermanent() {
        DatabaseSettings unknown = new DatabaseSettings(
                settings.jdbcUrl().replaceFirst("/[^/?]+\\?", "/carga_no_such_database?"),
                settings.user(),
                settings.password(),
                2,
                true);
        assertThatThrownBy(() -> Database.open(unknown))
                .isInstanceOf(InfrastructureException.Permanent.class)
                .hasMessageContaining("3D000");
    }

    @Test
    void probesSurviveCutConnectionsAndDetectMissingTables() {
        try (Database database = Database.open(settings)) {
            assertThat(database.probe().check()).isEqualTo(new Condition.Up());

            testDatabase.cutConnections();
            assertThat(database.probe().check()).isEqualTo(new Condition.Up());

            assertThat(database.schemaProbe().check()).isEqualTo(new Condition.Up());

            testDatabase.jdbi().useHandle(handle -> handle.execute("DROP TABLE carga_part CASCADE"));
            assertThat(database.probe().check()).isEqualTo(new Condition.Up());
            assertThat(database.schemaProbe().check())
                    .isEqualTo(new Condition.Down("The schema is at version " + SchemaState.NEEDED
                            + " and lacks carga_part.counters: somebody"
                            + " dropped it; make it again as docs/ddl.sql has it"));
        }
    }

    /// A standby accepts connections but no writes.
    @Test
    void readOnlyDatabaseIsDown() {
        Database.open(settings).close();
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(settings.jdbcUrl() + "&options=-c%20default_transaction_read_only=on");
        source.setUser(settings.user());
        source.setPassword(settings.password());
        try (DedicatedConnection connection = new DedicatedConnection(source)) {
            assertThat(new PostgresProbe(connection).check())
                    .isEqualTo(new Condition.Down("The database may only be read"));
        }
    }

    @Test
    void backlogGaugeSurvivesCutConnectionsAndDetectsTheMissingView() {
        try (Database database = Database.open(settings)) {
            assertThat(database.backlogGauge().check().parts()).isZero();

            testDatabase.cutConnections();
            assertThat(database.backlogGauge().check().parts()).isZero();

            testDatabase.jdbi().useHandle(handle -> handle.execute("DROP VIEW carga_backlog"));
            assertThatThrownBy(() -> database.backlogGauge().check())
                    .isInstanceOf(InfrastructureException.Permanent.class);
        }
    }

    @Test
    void probesAndGaugeDoNotWaitForThePool() {
        DatabaseSettings one = new DatabaseSettings(settings.jdbcUrl(), settings.user(), settings.password(), 1, true);
        try (Database database = Database.open(one);
                var lock = testDatabase.jdbi().open();
                ExecutorService busy = Executors.newSingleThreadExecutor()) {
            lock.begin();
            lock.execute("LOCK TABLE carga_upload IN ACCESS EXCLUSIVE MODE");
            Future<?> waiting = busy.submit(() -> database.uploadQueries().legacyStatus(UploadId.random()));

            assertThat(database.probe().check()).isEqualTo(new Condition.Up());
            assertThat(database.backlogGauge().check().parts()).isZero();
            assertThat(waiting.isDone()).isFalse();
            lock.rollback();
        }
    }

    @Test
    void unreachableDatabaseIsTransient() {
        DatabaseSettings away =
                new DatabaseSettings("jdbc:postgresql://127.0.0.1:1/nothing", "nobody", "nothing", 2, true);
        assertThatThrownBy(() -> Database.open(away)).isInstanceOf(InfrastructureException.Transient.class);
    }

    @Test
    void unknownHostIsNamed() {
        DatabaseSettings unknown =
                new DatabaseSettings("jdbc:postgresql://no-such-host.invalid/nothing", "nobody", "nothing", 2, true);
        assertThatThrownBy(() -> Database.open(unknown))
                .isInstanceOf(InfrastructureException.Transient.class)
                .hasMessageContaining("Unknown host no-such-host.invalid");
    }

    @Test
    void malformedUrlIsRejectedWithoutItsPassword() {
        DatabaseSettings unreadable = new DatabaseSettings(
                "jdbc:postgresql://127.0.0.1:1/nothing?password=s3cret%zz", "nobody", "nothing", 2, true);
        assertThatThrownBy(() -> Database.open(unreadable))
                .isInstanceOf(InfrastructureException.Permanent.class)
                .hasMessageContaining("127.0.0.1:1/nothing as nobody")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void concurrentStartsOnAnEmptySchemaSucceed() throws Exception {
        List<Future<?>> starts = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 4; i++) {
                starts.add(threads.submit(() -> Database.open(settings).close()));
            }
            for (Future<?> start : starts) {
                start.get();
            }
        }
    }

    @Test
    void predecessorsTableIsTakenOverWithItsRows() {
        testDatabase
                .jdbi()
                .useHandle(handle -> handle.createScript(TestDatabase.PREDECESSORS_TABLE + """
                INSERT INTO user_purchase (cpf, private, ticket_medio, cpf_valido)
                VALUES ('041.091.641-25', 1, 1234.56, true);
                """)
                        .execute());
        try (Database database = Database.open(settings)) {
            UploadId upload = UploadId.random();
            database.uploadStore().open(upload, Openings.of("a.txt", DuplicatePolicy.FAIL, Traces.TRACE));
            database.uploadStore().add(upload, part(1, 1, line("191")));
            database.uploadStore().add(upload, part(2, 2, line("041.091.641-25")));
            database.partBacklog().queueNext(upload, 2);
            assertThat(database.partLoader(LoadingMeter.none(), Retention.DEFAULT)
                            .load(new PartRef(upload, 1), READING))
                    .isInstanceOf(Outcome.Loaded.class);
            assertThat(database.partLoader(LoadingMeter.none(), Retention.DEFAULT)
                            .load(new PartRef(upload, 2), READING))
                    .isInstanceOf(Outcome.Failed.class);
        }
        String old = testDatabase
                .jdbi()
                .withHandle(handle -> handle.select(
                                "SELECT format('%s %s %s', private, ticket_medio, pg_typeof(ticket_medio)) FROM user_purchase"
                                        + " WHERE cpf = '041.091.641-25'")
                        .mapTo(String.class)
                        .one());
        assertThat(old).isEqualTo("t 1234.56 numeric");
        assertThat(keysOf("user_purchase")).containsExactlyInAnyOrder("user_purchase_pkey", "user_purchase_cpf_key");
    }

    @Test
    void uploadOfAVersionWithoutTracesHasNoTrace() {
        try (Database database = Database.open(settings)) {
            UploadId upload = UploadId.random();
            database.uploadStore().open(upload, Openings.of("a.txt", DuplicatePolicy.FAIL, Traces.TRACE));
            database.uploadStore().add(upload, part(1, 1, line("191")));
            testDatabase.jdbi().useHandle(handle -> handle.execute("UPDATE carga_upload SET traceparent = NULL"));
            TracedPart untraced = new TracedPart(new PartRef(upload, 1), null);

            assertThat(database.partBacklog().queueNext(upload, 1)).containsExactly(untraced);
            assertThat(database.partBacklog().queueAgain(Duration.ZERO, 1)).containsExactly(untraced);
            assertThat(database.uploadQueries().summary(upload).orElseThrow().trace())
                    .isNull();
        }
    }

    @Test
    void newTableHasNoIndexOnId() {
        Database.open(settings).close();

        assertThat(keysOf("user_purchase")).containsExactly("user_purchase_cpf_key");
        assertThat(indexesOf("user_purchase")).singleElement().asString().contains("(cpf)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE note (purchase bigint REFERENCES user_purchase)",
                "CREATE VIEW newest AS SELECT id, cpf FROM user_purchase GROUP BY id",
            })
    void keyOnIdStaysIfAnotherObjectDependsOnIt(String something) {
        migrateToVersionTwo();
        testDatabase.jdbi().useHandle(handle -> handle.execute(something));

        Database.open(settings).close();

        assertThat(keysOf("user_purchase")).containsExactlyInAnyOrder("user_purchase_pkey", "user_purchase_cpf_key");
    }

    @Test
    void migrationDropsTheKeyOnIdAndKeepsTheRows() {
        migrateToVersionTwo();
        testDatabase
                .jdbi()
                .useHandle(handle -> handle.execute("INSERT INTO user_purchase (cpf) VALUES ('041.091.641-25')"));

        Database.open(settings).close();

        assertThat(keysOf("user_purchase")).containsExactly("user_purchase_cpf_key");
        List<Long> ids = testDatabase
                .jdbi()
                .withHandle(handle -> handle.select("SELECT id FROM user_purchase")
                        .mapTo(Long.class)
                        .list());
        assertThat(ids).containsExactly(1L);
    }

    private void migrateToVersionTwo() {
        Flyway.configure()
                .dataSource(settings.jdbcUrl(), settings.user(), settings.password())
                .locations("classpath:db/migration")
                .table("carga_schema_history")
                .target("2")
                .load()
                .migrate();
    }

    private List<String> keysOf(String table) {
        return textsOf(
                "SELECT conname FROM pg_constraint WHERE conrelid = ?::regclass AND contype IN ('p', 'u')", table);
    }

    private List<String> indexesOf(String table) {
        return textsOf("SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename = ?", table);
    }

    private List<String> textsOf(String query, String table) {
        return testDatabase
                .jdbi()
                .withHandle(handle ->
                        handle.select(query, table).mapTo(String.class).list());
    }

    @Test
    void connectionCutDuringLoadLeavesThePartQueued() {
        try (PostgresStores stores = new PostgresStores()) {
            UploadId upload = stores.queued(part(1, 1, line("041.091.641-25")));
            assertThatThrownBy(() -> stores.loader()
                            .load(new PartRef(upload, 1), (bytes, firstLine, format, policies) -> {
                                Stores.onAnotherThread(() -> terminateHolder(stores));
                                return READING.read(bytes, firstLine, format, policies);
                            }))
                    .isInstanceOf(InfrastructureException.Transient.class);
            assertThat(stores.stateOf(new PartRef(upload, 1))).isEqualTo(new PartState.Queued());
            assertThat(stores.rows()).isEmpty();
            assertThat(stores.loader().load(new PartRef(upload, 1), READING)).isInstanceOf(Outcome.Loaded.class);
        }
    }

    private static List<Boolean> terminateHolder(PostgresStores stores) {
        return stores.testDatabase()
                .jdbi()
                .withHandle(handle -> handle.select("""
                        SELECT pg_terminate_backend(l.pid)
                        FROM pg_locks l
                        WHERE l.relation = 'carga_part'::regclass AND l.mode = 'RowShareLock'
                          AND l.pid <> pg_backend_pid()""").mapTo(Boolean.class).list());
    }

    @Test
    void customConstraintFailsThePartWithItsLine() {
        try (PostgresStores stores = new PostgresStores()) {
            stores.testDatabase()
                    .jdbi()
                    .useHandle(handle ->
                            handle.execute("ALTER TABLE user_purchase ADD CONSTRAINT only_valid CHECK (cpf_valido)"));
            UploadId upload = stores.queued(part(1, 5, line("999"), line("041.091.641-25"), line("191")));
            assertThat(stores.loader().load(new PartRef(upload, 1), READING))
                    .isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                        PartFailure failure = failed.failure();
                        assertThat(failure.code()).isEqualTo(PartFailure.Code.REFUSED_BY_DATABASE);
                        assertThat(failure.message()).contains("only_valid");
                        assertThat(failure.line()).isEqualTo(5);
                    });
            assertThat(stores.rows()).isEmpty();
        }
    }

    @Test
    void deferredConstraintFailsThePart() {
        try (PostgresStores stores = new PostgresStores()) {
            stores.testDatabase()
                    .jdbi()
                    .useHandle(handle -> handle.createScript("""
                    CREATE TABLE known_store (cnpj varchar(20) PRIMARY KEY);
                    ALTER TABLE user_purchase ADD CONSTRAINT only_known_stores FOREIGN KEY (loja_ultima_compra)
                        REFERENCES known_store DEFERRABLE INITIALLY DEFERRED;
                    """).execute());
            UploadId upload = stores.queued(part(1, 1, "191 0 0 NULL NULL NULL NULL 79.379.491/0001-83"));
            assertThat(stores.loader().load(new PartRef(upload, 1), READING))
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.failure().message()).contains("only_known_stores"));
            assertThat(stores.rows()).isEmpty();
        }
    }

    @Test
    void damagedBytesFailThePart() {
        try (PostgresStores stores = new PostgresStores()) {
            UploadId upload = stores.queued(part(1, 1, line("041.091.641-25")));
            stores.testDatabase()
                    .jdbi()
                    .useHandle(handle -> handle.execute("UPDATE carga_part SET payload = '\\x00010203'"));
            assertThat(stores.loader().load(new PartRef(upload, 1), READING))
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.failure().code()).isEqualTo(PartFailure.Code.UNREADABLE_PART));
        }
    }

    @Test
    void loadedPartHasNoPayload() {
        try (PostgresStores stores = new PostgresStores()) {
            UploadId upload = stores.queued(part(1, 1, line("041.091.641-25")));
            stores.loader().load(new PartRef(upload, 1), READING);
            int kept = stores.testDatabase()
                    .jdbi()
                    .withHandle(handle -> handle.select("SELECT count(payload) FROM carga_part")
                            .mapTo(Integer.class)
                            .one());
            assertThat(kept).isZero();
        }
    }
}
