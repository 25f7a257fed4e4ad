package dev.carga.adapters.postgres.receive;

import dev.carga.adapters.postgres.connection.PostgresFailures;
import dev.carga.application.receive.RepeatedFiles;
import dev.carga.domain.upload.UploadId;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/// An advisory lock serialises the registration of files with the same head, so that the second one finds the
/// first.
public final class PostgresRepeatedFiles implements RepeatedFiles {

    private static final String REGISTER = """
            UPDATE carga_upload u SET head_sha256 = :head, held = :watched AND EXISTS (
                SELECT FROM carga_upload o
                WHERE o.head_sha256 = :head AND o.id <> u.id AND o.dry_run = u.dry_run AND o.withdrawn IS NULL
                  AND o.state IN ('receiving', 'received')
                  AND o.opened_at > clock_timestamp() - make_interval(secs => :window))
            WHERE u.message_id = :upload
            RETURNING u.held""";

    private static final String FIND_SAME = """
            SELECT o.message_id FROM carga_upload o
            WHERE o.sha256 = :sha256 AND o.message_id <> :upload AND o.state = 'received' AND o.withdrawn IS NULL
              AND o.dry_run = coalesce((SELECT u.dry_run FROM carga_upload u WHERE u.message_id = :upload), o.dry_run)
              AND o.closed_at > clock_timestamp() - make_interval(secs => :window)
              AND EXISTS (SELECT FROM carga_part p WHERE p.upload_id = o.id AND p.state <> 'failed')
              AND EXISTS (SELECT FROM carga_part p WHERE p.upload_id = o.id AND (p.counters IS NULL
                  OR (p.counters ->> 'total_rows')::bigint > (p.counters ->> 'total_rejected')::bigint))
            ORDER BY o.id
            LIMIT 1""";

    private final Jdbi jdbi;

    public PostgresRepeatedFiles(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public boolean register(UploadId upload, String head, boolean watched, Duration window) {
        return PostgresFailures.translated(() -> jdbi.inTransaction(handle -> {
            handle.execute("SELECT pg_advisory_xact_lock(hashtextextended('carga head ' || ?, 0))", head);
            return handle.createQuery(REGISTER)
                    .bind("upload", upload.value())
                    .bind("head", head)
                    .bind("watched", watched)
                    .bind("window", seconds(window))
                    .mapTo(Boolean.class)
                    .findOne()
                    .orElse(false);
        }));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    @Override
    public Optional<UploadId> release(UploadId upload, String sha256, Duration window) {
        try {
            return jdbi.inTransaction(handle -> {
                Optional<Integer> held = handle.createQuery(
                                "SELECT id FROM carga_upload WHERE message_id = :upload FOR UPDATE")
                        .bind("upload", upload.value())
                        .mapTo(Integer.class)
                        .findOne();
                Optional<UploadId> same = handle.createQuery(FIND_SAME)
                        .bind("upload", upload.value())
                        .bind("sha256", sha256)
                        .bind("window", seconds(window))
                        .mapTo(UUID.class)
                        .map(UploadId::new)
                        .findOne();
                // No row: an earlier attempt already deleted it as a repeat, and its response was lost.
                if (held.isEmpty() || (same.isPresent() && deleteUnlessDispatched(handle, held.get()))) {
                    return same;
                }
                handle.execute("UPDATE carga_upload SET held = false WHERE id = ?", held.get());
                return Optional.empty();
            });
        } catch (JdbiException e) {
            throw PostgresFailures.translate(e);
        }
    }

    /// Deletes the upload, unless a process of an older version has dispatched parts of it already.
    ///
    /// @return whether it is deleted
    private static boolean deleteUnlessDispatched(Handle handle, int upload) {
        boolean dispatched = handle.createQuery(
                        "SELECT EXISTS (SELECT FROM carga_part WHERE upload_id = :id AND state <> 'received')")
                .bind("id", upload)
                .mapTo(Boolean.class)
                .one();
        if (dispatched) {
            return false;
        }
        handle.execute("DELETE FROM carga_part WHERE upload_id = ?", upload);
        handle.execute("DELETE FROM carga_webhook WHERE upload_id = ?", upload);
        handle.execute("DELETE FROM carga_upload WHERE id = ?", upload);
        return true;
    }
}
