package dev.carga.adapters.postgres;

import static dev.carga.application.Stores.READING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.application.Stores;
import dev.carga.application.control.UploadControl.Progress;
import dev.carga.application.control.UploadControl.Refusal;
import dev.carga.application.control.UploadControl.Reply;
import dev.carga.application.report.UploadSummary;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.UploadPhase;
import dev.carga.domain.upload.UploadState;
import dev.carga.domain.upload.Withdrawal;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Undo in a table that is larger than a step.
class UndoIT {

    private static final int LINES = 10_000;
    private static final int PARTS = 20;

    private final PostgresStores stores = new PostgresStores();

    @AfterEach
    void dropTheSchema() {
        stores.close();
    }

    /// An upload of so many parts of ten thousand rows, its first CPF this number, all loaded.
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
        stores.uploads().close(upload, UploadState.RECEIVED, 100, null);
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

    private UploadSummary summary(UploadId upload) {
        return stores.history().summary(upload).orElseThrow();
    }

    @Test
    void aLargeUndoGoesInBoundedStepsAndLeavesTheRowsOfOthers() {
        UploadId other = load(DuplicatePolicy.FAIL, 1_000_000, 2);
        UploadId upload = load(DuplicatePolicy.FAIL, 1, PARTS);
        stores.control().withdraw(upload, Withdrawal.UNDONE);

        int steps = 0;
        long before = rows();
        while (stores.control().finish(upload) != Progress.FINISHED) {
            steps++;
            long now = rows();
            assertThat(before - now).as("rows of one step").isLessThan((long) PARTS * LINES);
            before = now;
        }

        assertThat(steps).isGreaterThan(2);
        assertThat(rows()).isEqualTo(2L * LINES);
        assertThat(summary(upload).removal()).isEqualTo(new UploadSummary.Removal((long) PARTS * LINES, 0, 0));
        assertThat(summary(other).phase()).isEqualTo(UploadPhase.COMPLETED);
    }

    @Test
    void rowsThatAreMovedIntoPagesThatWereReadAlreadyAreRemovedToo() {
        UploadId upload = load(DuplicatePolicy.FAIL, 1, PARTS);
        stores.control().withdraw(upload, Withdrawal.UNDONE);
        assertThat(stores.control().finish(upload)).isEqualTo(Progress.GOES_ON);
        execute("VACUUM user_purchase");

        execute("UPDATE user_purchase SET private = true WHERE line > " + (PARTS - 1) * LINES);
        assertThat(number("SELECT min((ctid::text::point)[0]::int) FROM user_purchase WHERE private"))
                .as("the first page to which a row was moved")
                .isLessThan(100);
        Stores.finish(stores.control(), upload);

        assertThat(rows()).isZero();
        assertThat(summary(upload).removal().removed()).isEqualTo((long) PARTS * LINES);
    }

    /// As if somebody had rewritten the table: all of the rows are where the first pass has been already.
    @Test
    void aFirstPassThatFindsNothingIsNotTheLast() {
        UploadId upload = load(DuplicatePolicy.FAIL, 1, 1);
        stores.control().withdraw(upload, Withdrawal.UNDONE);
        execute("UPDATE carga_upload SET undo_page = 1000000");
        Stores.finish(stores.control(), upload);
        assertThat(rows()).isZero();
        assertThat(summary(upload).removal().removed()).isEqualTo(LINES);
    }

    @Test
    void rowsThatSomebodyHasDeletedAreNotLookedForForEver() {
        UploadId upload = load(DuplicatePolicy.FAIL, 1, 1);
        execute("DELETE FROM user_purchase WHERE line <= 10");
        stores.control().withdraw(upload, Withdrawal.UNDONE);
        Stores.finish(stores.control(), upload);
        assertThat(rows()).isZero();
        assertThat(summary(upload).removal().removed()).isEqualTo(LINES - 10);
        assertThat(summary(upload).phase()).isEqualTo(UploadPhase.UNDONE);
    }

    @Test
    void anUndoThatIsLeftInTheMiddleIsGoneOnWithByAnybody() {
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

    @Test
    void anUploadThatUpdatedBeforeOriginsWereWrittenDownIsNotUndone() {
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
                        .isEqualTo(new Reply.Refused(Refusal.UNDO_WITHOUT_ORIGINS));
                assertThat(database.uploadControl().withdraw(failing, Withdrawal.UNDONE))
                        .isEqualTo(new Reply.Done(0));
            }
        }
    }
}
