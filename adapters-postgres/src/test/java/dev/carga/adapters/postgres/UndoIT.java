package dev.carga.adapters.postgres;

import static dev.carga.application.Stores.READING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.application.RetryPolicy;
import dev.carga.application.Stores;
import dev.carga.application.control.UploadControl.ControlResult;
import dev.carga.application.control.UploadControl.Refusal;
import dev.carga.application.control.UploadControl.WithdrawalProgress;
import dev.carga.application.load.LoadingMeter;
import dev.carga.application.report.UploadIssues;
import dev.carga.application.report.UploadView;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.UploadState;
import dev.carga.domain.upload.Withdrawal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Undo in a table that is larger than one step.
class UndoIT {

    private static final int LINES = 10_000;
    private static final int PARTS = 20;

    private final PostgresStores stores = new PostgresStores();

    @AfterEach
    void dropTheSchema() {
        stores.close();
    }

    /// A loaded upload of so many parts with ten thousand rows each, with consecutive CPFs from this number on.
    private UploadId load(DuplicatePolicy policy, int first, int parts) {
        UploadId upload = stores.upload(policy);
        for (int number = 1; number <= parts; number++) {
            int from = first + (number - 1) * LINES;
            String[] lines = IntStream.range(from, from + LINES)
                    .mapToObj(cpf -> Stores.line("%011d".formatted(cpf)))
                    .toArray(String[]::new);
            stores.uploads().add(upload, Stores.part(number, (number - 1L) * LINES + 1, lines));
            stores.backlog().queueNext(upload, 1);
            stores.loader().load(new PartRef(upload, number), READING);
        }
        stores.uploads().close(upload, ReceptionState.RECEIVED, 100, null);
        return upload;
    }

    private long rows() {
        return number("SELECT count(*) FROM user_purchase");
    }

    private long number(String query) {
        return stores.testDatabase()
                .jdbi()
                .withHandle(handle -> handle.select(query).mapTo(Long.class).one());
    }

    private void execute(String sql) {
        stores.testDatabase().jdbi().useHandle(handle -> handle.execute(sql));
    }

    private UploadView summary(UploadId upload) {
        return stores.queries().summary(upload).orElseThrow();
    }

    @Test
    void largeUndoHasBoundedStepsAndLeavesRowsOfOthers() {
        UploadId other = load(DuplicatePolicy.FAIL, 1_000_000, 2);
        UploadId upload = load(DuplicatePolicy.FAIL, 1, PARTS);
        stores.control().withdraw(upload, Withdrawal.UNDONE);

        int steps = 0;
        long before = rows();
        while (stores.control().finish(upload) != WithdrawalProgress.FINISHED) {
            steps++;
            long now = rows();
            assertThat(before - now).as("rows of one step").isLessThan((long) PARTS * LINES);
            before = now;
        }

        assertThat(steps).isGreaterThan(2);
        assertThat(rows()).isEqualTo(2L * LINES);
        assertThat(summary(upload).removal()).isEqualTo(new UploadView.Removal((long) PARTS * LINES, 0, 0));
        assertThat(summary(other).state()).isEqualTo(UploadState.COMPLETED);
    }

    @Test
    void rowsMovedToPagesAlreadyReadAreRemoved() {
        UploadId upload = load(DuplicatePolicy.FAIL, 1, PARTS);
        stores.control().withdraw(upload, Withdrawal.UNDONE);
        assertThat(stores.control().finish(upload)).isEqualTo(WithdrawalProgress.IN_PROGRESS);
        execute("VACUUM user_purchase");

        execute("UPDATE user_purchase SET private = true WHERE line > " + (PARTS - 1) * LINES);
        assertThat(number("SELECT min((ctid::text::point)[0]::int) FROM user_purchase WHERE private"))
                .as("the first page to which a row was moved")
                .isLessThan(100);
        Stores.finish(stores.control(), upload);

        assertThat(rows()).isZero();
        assertThat(summary(upload).removal().removed()).isEqualTo((long) PARTS * LINES);
    }

