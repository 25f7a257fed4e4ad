package dev.carga.adapters.postgres.state;

import dev.carga.application.report.UploadView;
import dev.carga.domain.Nullable;
import dev.carga.domain.upload.LoadingRules;
import dev.carga.domain.upload.UploadId;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// Withdraws an upload that has more rejected or flawed lines than its limits allow. Runs in each transaction
/// that settles a part, and in the one that ends the receiving. Each of them holds the row of the upload
/// until it commits, so the last one sees all lines.
public final class LimitCheck {

    private static final String LIMITED =
            "SELECT id, state <> 'receiving' AS ended, " + StoredStates.RULES_COLUMNS + """
             FROM carga_upload u
            WHERE <which> AND (max_rejects IS NOT NULL OR max_flaws IS NOT NULL) AND withdrawn IS NULL
            FOR NO KEY UPDATE""";

    /// Earlier versions do not count flawed lines.
    private static final String SUMS = """
            SELECT coalesce(sum((counters ->> 'total_rejected')::bigint), 0) AS rejected,
                coalesce(sum((counters ->> 'total_flawed')::bigint), 0) AS flawed,
                coalesce(sum((counters ->> 'total_rows')::bigint), 0) AS lines,
                (SELECT count(*) FROM carga_part w WHERE w.upload_id = :id AND w.state IN ('received', 'queued')) AS waiting
            FROM carga_part WHERE upload_id = :id AND state = 'loaded'""";

    private LimitCheck() {}

    private record Limited(int id, LoadingRules rules, boolean ended) {}

    private record Sums(long rejected, long flawed, long lines, long waiting) {}

    public static boolean isLimited(LoadingRules rules) {
        return rules.maxRejects() != null || rules.maxFlaws() != null;
    }

    /// Checks an upload after one of its parts is settled.
    public static void check(Handle handle, int upload) {
        check(handle, handle.createQuery(LIMITED).define("which", "id = :id").bind("id", upload));
    }

    /// Checks an upload after its receiving has ended.
    public static void check(Handle handle, UploadId upload) {
        check(
                handle,
                handle.createQuery(LIMITED)
                        .define("which", "message_id = :upload")
                        .bind("upload", upload.value()));
    }

    private static void check(Handle handle, Query limited) {
        Optional<Limited> found = limited.map((row, _) ->
                        new Limited(row.getInt("id"), StoredStates.loadingRules(row), row.getBoolean("ended")))
                .findOne();
        if (found.isEmpty()) {
            return;
        }
        Limited upload = found.get();
        @Nullable String excess = excess(handle, upload);
        if (excess != null) {
            UploadWithdrawal.write(handle, upload.id(), upload.rules().onAbort().withdrawal(), excess);
            int _ = PartTransitions.cancelWaiting(handle, upload.id());
        }
    }

    /// A separate statement, so that it sees what other transactions committed before they released the
    /// upload's row.
    private static @Nullable String excess(Handle handle, Limited upload) {
        Sums sums = handle.createQuery(SUMS)
                .bind("id", upload.id())
                .map((row, _) -> new Sums(
                        row.getLong("rejected"), row.getLong("flawed"), row.getLong("lines"), row.getLong("waiting")))
                .one();
        boolean whole = upload.ended() && sums.waiting() == 0;
        return UploadView.excess(upload.rules(), sums.rejected(), sums.flawed(), sums.lines(), whole);
    }
}
