package dev.carga.adapters.postgres.rows;

import dev.carga.adapters.postgres.state.PartTransitions;
import dev.carga.adapters.postgres.state.StoredStates;
import dev.carga.application.control.UploadControl.WithdrawalProgress;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.Withdrawal;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// One step of carrying out a withdrawal.
///
/// No index leads from an upload to its rows, since each row would have to pay for it (ADR 0012). So an undo
/// reads the table from its first page to its last, some pages in one transaction, and its row remembers how
/// far it is. A row that somebody moves meanwhile may be missed: if fewer were removed than the upload had
/// added, another pass follows, until one after the first finds none.
///
/// The rows that the upload replaced come first: [ReplacedRows].
public final class RowRemoval {

    /// 8 MiB, some 60,000 rows: a step takes less than a second, and holds its locks no longer.
    private static final int PAGES = 1_000;

    private RowRemoval() {}

    /// @param size   of the table, in pages
    /// @param page   where this step begins
    /// @param passes that were made before this one
    /// @param found  rows removed in this pass so far
    /// @param missed rows that the upload had added and that no pass has removed yet: kept, moved, or
    ///               deleted by somebody
    private record Undo(int id, Withdrawal withdrawal, long size, long page, int passes, long found, long missed) {}

    /// In the transaction of the handle, which holds the upload's row to its end.
    public static WithdrawalProgress step(Handle handle, UploadId upload) {
        Optional<Undo> held = hold(handle, upload);
        if (held.isEmpty()) {
            return isUnfinished(handle, upload) ? WithdrawalProgress.WAITS : WithdrawalProgress.FINISHED;
        }
        Undo undo = held.get();
        int cancelled = PartTransitions.cancelWaiting(handle, undo.id());
        if (PartTransitions.isAnyWaiting(handle, undo.id())) {
            return WithdrawalProgress.WAITS;
        }
        if (undo.withdrawal() == Withdrawal.CANCELLED || !hasLoadedParts(handle, undo.id())) {
            return end(handle, undo);
        }
        if (cancelled > 0) {
            // Their end shows before anything else is done.
            return WithdrawalProgress.GOES_ON;
        }
        if (ReplacedRows.restore(handle, undo.id())) {
            return WithdrawalProgress.GOES_ON;
        }
        return undo.page() < undo.size() ? remove(handle, undo) : endPass(handle, undo);
    }

    private static Optional<Undo> hold(Handle handle, UploadId upload) {
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

    /// Rows that the upload has replaced and that still have its values are those of which no version is kept.
    private static WithdrawalProgress remove(Handle handle, Undo undo) {
        long end = undo.page() + PAGES;
        // The pages are numbers of ours: bound as parameters they would have to be texts that are cast.
        String stretch = "ctid >= '(" + undo.page() + ",0)'::tid AND ctid < '(" + end + ",0)'::tid";
        handle.createUpdate("""
                        WITH removed AS (
                            DELETE FROM user_purchase
                            WHERE <stretch> AND upload_id = :id AND first_upload_id IS NULL
                            RETURNING 1
                        )
                        UPDATE carga_upload u
                        SET undo_page = :end,
                            undo_found = undo_found + done.removed,
                            rows_removed = rows_removed + done.removed,
                            rows_kept = rows_kept + done.kept
                        FROM (SELECT (SELECT count(*) FROM removed) AS removed,
                                     (SELECT count(*) FROM user_purchase
                                      WHERE <stretch>
                                        AND ((first_upload_id = :id AND upload_id <> :id)
                                             OR (upload_id = :id AND first_upload_id IS NOT NULL))) AS kept) done
                        WHERE u.id = :id""")
                .define("stretch", stretch)
                .bind("id", undo.id())
                .bind("end", end)
                .execute();
        return WithdrawalProgress.GOES_ON;
    }

    private static WithdrawalProgress endPass(Handle handle, Undo undo) {
        if (undo.missed() <= 0 || (undo.passes() > 0 && undo.found() == 0)) {
            return end(handle, undo);
        }
        handle.createUpdate("""
                        UPDATE carga_upload
                        SET undo_page = 0, undo_found = 0, undo_passes = undo_passes + 1, rows_kept = undo_kept
                        WHERE id = :id""").bind("id", undo.id()).execute();
        return WithdrawalProgress.GOES_ON;
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