    /// As if the table had been rewritten: all rows are in pages that the first pass has read already.
    @Test
    void emptyFirstPassIsFollowedByAnother() {
        UploadId upload = load(DuplicatePolicy.FAIL, 1, 1);
        stores.control().withdraw(upload, Withdrawal.UNDONE);
        execute("UPDATE carga_upload SET undo_page = 1000000");
        Stores.finish(stores.control(), upload);
        assertThat(rows()).isZero();
        assertThat(summary(upload).removal().removed()).isEqualTo(LINES);
    }

    @Test
    void undoEndsAlthoughOthersDeletedRows() {
        UploadId upload = load(DuplicatePolicy.FAIL, 1, 1);
        execute("DELETE FROM user_purchase WHERE line <= 10");
        stores.control().withdraw(upload, Withdrawal.UNDONE);
        Stores.finish(stores.control(), upload);
        assertThat(rows()).isZero();
        assertThat(summary(upload).removal().removed()).isEqualTo(LINES - 10);
        assertThat(summary(upload).state()).isEqualTo(UploadState.UNDONE);
    }

    @Test
    void interruptedUndoIsContinuedByAnotherProcess() {
        UploadId upload = load(DuplicatePolicy.FAIL, 1, PARTS);
        stores.control().withdraw(upload, Withdrawal.UNDONE);
        stores.control().finish(upload);
        long left = rows();
        assertThat(left).isPositive();
        try (Database another = Database.open(stores.testDatabase().settings(2))) {
            assertThat(another.uploadControl().unfinished(10)).containsExactly(upload);
            Stores.finish(another.uploadControl(), upload);
        }
        assertThat(rows()).isZero();
        assertThat(summary(upload).removal().removed()).isEqualTo((long) PARTS * LINES);
    }

    /// A row keeps its id, and the values of columns that Carga does not know.
    @Test
    void undoRestoresRowsFromBeforeCarga() {
        execute("ALTER TABLE user_purchase ADD COLUMN theirs text");
        execute(
                "INSERT INTO user_purchase (cpf, ticket_medio, cpf_valido, theirs) VALUES ('000.000.000-01', 1.50, true, 'x')");
        List<String> before = allRows();
        UploadId upload = load(DuplicatePolicy.UPDATE, 0, 1);
        assertThat(allRows()).doesNotContainAnyElementsOf(before);

        undo(upload);

        assertThat(allRows()).isEqualTo(before);
        assertThat(summary(upload).removal()).isEqualTo(new UploadView.Removal(LINES - 1, 1, 0));
        assertThat(number("SELECT count(*) FROM carga_replaced_row")).isZero();
    }

    private List<String> allRows() {
        return stores.testDatabase()
                .jdbi()
                .withHandle(handle -> handle.select("SELECT t::text FROM user_purchase t ORDER BY cpf")
                        .mapTo(String.class)
                        .list());
    }

    private void undo(UploadId upload) {
        stores.control().withdraw(upload, Withdrawal.UNDONE);
        Stores.finish(stores.control(), upload);
    }

    @Test
    void largeRestoreHasBoundedStepsAndIsContinuedByAnotherProcess() {
        load(DuplicatePolicy.FAIL, 1, 3);
        List<String> before = allRows();
        UploadId upload = load(DuplicatePolicy.UPDATE, 1, 3);
        stores.control().withdraw(upload, Withdrawal.UNDONE);
        for (int step = 1; step <= 2; step++) {
            assertThat(stores.control().finish(upload)).isEqualTo(WithdrawalProgress.IN_PROGRESS);
            assertThat(summary(upload).removal().restored()).isEqualTo((long) step * LINES);
        }
        try (Database another = Database.open(stores.testDatabase().settings(2))) {
            Stores.finish(another.uploadControl(), upload);
        }
        assertThat(allRows()).isEqualTo(before);
        assertThat(summary(upload).removal()).isEqualTo(new UploadView.Removal(0, 3L * LINES, 0));
    }

