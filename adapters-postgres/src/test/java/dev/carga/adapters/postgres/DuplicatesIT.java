package dev.carga.adapters.postgres;

import static dev.carga.application.Stores.READING;
import static dev.carga.application.Stores.line;
import static dev.carga.application.Stores.part;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.carga.adapters.postgres.connection.PostgresFailures;
import dev.carga.application.InfrastructureException;
import dev.carga.application.RetryPolicy;
import dev.carga.application.load.PartLoader.Outcome;
import dev.carga.domain.purchase.Counter;
import dev.carga.domain.purchase.Purchase;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.PartState;
import dev.carga.domain.upload.UploadId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Cases of duplicates that need a real database. The other ones are in the contract.
class DuplicatesIT {

    private final PostgresStores stores = new PostgresStores();

    @AfterEach
    void dropTheSchema() {
        stores.close();
    }

    private Outcome load(UploadId upload) {
        return stores.loader().load(new PartRef(upload, 1), READING);
    }

    private void execute(String sql) {
        stores.testDatabase()
                .jdbi()
                .useHandle(handle -> handle.createScript(sql).execute());
    }

    @Test
    void rowFromBeforeCargaIsKeptOrReplaced() {
        execute("INSERT INTO user_purchase (cpf, ticket_medio) VALUES ('a1', 1), ('b1', 2)");

        load(stores.queued(DuplicatePolicy.SKIP, part(1, 5, line("a1"), line("c1"))));
        load(stores.queued(DuplicatePolicy.UPDATE, part(1, 5, line("b1"), line("d1"))));

        assertThat(stores.rows())
                .extracting(row -> row.cpf().text(), Purchase::line, row -> row.ticketMedio() == null)
                .containsExactlyInAnyOrder(
                        tuple("a1", 0L, false), tuple("b1", 5L, true), tuple("c1", 6L, true), tuple("d1", 6L, true));
    }

