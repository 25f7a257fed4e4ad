package dev.carga.adapters.postgres.control;

import dev.carga.adapters.postgres.connection.PostgresFailures;
import dev.carga.application.control.Cleanup;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/// Finds everything by an index, so that a call with nothing to delete costs almost nothing.
public final class PostgresCleanup implements Cleanup {

    /// The rows deleted in one transaction.
    private static final int ROWS = 10_000;

    /// The uploads that have rows in a table. Skips from one upload to the next instead of reading all rows.
    private static final String UPLOADS = """
            WITH RECURSIVE each (id) AS (
                SELECT min(upload_id) FROM <table>
                UNION ALL
                SELECT (SELECT min(upload_id) FROM <table> WHERE upload_id > each.id) FROM each WHERE each.id IS NOT NULL
            )
            SELECT each.id FROM each LEFT JOIN carga_upload u ON u.id = each.id WHERE each.id IS NOT NULL AND <which>""";

    private static final String ENDED = """
            u.state IS DISTINCT FROM 'receiving'
            AND NOT EXISTS (SELECT FROM carga_part p WHERE p.upload_id = each.id AND p.state IN ('received', 'queued'))""";

    /// A failed part may be retried.
    private static final String NOT_TO_BE_RETRIED = " AND (u.withdrawn IS NOT NULL OR NOT EXISTS ("
            + "SELECT FROM carga_part p WHERE p.upload_id = each.id AND p.state = 'failed' AND p.settled_at > <limit>))";

    /// Uploads that may have expired rows, since no row is older than its upload. An undo in progress needs
    /// the rows.
    private static final String OLD_ENOUGH = """
            coalesce(u.opened_at < <limit> AND (u.withdrawn IS NULL OR u.withdrawal_ended_at IS NOT NULL), true)""";

    private final Jdbi jdbi;
    private final Duration replacedRowsKept;

    public PostgresCleanup(Jdbi jdbi, Duration replacedRowsKept) {
        this.jdbi = jdbi;
        this.replacedRowsKept = replacedRowsKept;
    }

    @Override
    public void deleteExpired() {
        PostgresFailures.translated(() -> jdbi.withHandle(handle -> handle.execute("""
                UPDATE carga_resumable r SET text = NULL, checkpoint = NULL
                FROM carga_upload u
                WHERE u.id = r.upload_id AND u.state = 'interrupted' AND r.text IS NOT NULL""")));
        PostgresFailures.translated(() -> jdbi.withHandle(handle ->
                handle.execute("DELETE FROM carga_request WHERE began_at < clock_timestamp() - interval '1 day'"
                        + " AND seen_at < clock_timestamp() - interval '1 hour'")));
        for (int upload : uploads("carga_dry_run", ENDED)) {
            delete("carga_dry_run", upload, "true");
        }
        for (int upload : uploads("carga_unknown_columns", ENDED + NOT_TO_BE_RETRIED)) {
            delete("carga_unknown_columns", upload, "true");
        }
        for (int upload : uploads("carga_replaced_row", OLD_ENOUGH)) {
            delete("carga_replaced_row", upload, "replaced_at < <limit>");
        }
    }

    private List<Integer> uploads(String table, String which) {
        return PostgresFailures.translated(() -> jdbi.withHandle(handle -> handle.createQuery(UPLOADS)
                .define("table", table)
                .define("which", which.replace("<limit>", limit()))
                .mapTo(Integer.class)
                .list()));
    }

    /// Deletes in small transactions and skips locked rows, so that neither this nor others wait.
    private void delete(String table, int upload, String which) {
        int deleted = ROWS;
        while (deleted == ROWS) {
            deleted = PostgresFailures.translated(() -> jdbi.withHandle(handle -> handle.createUpdate("""
                            DELETE FROM <table> WHERE ctid = ANY (ARRAY(
                                SELECT ctid FROM <table> WHERE upload_id = :upload AND <which>
                                LIMIT :rows FOR UPDATE SKIP LOCKED))""")
                    .define("table", table)
                    .define("which", which.replace("<limit>", limit()))
                    .bind("upload", upload)
                    .bind("rows", ROWS)
                    .execute()));
        }
    }

    /// By the clock of the server, as all times.
    private String limit() {
        return "(clock_timestamp() - make_interval(secs => " + replacedRowsKept.toSeconds() + "))";
    }
}
