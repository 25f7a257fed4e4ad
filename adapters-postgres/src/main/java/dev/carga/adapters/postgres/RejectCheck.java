package dev.carga.adapters.postgres;

import dev.carga.application.report.UploadSummary;
import dev.carga.domain.upload.AbortPolicy;
import dev.carga.domain.upload.RejectLimit;
import dev.carga.domain.upload.UploadId;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// Withdraws an upload that has more rejected lines than it may. Looked at in each transaction that settles a part,
/// and in the one that ends the receiving: whichever comes last sees them all, since each holds the upload's row until
/// it commits.
final class RejectCheck {

    private static final String LIMITED = """
            SELECT id, max_rejects, on_abort, state <> 'receiving' AS ended FROM carga_upload
            WHERE <which> AND max_rejects IS NOT NULL AND withdrawn IS NULL
            FOR NO KEY UPDATE""";

    private static final String SUMS = """
            SELECT coalesce(sum((counters ->> 'total_rejected')::bigint), 0) AS rejected,
                coalesce(sum((counters ->> 'total_rows')::bigint), 0) AS lines,
                (SELECT count(*) FROM carga_part w WHERE w.upload_id = :id AND w.state IN ('received', 'queued')) AS waiting
            FROM carga_part WHERE upload_id = :id AND state = 'loaded'""";

    private RejectCheck() {}

    private record Limited(int id, RejectLimit limit, AbortPolicy onAbort, boolean ended) {}

    private record Sums(long rejected, long lines, long waiting) {}

    /// After a part of it is settled.
    static void check(Handle handle, int upload) {
        check(handle, handle.createQuery(LIMITED).define("which", "id = :id").bind("id", upload));
    }

    /// After its receiving has ended.
    static void check(Handle handle, UploadId upload) {
        check(
                handle,
                handle.createQuery(LIMITED)
                        .define("which", "message_id = :upload")
                        .bind("upload", upload.value()));
    }

    private static void check(Handle handle, Query limited) {
        Optional<Limited> found = limited.map((row, _) -> new Limited(
                        row.getInt("id"),
                        RejectLimit.parse(row.getString("max_rejects")).orElseThrow(),
                        AbortPolicy.parse(row.getString("on_abort")).orElseThrow(),
                        row.getBoolean("ended")))
                .findOne();
        if (found.isPresent() && isOver(handle, found.get())) {
            PostgresUploadControl.writeDown(
                    handle, found.get().id(), found.get().onAbort().withdrawal(), UploadSummary.TOO_MANY_REJECTS);
            int _ = PostgresUploadControl.cancelWaiting(handle, found.get().id());
        }
    }

    /// A statement of its own: it sees what others have committed before they let go of the upload's row.
    private static boolean isOver(Handle handle, Limited upload) {
        Sums sums = handle.createQuery(SUMS)
                .bind("id", upload.id())
                .map((row, _) -> new Sums(row.getLong("rejected"), row.getLong("lines"), row.getLong("waiting")))
                .one();
        boolean whole = upload.ended() && sums.waiting() == 0;
        return upload.limit().isExceededBy(sums.rejected(), sums.lines(), whole);
    }
}
