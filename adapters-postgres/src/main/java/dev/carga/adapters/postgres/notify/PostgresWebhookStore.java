package dev.carga.adapters.postgres.notify;

import dev.carga.adapters.postgres.connection.PostgresFailures;
import dev.carga.application.notify.WebhookStore;
import dev.carga.application.report.UploadView.Webhook;
import dev.carga.application.report.UploadView.Webhook.State;
import dev.carga.domain.Nullable;
import dev.carga.domain.upload.UploadId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/// `carga_webhook`. A claim moves the due time of a row to the end of the lease instead of locking the row,
/// so that no transaction is open while a message is sent.
public final class PostgresWebhookStore implements WebhookStore {

    /// The rest of a statement after `WITH opened AS (…)`, which yields the id of a new upload. A row with
    /// that id is left from another upload: somebody truncated `carga_upload`, and ids started again.
    public static final String INSERT = """
            INSERT INTO carga_webhook (upload_id, url) SELECT id, :webhook FROM opened
            ON CONFLICT (upload_id) DO UPDATE
            SET url = excluded.url, attempts = 0, next_at = clock_timestamp(), delivered_at = NULL, given_up_at = NULL,
                last_status = NULL, last_error = NULL""";

    /// The rest of the statement for an upload without a webhook: deletes a row left from another upload.
    public static final String DELETE = "DELETE FROM carga_webhook WHERE upload_id IN (SELECT id FROM opened)";

    /// Claims webhooks of uploads that have ended, as [dev.carga.domain.upload.UploadState] defines it.
    private static final String CLAIM = """
            WITH due AS (
                SELECT w.upload_id, u.message_id FROM carga_webhook w JOIN carga_upload u ON u.id = w.upload_id
                WHERE w.delivered_at IS NULL AND w.given_up_at IS NULL AND w.next_at <= clock_timestamp()
                  AND u.state <> 'receiving'
                  AND NOT EXISTS (
                      SELECT FROM carga_part p WHERE p.upload_id = u.id AND (
                          p.state IN ('received', 'queued') OR (p.state = 'loaded' AND u.withdrawn = 'undone')))
                ORDER BY w.next_at
                LIMIT :limit
                FOR UPDATE OF w SKIP LOCKED
            )
            UPDATE carga_webhook w
            SET attempts = w.attempts + 1, next_at = clock_timestamp() + make_interval(secs => :lease)
            FROM due WHERE w.upload_id = due.upload_id
            RETURNING due.message_id, w.url, w.attempts""";

    /// Has no effect once the message is delivered or given up.
    private static final String FAILED = """
            UPDATE carga_webhook w
            SET last_status = :status, last_error = :reason,
                next_at = clock_timestamp() + make_interval(secs => :pause),
                given_up_at = CASE WHEN :finally THEN clock_timestamp() END
            FROM carga_upload u
            WHERE u.id = w.upload_id AND u.message_id = :upload AND w.delivered_at IS NULL AND w.given_up_at IS NULL""";

    private static final double MILLIS = 1e3;

    private final Jdbi jdbi;

    public PostgresWebhookStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public List<Due> claim(Duration lease, int limit) {
        return PostgresFailures.translated(() -> jdbi.withHandle(handle -> handle.createQuery(CLAIM)
                .bind("lease", lease.toMillis() / MILLIS)
                .bind("limit", limit)
                .map((row, _) -> new Due(
                        new UploadId(row.getObject("message_id", UUID.class)),
                        row.getString("url"),
                        row.getInt("attempts")))
                .list()));
    }

    @Override
    public void delivered(UploadId upload, int status) {
        PostgresFailures.translated(() -> jdbi.withHandle(handle -> handle.createUpdate("""
                        UPDATE carga_webhook w
                        SET delivered_at = clock_timestamp(), given_up_at = NULL, last_status = :status, last_error = NULL
                        FROM carga_upload u WHERE u.id = w.upload_id AND u.message_id = :upload""")
                .bind("status", status)
                .bind("upload", upload.value())
                .execute()));
    }

    @Override
    public void postpone(UploadId upload, Failure failure, Duration pause) {
        failed(upload, failure, pause, false);
    }

    @Override
    public void giveUp(UploadId upload, Failure failure) {
        failed(upload, failure, Duration.ZERO, true);
    }

    private void failed(UploadId upload, Failure failure, Duration pause, boolean isFinal) {
        PostgresFailures.translated(() -> jdbi.withHandle(handle -> handle.createUpdate(FAILED)
                .bind("status", failure.status())
                .bind("reason", failure.reason())
                .bind("pause", pause.toMillis() / MILLIS)
                .bind("finally", isFinal)
                .bind("upload", upload.value())
                .execute()));
    }

    /// The webhook of an upload, from a row that [dev.carga.adapters.postgres.report.PostgresUploadQueries]
    /// reads.
    public static @Nullable Webhook read(ResultSet row) throws SQLException {
        @Nullable String url = row.getString("webhook_url");
        if (url == null) {
            return null;
        }
        boolean delivered = row.getObject("delivered_at") != null;
        boolean givenUp = row.getObject("given_up_at") != null;
        return new Webhook(
                url,
                delivered ? State.DELIVERED : givenUp ? State.GIVEN_UP : State.PENDING,
                row.getInt("webhook_attempts"),
                row.getObject("last_status", Integer.class),
                row.getString("last_error"));
    }
}
