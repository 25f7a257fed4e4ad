package dev.carga.adapters.postgres.dispatch;

import dev.carga.adapters.postgres.connection.PostgresFailures;
import dev.carga.adapters.postgres.state.PartTransitions;
import dev.carga.adapters.postgres.state.StoredStates;
import dev.carga.application.dispatch.PartBacklog;
import dev.carga.application.trace.TracedPart;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.UploadId;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/// All times are from the clock of the database, so that those of the processes do not matter. Skips locked
/// rows: parts that are being loaded, or that another process is dispatching.
public final class PostgresPartBacklog implements PartBacklog {

    private final Jdbi jdbi;

    public PostgresPartBacklog(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public List<TracedPart> queueNext(UploadId upload, int window) {
        return PostgresFailures.translated(
                () -> jdbi.withHandle(handle -> PartTransitions.queueNext(handle, upload, window)));
    }

    @Override
    public List<TracedPart> queueAgain(Duration age, int limit) {
        return PostgresFailures.translated(() -> jdbi.withHandle(handle -> handle.createQuery("""
                        WITH lost AS (
                            SELECT upload_id, number, sent_at
                            FROM carga_part
                            WHERE state = 'queued' AND sent_at < clock_timestamp() - make_interval(secs => :age)
                            ORDER BY sent_at
                            LIMIT :limit
                            FOR UPDATE SKIP LOCKED
                        ), sent AS (
                            UPDATE carga_part p SET sent_at = clock_timestamp()
                            FROM lost
                            WHERE p.upload_id = lost.upload_id AND p.number = lost.number
                            RETURNING p.upload_id, p.number, lost.sent_at
                        )
                        SELECT u.message_id, sent.number, u.traceparent
                        FROM sent JOIN carga_upload u ON u.id = sent.upload_id
                        ORDER BY sent.sent_at, sent.number""")
                .bind("age", age.toMillis() / 1000.0)
                .bind("limit", limit)
                .map((row, _) -> new TracedPart(
                        new PartRef(new UploadId(row.getObject(1, UUID.class)), row.getInt(2)),
                        StoredStates.trace(row.getString(3))))
                .list()));
    }

    @Override
    public boolean isQueued(PartRef part) {
        return PostgresFailures.translated(() -> jdbi.withHandle(handle -> PartTransitions.isQueued(handle, part)));
    }

    @Override
    public long countQueued() {
        return PostgresFailures.translated(
                () -> jdbi.withHandle(handle -> handle.select("SELECT count(*) FROM carga_part WHERE state = 'queued'")
                        .mapTo(Long.class)
                        .one()));
    }

    @Override
    public List<UploadId> stalled(int window, int limit) {
        return PostgresFailures.translated(() -> jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT u.message_id
                        FROM carga_upload u JOIN (
                            SELECT upload_id
                            FROM carga_part
                            WHERE state IN ('received', 'queued')
                              AND NOT EXISTS (SELECT FROM carga_upload h WHERE h.id = upload_id AND h.held)
                            GROUP BY upload_id
                            HAVING count(*) FILTER (WHERE state = 'received') > 0
                               AND count(*) FILTER (WHERE state = 'queued') < :window
                            ORDER BY upload_id
                            LIMIT :limit
                        ) stalled ON stalled.upload_id = u.id
                        ORDER BY u.id""")
                .bind("window", window)
                .bind("limit", limit)
                .map((row, _) -> new UploadId(row.getObject(1, UUID.class)))
                .list()));
    }

    /// PostgreSQL's timeouts, `statement_timeout` and `idle_in_transaction_session_timeout`, do not apply to
    /// a COPY that waits for its client (measured with PostgreSQL 15). The connection of a suspended process
    /// lives as long as its machine. Finds such sessions by the part that they lock rather than by their
    /// application name, since operators may give each process its own.
    @Override
    public int freeStuck(Duration age) {
        return PostgresFailures.translated(() -> jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT count(*) FILTER (WHERE pg_terminate_backend(pid))
                        FROM pg_stat_activity
                        WHERE datname = current_database() AND usename = current_user
                          AND pid IN (SELECT pid FROM pg_locks
                                      WHERE relation = 'carga_part'::regclass AND mode = 'RowShareLock' AND granted)
                          AND state = 'active' AND wait_event = 'ClientRead' AND query LIKE 'COPY %'
                          AND query_start < clock_timestamp() - make_interval(secs => :age)""")
                .bind("age", age.toMillis() / 1000.0)
                .mapTo(Integer.class)
                .one()));
    }
}
