package dev.carga.adapters.postgres.rows;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Restores the rows that an upload replaced, a bounded number of CPFs in each step.
///
/// Locks the rows of the table first, in the order of CPFs as loads do, and only then reads the stored
/// versions. Every transaction that replaces or restores a row locks it, so the versions of a CPF do not
/// change meanwhile.
final class ReplacedRows {

    /// The rows of one step: as many as a part has.
    private static final int ROWS = 10_000;

    /// As in [StagedRows], the cost of a step must not depend on the size of the table. The planner assumes
    /// that rows just written are a handful, and would read all of them again for each row.
    private static final String PREPARE = "SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off;"
            + " SET LOCAL enable_material = off; SET LOCAL jit = off";

    private static final String LAST = """
            SELECT max(cpf) FROM (
                SELECT cpf FROM carga_replaced_row WHERE upload_id = :id ORDER BY cpf LIMIT :rows) r
            HAVING max(cpf) IS NOT NULL""";

    private static final String LOCK = """
            SELECT count(*) FROM (
                SELECT FROM carga_replaced_row r JOIN user_purchase t ON t.cpf = r.cpf
                WHERE r.upload_id = :id AND r.cpf <= :last
                ORDER BY r.cpf FOR NO KEY UPDATE OF t) locked""";

    /// Follows the replacements from the upload that has a row now down to the one that replaced this
    /// upload's values. The undo of that one must restore what the undo of this one would have restored.
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

    /// A row is not restored if the upload that added it is undone: without the replacement, that undo would
    /// have deleted it.
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

    /// Carries out one step in the transaction of the handle, which has locked the row of the upload.
    ///
    /// @return false if there was nothing to do
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
        handle.createQuery(LOCK)
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
