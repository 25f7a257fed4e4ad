package dev.carga.adapters.postgres.rows;

import dev.carga.adapters.postgres.state.PartTransitions;
import dev.carga.adapters.postgres.state.StoredStates;
import dev.carga.application.control.UploadControl.WithdrawalProgress;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.Withdrawal;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Carries out withdrawals, step by step.
///
/// There is no index from an upload to its rows, since it would make every load slower (ADR 0012). So an undo
/// reads the table from its first page to its last, a number of pages in each transaction, and stores its
/// position in the row of the upload. It may miss a row that another transaction moves meanwhile. If fewer
/// rows were deleted than the upload had added, another pass follows, until a pass after the first one finds
/// none.
///
/// Before that, the rows that the upload replaced are restored: [ReplacedRows].
public final class RowRemoval {

    /// 8 MiB, about 60,000 rows: a step takes less than a second, and holds its locks no longer.
    private static final int PAGES = 1_000;

    private RowRemoval() {}

    /// The progress of a withdrawal. Its upload's row is locked by the current transaction.
    ///
    /// @param size   of the table, in pages
    /// @param page   the first page of this step
    /// @param passes the number of passes before this one
    /// @param found  rows deleted in this pass so far
    /// @param missed rows that the upload had added and that no pass has deleted yet: updated by another
    ///               upload, moved, or deleted by others
    private record Undo(int id, Withdrawal withdrawal, long size, long page, int passes, long found, long missed) {}

    /// Carries out one step in the transaction of the handle, which keeps the row of the upload locked.
    public static WithdrawalProgress step(Handle handle, UploadId upload) {
        Optional<Undo> locked = lock(handle, upload);
        if (locked.isEmpty()) {
            return isUnfinished(handle, upload) ? WithdrawalProgress.BLOCKED : WithdrawalProgress.FINISHED;
        }
        Undo undo = locked.get();
        int cancelled = PartTransitions.cancelWaiting(handle, undo.id());
        if (PartTransitions.isAnyWaiting(handle, undo.id())) {
            return WithdrawalProgress.BLOCKED;
        }
        if (undo.withdrawal() == Withdrawal.CANCELLED || !hasLoadedParts(handle, undo.id())) {
            return end(handle, undo);
        }
        if (cancelled > 0) {
            // Commit the cancelled parts first, so that readers see them at once.
            return WithdrawalProgress.IN_PROGRESS;
        }
        if (ReplacedRows.restore(handle, undo.id())) {
            return WithdrawalProgress.IN_PROGRESS;
        }
        return undo.page() < undo.size() ? remove(handle, undo) : endPass(handle, undo);
    }

    private static Optional<Undo> lock(Handle handle, UploadId upload) {
        return handle.createQuery("""
                        SELECT u.id, u.withdrawn, u.undo_page, u.undo_passes, u.undo_found,
                            pg_relation_size('user_purchase') / current_setting('block_size')::int AS size,
                            (SELECT coalesce(sum((p.counters ->> 'total_added')::bigint), 0)
                             FROM carga_part p WHERE p.upload_id = u.id AND p.state = 'loaded')
                                - (u.rows_removed - u.undo_removed) AS missed
                        FROM carga_upload u
                        WHERE u.message_id = :upload AND u.withdrawn IS NOT NULL AND u.withdrawal_ended_at IS NULL
                        FOR UPDATE OF u SKIP LOCKED""")
                .bind("upload", upload.value())
                .map((row, _) -> new Undo(
                        row.getInt("id"),
                        StoredStates.presentWithdrawal(row.getString("withdrawn")),
                        row.getLong("size"),
                        row.getLong("undo_page"),
                        row.getInt("undo_passes"),
                        row.getLong("undo_found"),
                        row.getLong("missed")))
                .findOne();
    }

    private static boolean isUnfinished(Handle handle, UploadId upload) {
        return handle.createQuery("""
                        SELECT EXISTS (
                            SELECT FROM carga_upload
                            WHERE message_id = :upload AND withdrawn IS NOT NULL AND withdrawal_ended_at IS NULL)""")
                .bind("upload", upload.value())
                .mapTo(Boolean.class)
                .one();
    }

    private static boolean hasLoadedParts(Handle handle, int upload) {
        return handle.createQuery("SELECT EXISTS (SELECT FROM carga_part WHERE upload_id = :id AND state = 'loaded')")
                .bind("id", upload)
                .mapTo(Boolean.class)
                .one();
    }

    /// Rows that the upload replaced and that still have its values now are those without a stored earlier
    /// version.
    private static WithdrawalProgress remove(Handle handle, Undo undo) {
        long end = undo.page() + PAGES;
        // Not parameters: a tid parameter would have to be a text that is cast. Both page numbers are
        // computed here.
        String pages = "ctid >= '(" + undo.page() + ",0)'::tid AND ctid < '(" + end + ",0)'::tid";
        handle.createUpdate("""
                        WITH removed AS (
                            DELETE FROM user_purchase
                            WHERE <pages> AND upload_id = :id AND first_upload_id IS NULL
                            RETURNING 1
                        )
                        UPDATE carga_upload u
                        SET undo_page = :end,
                            undo_found = undo_found + done.removed,
                            rows_removed = rows_removed + done.removed,
                            rows_kept = rows_kept + done.kept
                        FROM (SELECT (SELECT count(*) FROM removed) AS removed,
                                     (SELECT count(*) FROM user_purchase
                                      WHERE <pages>
                                        AND ((first_upload_id = :id AND upload_id <> :id)
                                             OR (upload_id = :id AND first_upload_id IS NOT NULL))) AS kept) done
                        WHERE u.id = :id""")
                .define("pages", pages)
                .bind("id", undo.id())
                .bind("end", end)
                .execute();
        return WithdrawalProgress.IN_PROGRESS;
    }

    private static WithdrawalProgress endPass(Handle handle, Undo undo) {
        if (undo.missed() <= 0 || (undo.passes() > 0 && undo.found() == 0)) {
            return end(handle, undo);
        }
        handle.createUpdate("""
                        UPDATE carga_upload
                        SET undo_page = 0, undo_found = 0, undo_passes = undo_passes + 1, rows_kept = undo_kept
                        WHERE id = :id""").bind("id", undo.id()).execute();
        return WithdrawalProgress.IN_PROGRESS;
    }

    private static WithdrawalProgress end(Handle handle, Undo undo) {
        if (undo.withdrawal() == Withdrawal.UNDONE) {
            PartTransitions.undo(handle, undo.id());
        }
        handle.createUpdate("UPDATE carga_upload SET withdrawal_ended_at = clock_timestamp() WHERE id = :id")
                .bind("id", undo.id())
                .execute();
        return WithdrawalProgress.FINISHED;
    }
}
