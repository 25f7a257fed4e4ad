package dev.carga.adapters.postgres;

import com.github.luben.zstd.Zstd;
import dev.carga.application.InfrastructureException;
import dev.carga.application.receive.UploadStore;
import dev.carga.domain.layout.CutPart;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.UploadState;
import org.jdbi.v3.core.Jdbi;

/// Every call is one statement, so one transaction; a repeated one meets what the first left and leaves it alone.
final class PostgresUploadStore implements UploadStore {

    /// The cheapest level still takes seven eighths away.
    private static final int ZSTD_LEVEL = 1;

    private final Jdbi jdbi;

    PostgresUploadStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public void open(UploadId upload, String name, DuplicatePolicy policy) {
        Failures.translated(() -> jdbi.withHandle(handle -> handle.createUpdate("""
                        INSERT INTO carga_upload (message_id, name, on_duplicate)
                        VALUES (:upload, :name, :on_duplicate)
                        ON CONFLICT DO NOTHING""")
                .bind("upload", upload.value())
                .bind("name", name.replace("\0", ""))
                .bind("on_duplicate", policy.key())
                .execute()));
    }

    @Override
    public void add(UploadId upload, CutPart part) {
        byte[] payload = Zstd.compress(part.bytes(), ZSTD_LEVEL);
        // The upload's row is locked against being closed meanwhile. A part that is there already counts as added.
        int found = Failures.translated(() -> jdbi.withHandle(handle -> handle.createQuery("""
                        WITH upload AS (
                            SELECT id FROM carga_upload
                            WHERE message_id = :upload
                              AND (state = 'receiving' OR EXISTS (
                                  SELECT 1 FROM carga_part p WHERE p.upload_id = carga_upload.id AND p.number = :number))
                            FOR SHARE
                        ), added AS (
                            INSERT INTO carga_part (upload_id, number, first_line, line_count, payload_bytes, payload)
                            SELECT id, :number, :first_line, :line_count, :payload_bytes, :payload FROM upload
                            ON CONFLICT DO NOTHING
                        )
                        SELECT count(*) FROM upload""")
                .bind("upload", upload.value())
                .bind("number", part.number())
                .bind("first_line", part.firstLine())
                .bind("line_count", part.rows())
                .bind("payload_bytes", part.bytes().length)
                .bind("payload", payload)
                .mapTo(Integer.class)
                .one()));
        if (found == 0) {
            throw new InfrastructureException.Permanent("Upload " + upload + " takes no parts", null);
        }
    }

    @Override
    public void close(UploadId upload, UploadState end, long bytes) {
        Failures.translated(() -> jdbi.withHandle(handle -> handle.createUpdate("""
                        UPDATE carga_upload SET state = :end, bytes = :bytes, closed_at = now()
                        WHERE message_id = :upload AND state = 'receiving'""")
                .bind("upload", upload.value())
                .bind("end", end.key())
                .bind("bytes", bytes)
                .execute()));
    }
}