    /// Deletes rows as an undo does, but in smaller steps, so that rows are deleted between almost any two
    /// statements.
    @ParameterizedTest
    @EnumSource(names = {"SKIP", "UPDATE"})
    void rowsDeletedConcurrentlyAreAdded(DuplicatePolicy policy) throws Exception {
        String[] lines = IntStream.range(0, 10_000)
                .mapToObj(cpf -> line("%011d".formatted(cpf)))
                .toArray(String[]::new);
        // On a busy machine, the deletion may start only after the load, which then adds nothing.
        int conclusive = 0;
        for (int round = 0; round < 30 && conclusive < 3; round++) {
            UploadId first = stores.queued(DuplicatePolicy.FAIL, part(1, 1, lines));
            load(first);
            UploadId second = stores.queued(policy, part(1, 1, lines));
            Outcome outcome;
            try (ExecutorService remover = Executors.newSingleThreadExecutor()) {
                Future<?> removing = remover.submit(() -> removeRowsOf(first));
                outcome = loadWithRetries(second);
                removing.get();
            }
            long rows = rowsOf(second);
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.Loaded.class,
                            loaded -> assertThat(rows)
                                    .isEqualTo(loaded.counters().of(Counter.TOTAL_ADDED)
                                            + loaded.counters().of(Counter.TOTAL_UPDATED)));
            conclusive += rows > 0 ? 1 : 0;
            execute("TRUNCATE carga_issue, carga_part, carga_upload, user_purchase");
        }
        assertThat(conclusive).isEqualTo(3);
    }

    /// Deleting rows in any order may deadlock with replacing them, which is transient.
    private Outcome loadWithRetries(UploadId upload) {
        RetryPolicy retryPolicy = new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMinutes(1));
        return retryPolicy.call("load", () -> load(upload));
    }

    private void removeRowsOf(UploadId upload) {
        stores.testDatabase().jdbi().useHandle(handle -> {
            int removed = 1;
            while (removed > 0) {
                removed = removeSome(handle, upload);
            }
        });
    }

    private static int removeSome(Handle handle, UploadId upload) {
        try {
            return handle.createUpdate("""
                            DELETE FROM user_purchase WHERE ctid IN (
                                SELECT p.ctid FROM user_purchase p JOIN carga_upload u ON u.id = p.upload_id
                                WHERE u.message_id = :upload LIMIT 25)""").bind("upload", upload.value()).execute();
        } catch (UnableToExecuteStatementException e) {
            assertThat(PostgresFailures.translate(e)).isInstanceOf(InfrastructureException.Transient.class);
            return 1;
        }
    }

    private long rowsOf(UploadId upload) {
        return stores.testDatabase()
                .jdbi()
                .withHandle(handle -> handle.createQuery("""
                                SELECT count(*) FROM user_purchase p JOIN carga_upload u ON u.id = p.upload_id
                                WHERE u.message_id = :upload""")
                        .bind("upload", upload.value())
                        .mapTo(Long.class)
                        .one());
    }

    /// Other tables may refer to these ids.
    @ParameterizedTest
    @EnumSource(names = {"SKIP", "UPDATE"})
    void rowsKeepTheirIds(DuplicatePolicy policy) {
        load(stores.queued(part(1, 1, line("a1"), line("b1"), line("c1"))));
        List<Long> before = ids();
        load(stores.queued(policy, part(1, 1, line("b1"), line("c1"), line("a1"))));
        assertThat(ids()).isEqualTo(before);
    }

    private List<Long> ids() {
        return stores.testDatabase()
                .jdbi()
                .withHandle(handle -> handle.select("SELECT id FROM user_purchase ORDER BY cpf")
                        .mapTo(Long.class)
                        .list());
    }

    @ParameterizedTest
    @EnumSource(names = {"SKIP", "UPDATE"})
    void customConstraintFailsThePart(DuplicatePolicy policy) {
        load(stores.queued(part(1, 1, line("191"))));
        execute("ALTER TABLE user_purchase ADD CONSTRAINT only_valid CHECK (cpf_valido)");
        UploadId upload = stores.queued(policy, part(1, 5, line("191"), line("a1"), line("041.091.641-25")));

        assertThat(load(upload))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.failure().message()).contains("only_valid"));

        assertThat(stores.rows()).extracting(Purchase::line).containsExactly(1L);
        assertThat(load(stores.queued(policy, part(1, 5, line("191"), line("041.091.641-25")))))
                .as("the connection is still usable")
                .isInstanceOf(Outcome.Loaded.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"SKIP", "UPDATE"})
    void triggerThatSuppressesRowsDoesNotBlockThePart(DuplicatePolicy policy) {
        load(stores.queued(part(1, 1, line("191"))));
        execute("""
                CREATE FUNCTION keep_out() RETURNS trigger LANGUAGE plpgsql AS
                    'BEGIN IF NEW.cpf_valido THEN RETURN NEW; END IF; RETURN NULL; END';
                CREATE TRIGGER keep_out BEFORE INSERT ON user_purchase FOR EACH ROW EXECUTE FUNCTION keep_out();
                """);
        UploadId upload = stores.queued(policy, part(1, 5, line("191"), line("a1")));

        assertThat(load(upload)).isInstanceOf(Outcome.Loaded.class);

        assertThat(stores.rows()).hasSize(1);
    }

    /// Another transaction locks `b1` and then needs `a1`, which the load has inserted by then. The load must
    /// be the one that detects the deadlock.
    @ParameterizedTest
    @EnumSource
    void deadlockIsTransient(DuplicatePolicy policy) throws Exception {
        UploadId upload = stores.queued(policy, part(1, 1, line("a1"), line("b1")));
        try (ExecutorService threads = Executors.newSingleThreadExecutor();
                Handle other = stores.testDatabase().jdbi().open()) {
            other.execute("SET deadlock_timeout = '1h'");
            other.begin();
            other.execute("INSERT INTO user_purchase (cpf) VALUES ('b1')");
            Future<Outcome> loading = threads.submit(() -> load(upload));
            awaitLockWait();
            other.execute("INSERT INTO user_purchase (cpf) VALUES ('a1')");

            assertThatThrownBy(loading::get).cause().isInstanceOf(InfrastructureException.Transient.class);

            assertThat(stores.stateOf(new PartRef(upload, 1))).isEqualTo(new PartState.Queued());
            other.rollback();
        }
        assertThat(load(upload)).isInstanceOf(Outcome.Loaded.class);
        assertThat(stores.rows()).hasSize(2);
    }

    /// The load waits for a row that is being deleted, and must not treat it as existing.
    @Test
    void rowDeletedWhileWaitedForIsAdded() throws Exception {
        load(stores.queued(part(1, 1, line("a1"), line("b1"))));
        UploadId upload = stores.queued(DuplicatePolicy.UPDATE, part(1, 5, line("a1"), line("b1"), line("c1")));
        try (ExecutorService threads = Executors.newSingleThreadExecutor();
                Handle other = stores.testDatabase().jdbi().open()) {
            other.begin();
            other.execute("DELETE FROM user_purchase WHERE cpf = 'b1'");
            Future<Outcome> loading = threads.submit(() -> load(upload));
            awaitLockWait();
            other.commit();

            assertThat(loading.get())
                    .isInstanceOfSatisfying(
                            Outcome.Loaded.class,
                            loaded -> assertThat(loaded.counters().of(Counter.TOTAL_ADDED))
                                    .isEqualTo(2));
        }
        assertThat(stores.rows()).extracting(Purchase::line).containsExactlyInAnyOrder(5L, 6L, 7L);
    }

    private void awaitLockWait() {
        Awaitility.await()
                .until(() -> stores.testDatabase()
                                .jdbi()
                                .withHandle(handle ->
                                        handle.select("""
                                SELECT count(*) FROM pg_stat_activity
                                WHERE application_name = current_schema() AND wait_event_type = 'Lock'""").mapTo(Long.class).one())
                        > 0);
    }
}