    @Test
    void rowsWithoutAStoredVersionStayAndAreCounted() {
        load(DuplicatePolicy.FAIL, 1, 1);
        UploadId upload = load(DuplicatePolicy.UPDATE, 1, 1);
        UploadId recent = load(DuplicatePolicy.UPDATE, 1_000_000, 1);
        UploadId upon = load(DuplicatePolicy.UPDATE, 1_000_000, 1);
        execute("UPDATE carga_upload SET opened_at = now() - interval '31 days' WHERE id <= 2");
        execute(
                "UPDATE carga_replaced_row SET replaced_at = now() - interval '31 days' WHERE upload_id = 2 AND cpf > '5'");
        try (Database database = Database.open(stores.testDatabase().settings(2))) {
            database.cleanup(Retention.DEFAULT).deleteExpired();
            assertThat(number("SELECT count(*) FROM carga_replaced_row")).isEqualTo(2L * LINES);
            execute("UPDATE carga_replaced_row SET replaced_at = now() - interval '31 days' WHERE upload_id = 2");
            database.cleanup(Retention.DEFAULT).deleteExpired();
            assertThat(number("SELECT count(*) FROM carga_replaced_row")).isEqualTo(LINES);
        }
        List<String> before = allRows();

        undo(upload);
        assertThat(allRows()).isEqualTo(before);
        assertThat(summary(upload).removal()).isEqualTo(new UploadView.Removal(0, 0, LINES));

        undo(upon);
        undo(recent);
        assertThat(rows()).isEqualTo(LINES);
    }

    @Test
    void noReplacedRowsAreStoredWithoutRetention() {
        load(DuplicatePolicy.FAIL, 1, 1);
        UploadId upload = stores.queued(DuplicatePolicy.UPDATE, Stores.part(1, 7, Stores.line("%011d".formatted(1))));
        try (Database database = Database.open(stores.testDatabase().settings(2))) {
            database.partLoader(LoadingMeter.none(), new Retention(UploadIssues.Limits.DEFAULT, Duration.ZERO))
                    .load(new PartRef(upload, 1), READING);
        }
        assertThat(number("SELECT count(*) FROM carga_replaced_row")).isZero();
        assertThat(number("SELECT line FROM user_purchase WHERE upload_id = 2")).isEqualTo(7);
    }

    /// Uploads of the same CPFs are loaded while others are undone. Once all are undone, the table is
    /// unchanged.
    @Test
    void concurrentLoadsAndUndosOfTheSameRowsRestoreTheTable() throws Exception {
        load(DuplicatePolicy.FAIL, 1, 2);
        List<String> before = allRows();
        List<UploadId> uploads = new ArrayList<>();
        uploads.add(load(DuplicatePolicy.UPDATE, 1, 2));
        RetryPolicy retryPolicy = new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMinutes(1));
        for (int round = 0; round < 4; round++) {
            UploadId undone = uploads.get(round);
            try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
                Future<UploadId> loading =
                        threads.submit(() -> retryPolicy.call("load", () -> load(DuplicatePolicy.UPDATE, 1, 2)));
                Future<?> undoing = threads.submit(() -> retryPolicy.call("undo", () -> {
                    undo(undone);
                    return undone;
                }));
                uploads.add(loading.get());
                undoing.get();
            }
        }
        undo(uploads.getLast());
        assertThat(allRows()).isEqualTo(before);
        assertThat(number("SELECT count(*) FROM carga_replaced_row")).isZero();
    }

    @Test
    void uploadWithoutRecordedOriginsIsNotUndone() {
        try (TestDatabase old = new TestDatabase()) {
            Flyway.configure()
                    .dataSource(
                            old.jdbcUrl(),
                            old.settings(1).user(),
                            old.settings(1).password())
                    .locations("classpath:db/migration")
                    .table("carga_schema_history")
                    .target("3")
                    .load()
                    .migrate();
            UploadId failing = UploadId.random();
            UploadId updating = UploadId.random();
            old.jdbi().useHandle(handle -> handle.execute("""
                            INSERT INTO carga_upload (message_id, name, state, bytes, closed_at, on_duplicate)
                            VALUES (?, 'a.txt', 'received', 1, now(), 'fail'),
                                   (?, 'b.txt', 'received', 1, now(), 'update')""", failing.value(), updating.value()));
            try (Database database = Database.open(old.settings(2))) {
                assertThat(database.uploadControl().withdraw(updating, Withdrawal.UNDONE))
                        .isEqualTo(new ControlResult.Conflict(Refusal.UNDO_WITHOUT_ORIGINS));
                assertThat(database.uploadControl().withdraw(failing, Withdrawal.UNDONE))
                        .isEqualTo(new ControlResult.Done(0));
            }
        }
    }
}
