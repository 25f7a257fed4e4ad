package dev.carga.adapters.postgres.receive;

import dev.carga.adapters.postgres.connection.PostgresFailures;
import dev.carga.application.receive.ReceiverHeartbeats;
import dev.carga.domain.upload.UploadId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/// `carga_upload.seen_at`, by the clock of the database.
public final class PostgresReceiverHeartbeats implements ReceiverHeartbeats {

    private final Jdbi jdbi;

    public PostgresReceiverHeartbeats(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public void confirm(Collection<UploadId> receiving) {
        UUID[] ids = receiving.stream().map(UploadId::value).toArray(UUID[]::new);
        PostgresFailures.translated(() -> jdbi.withHandle(handle -> handle.createUpdate("""
                        UPDATE carga_upload SET seen_at = clock_timestamp()
                        WHERE message_id = ANY (:receiving) AND state = 'receiving'""")
                .bindArray("receiving", UUID.class, (Object[]) ids)
                .execute()));
    }

    /// An earlier version sends no heartbeats; during a rolling upgrade its uploads have a day. Skips locked
    /// rows: a transaction that holds one is adding a part to the upload, or ending it.
    @Override
    public List<UploadId> endAbandoned(Duration silence) {
        return PostgresFailures.translated(() -> jdbi.withHandle(handle -> handle.createQuery("""
                        WITH abandoned AS (
                            SELECT id FROM carga_upload
                            WHERE state = 'receiving' AND coalesce(seen_at, opened_at + interval '1 day')
                                < clock_timestamp() - make_interval(secs => :silence)
                            FOR UPDATE SKIP LOCKED
                        )
                        UPDATE carga_upload u
                        SET state = 'interrupted', held = false, closed_at = clock_timestamp(), bytes = (
                            SELECT coalesce(sum(payload_bytes), 0) FROM carga_part p WHERE p.upload_id = u.id)
                        FROM abandoned
                        WHERE u.id = abandoned.id
                        RETURNING u.message_id""")
                .bind("silence", silence.toMillis() / 1000.0)
                .mapTo(UUID.class)
                .map(UploadId::new)
                .list()));
    }
}
