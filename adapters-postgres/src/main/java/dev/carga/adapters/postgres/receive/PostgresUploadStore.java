package dev.carga.adapters.postgres.receive;

import com.github.luben.zstd.Zstd;
import dev.carga.adapters.postgres.connection.PostgresFailures;
import dev.carga.adapters.postgres.layout.StoredColumns;
import dev.carga.adapters.postgres.layout.StoredLayout;
import dev.carga.adapters.postgres.layout.StoredOptions;
import dev.carga.adapters.postgres.notify.PostgresWebhookStore;
import dev.carga.adapters.postgres.state.LimitCheck;
import dev.carga.adapters.postgres.state.StoredStates;
import dev.carga.application.InfrastructureException;
import dev.carga.application.receive.UploadStore;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.CutPart;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/// Every call makes its changes in one transaction. A repeated call finds what the first one stored and
/// leaves it unchanged.
public final class PostgresUploadStore implements UploadStore {

    /// The cheapest level already reduces the size to an eighth.
    private static final int ZSTD_LEVEL = 1;

    private final Jdbi jdbi;

    public PostgresUploadStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public void open(UploadId upload, Opening opening) {
        @Nullable String webhook = opening.options().webhook();
        @Nullable UploadId corrects = opening.options().corrects();
        PostgresFailures.translated(() -> jdbi.withHandle(handle -> handle.createUpdate("""
                        WITH opened AS (
                            INSERT INTO carga_upload (message_id, name, layout, options, on_duplicate, on_invalid,
                                on_unreadable, max_rejects, max_flaws, on_abort, dry_run, corrects, traceparent, seen_at)
                            VALUES (:upload, :name, CAST(:layout AS jsonb), CAST(:options AS jsonb), :on_duplicate, :on_invalid,
                                :on_unreadable, :max_rejects, :max_flaws, :on_abort, :dry_run, CAST(:corrects AS uuid),
                                :traceparent, clock_timestamp())
                            ON CONFLICT DO NOTHING
                            RETURNING id
                        ) <webhook>""")
                .define("webhook", webhook == null ? PostgresWebhookStore.DELETE : PostgresWebhookStore.INSERT)
                .bind("upload", upload.value())
                .bind("name", opening.name().replace("\0", ""))
                .bind("layout", StoredLayout.toJson(opening.layout()))
                .bind("options", StoredOptions.toJson(opening.options().layout()))
                .bindMap(StoredStates.columns(opening.options().rules()))
                .bind("corrects", corrects == null ? null : corrects.value())
                .bind("traceparent", opening.trace().toString())
                .bindMap(webhook == null ? Map.of() : Map.of("webhook", webhook))
                .execute()));
    }

    @Override
    public Optional<Corrected> corrected(UploadId upload) {
        return PostgresFailures.translated(() -> jdbi.withHandle(
                handle -> handle.createQuery("SELECT layout::text FROM carga_upload WHERE message_id = :upload")
                        .bind("upload", upload.value())
                        .map((row, _) -> new Corrected(StoredLayout.read(row.getString(1))))
                        .findOne()));
    }

    @Override
    public boolean add(UploadId upload, CutPart part) {
        byte[] payload = Zstd.compress(part.bytes(), ZSTD_LEVEL);
        // Locks the row of the upload so that it is not closed meanwhile. A part that is there already
        // counts as added.
        @Nullable
        Boolean added = PostgresFailures.translated(() -> jdbi.withHandle(handle -> handle.createQuery("""
                        WITH upload AS (
                            SELECT id FROM carga_upload
                            WHERE message_id = :upload
                              AND (state = 'receiving' OR EXISTS (
                                  SELECT 1 FROM carga_part p WHERE p.upload_id = carga_upload.id AND p.number = :number))
                            FOR SHARE
                        ), added AS (
                            INSERT INTO carga_part
                                (upload_id, number, first_line, line_count, columns, payload_bytes, payload, needs_version)
                            SELECT id, :number, :first_line, :line_count, CAST(:columns AS jsonb), :payload_bytes, :payload,
                                :needs_version
                            FROM upload
                            ON CONFLICT DO NOTHING
                        )
                        SELECT EXISTS (SELECT FROM upload) FROM carga_upload WHERE message_id = :upload""")
                .bind("upload", upload.value())
                .bind("number", part.number())
                .bind("first_line", part.firstLine())
                .bind("line_count", part.rows())
                .bind("columns", StoredColumns.toJson(part.columns()))
                .bind("payload_bytes", part.bytes().length)
                .bind("payload", payload)
                .bind("needs_version", StoredLayout.NEEDS_VERSION)
                .mapTo(Boolean.class)
                .findOne()
                .orElse(null)));
        if (added == null) {
            throw new InfrastructureException.Permanent("No such upload: " + upload, null);
        }
        return added;
    }

    @Override
    public Optional<String> abortion(UploadId upload) {
        return PostgresFailures.translated(() -> jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT aborted FROM carga_upload WHERE message_id = :upload AND aborted IS NOT NULL")
                .bind("upload", upload.value())
                .mapTo(String.class)
                .findOne()));
    }

    @Override
    public ReceptionState close(UploadId upload, ReceptionState end, long bytes, @Nullable String sha256) {
        return PostgresFailures.translated(() -> jdbi.inTransaction(handle -> {
            handle.createUpdate("""
                            UPDATE carga_upload
                            SET state = :end, bytes = :bytes, sha256 = :sha256, closed_at = now(), held = false
                            WHERE message_id = :upload AND state = 'receiving'""")
                    .bind("upload", upload.value())
                    .bind("end", end.key())
                    .bind("bytes", bytes)
                    .bind("sha256", sha256)
                    .execute();
            LimitCheck.check(handle, upload);
            // The first end state never changes, so a second statement reads the same one.
            return handle.createQuery("SELECT state FROM carga_upload WHERE message_id = :upload")
                    .bind("upload", upload.value())
                    .mapTo(String.class)
                    .map(StoredStates::uploadState)
                    .findOne()
                    .orElseThrow(() -> new InfrastructureException.Permanent("No such upload: " + upload, null));
        }));
    }
}
