package dev.carga.adapters.postgres.rows;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Gives back what an upload has replaced: one step, for the rows of so many CPFs.
///
/// The table's rows are held, by CPF as loaders hold them, and only then what is kept of them is read: whoever
/// replaces a row, or gives one back, holds it, so nothing of a CPF changes meanwhile.
final class ReplacedRows {

    /// As many as a part has.
    private static final int ROWS = 10_000;

    /// As for [StagedRows]: what a step costs does not depend on the size of the table. The planner takes
    /// what was just written for a handful of rows, and would read them all again for each.
    private static final String PREPARE = "SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off;"
            + " SET LOCAL enable_material = off; SET LOCAL jit = off";

    private static final String LAST = """
            SELECT max(cpf) FROM (
                SELECT cpf FROM carga_replaced_row WHERE upload_id = :id ORDER BY cpf LIMIT :rows) r
            HAVING max(cpf) IS NOT NULL""";

    private static final String HOLD = """
            SELECT count(*) FROM (
                SELECT FROM carga_replaced_row r JOIN user_purchase t ON t.cpf = r.cpf
                WHERE r.upload_id = :id AND r.cpf <= :last
                ORDER BY r.cpf FOR NO KEY UPDATE OF t) held""";

    /// From who has a row now, by what he has replaced, down to who has replaced this upload's values: his
    /// undo is to bring back what this one's would have.
    private static final String PASS_ON = """
            WITH RECURSIVE above (cpf, upload_id) AS (
                SELECT r.cpf, t.upload_id FROM carga_replaced_row r JOIN user_purchase t ON t.cpf = r.cpf
                WHERE r.upload_id = :id AND r.cpf <= :last AND t.upload_id <> :id
                UNION
                SELECT r.cpf, r.row_upload_id
                FROM above JOIN carga_replaced_row r ON r.upload_id = above.upload_id AND r.cpf = above.cpf
                WHERE r.row_upload_id <> :id
            )
            UPDATE carga_replaced_row v
            SET <values>, cpf_valido = r.cpf_valido, row_upload_id = r.row_upload_id, row_line = r.row_line,
                row_first_upload_id = r.row_first_upload_id
            FROM above CROSS JOIN LATERAL (
                SELECT * FROM carga_replaced_row k WHERE k.upload_id = :id AND k.cpf = above.cpf OFFSET 0) r
            WHERE v.upload_id = above.upload_id AND v.cpf = above.cpf AND v.row_upload_id = :id""";

    /// A row whose upload added it and is undone is not to come back: without the other's update it would
    /// have been removed.
    private static final String RESTORE = """
            WITH mine AS MATERIALIZED (
                SELECT r.*, r.row_upload_id IS NOT NULL AND r.row_first_upload_id IS NULL AND EXISTS (
                        SELECT FROM carga_upload u WHERE u.id = r.row_upload_id AND u.withdrawn = 'undone') AS gone
                FROM carga_replaced_row r WHERE r.upload_id = :id AND r.cpf <= :last
            ), removed AS (
                DELETE FROM user_purchase t USING mine r WHERE t.cpf = r.cpf AND t.upload_id = :id AND r.gone
                RETURNING 1
            ), restored AS (
                UPDATE user_purchase t
                SET <values>, cpf_valido = r.cpf_valido, upload_id = r.row_upload_id, line = r.row_line,
                    first_upload_id = r.row_first_upload_id
                FROM mine r WHERE t.cpf = r.cpf AND t.upload_id = :id AND NOT r.gone
                RETURNING 1
            ), settled AS (
                DELETE FROM carga_replaced_row WHERE upload_id = :id AND cpf <= :last
            )
            UPDATE carga_upload u
            SET rows_removed = rows_removed + done.removed, undo_removed = undo_removed + done.removed,
                rows_restored = rows_restored + done.restored,
                rows_kept = rows_kept + done.kept, undo_kept = undo_kept + done.kept
            FROM (SELECT (SELECT count(*) FROM removed) AS removed, (SELECT count(*) FROM restored) AS restored,
                         (SELECT count(*) FROM mine r JOIN user_purchase t ON t.cpf = r.cpf
                          WHERE t.upload_id IS DISTINCT FROM :id
                            AND (t.upload_id, t.line) IS DISTINCT FROM (r.row_upload_id, r.row_line)) AS kept) done
            WHERE u.id = :id""";

    private ReplacedRows() {}

    /// In the transaction of the handle, which holds the upload's row to its end.
    ///
    /// @return whether there was anything to do
    static boolean restore(Handle handle, int upload) {
        Optional<String> last = handle.createQuery(LAST)
                .bind("id", upload)
                .bind("rows", ROWS)
                .mapTo(String.class)
                .findOne();
        if (last.isEmpty()) {
            return false;
        }
        handle.createScript(PREPARE).execute();
        handle.createQuery(HOLD)
                .bind("id", upload)
                .bind("last", last.get())
                .mapTo(Long.class)
                .one();
        update(handle, PASS_ON, upload, last.get());
        update(handle, RESTORE, upload, last.get());
        return true;
    }

    private static void update(Handle handle, String sql, int upload, String last) {
        handle.createUpdate(sql)
                .define("values", PurchaseColumns.set((_, name) -> "r." + name))
                .bind("id", upload)
                .bind("last", last)
                .execute();
    }
}
