package dev.carga.adapters.postgres.receive;

import com.github.luben.zstd.Zstd;
import dev.carga.adapters.postgres.connection.PostgresFailures;
import dev.carga.adapters.postgres.layout.StoredColumns;
import dev.carga.adapters.postgres.layout.StoredLayout;
import dev.carga.adapters.postgres.layout.StoredOptions;
import dev.carga.adapters.postgres.notify.PostgresWebhookStore;
import dev.carga.adapters.postgres.state.StoredStates;
import dev.carga.application.InfrastructureException;
import dev.carga.application.receive.ResumableStore;
import dev.carga.application.receive.UploadOptions;
import dev.carga.application.trace.TraceParent;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.CutPart;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.PreparedBatch;

/// Stores parts, and the checkpoint behind them, in one transaction. A write locks the upload's rows, so that a
/// request that takes the upload over waits for the end of that write, and for no more than that. The time
/// until which an upload waits for more of its file is in `seen_at`, in the future: no version of this program
/// takes the upload for abandoned before then.
public final class PostgresResumableStore implements ResumableStore {

    /// The cheapest level still saves seven eighths.
    private static final int ZSTD_LEVEL = 1;

    private final Jdbi jdbi;

    public PostgresResumableStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// An existing row of that id belongs to no upload: `carga_upload` was emptied, and its ids began anew.
    @Override
    public void create(UploadId upload, Creation creation, Duration life) {
        @Nullable String webhook = creation.options().webhook();
        @Nullable UploadId corrects = creation.options().corrects();
        PostgresFailures.translated(() -> jdbi.withHandle(handle -> handle.createUpdate("""
                        WITH opened AS (
                            INSERT INTO carga_upload (message_id, name, options, on_duplicate, on_invalid, on_unreadable,
                                max_rejects, max_flaws, on_abort, dry_run, corrects, traceparent, seen_at)
                            VALUES (:upload, :name, CAST(:options AS jsonb), :on_duplicate, :on_invalid, :on_unreadable,
                                :max_rejects, :max_flaws, :on_abort, :dry_run, CAST(:corrects AS uuid),
                                :traceparent, clock_timestamp() + make_interval(secs => :life))
                            ON CONFLICT DO NOTHING
                            RETURNING id
                        ), resumable AS (
                            INSERT INTO carga_resumable (upload_id, length, metadata, text)
                            SELECT id, :length, :metadata, '' FROM opened
                            ON CONFLICT (upload_id) DO UPDATE
                            SET length = excluded.length, received = 0, metadata = excluded.metadata, token = NULL,
                                checkpoint = NULL, text = ''
                        ) <webhook>""")
                .define("webhook", webhook == null ? PostgresWebhookStore.DELETE : PostgresWebhookStore.INSERT)
                .bindMap(webhook == null ? Map.of() : Map.of("webhook", webhook))
                .bind("upload", upload.value())
                .bind("name", creation.name().replace("\0", ""))
                .bind("options", StoredOptions.toJson(creation.options().layout()))
                .bindMap(StoredStates.columns(creation.options().rules()))
                .bind("corrects", corrects == null ? null : corrects.value())
                .bind("traceparent", creation.trace().toString())
                .bind("life", seconds(life))
                .bind("length", creation.length())
                .bind("metadata", creation.metadata())
                .execute()));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    @Override
    public Optional<Found> find(UploadId upload) {
        return inTransaction(handle -> find(handle, upload));
    }

    @Override
    public Optional<Found> takeOver(UploadId upload, UUID token) {
        return inTransaction(handle -> {
            // A statement of its own waits for a write in progress, so that the next one reads what that has left.
            int taken = handle.createUpdate("""
                            UPDATE carga_resumable r SET token = :token
                            FROM carga_upload u WHERE u.id = r.upload_id AND u.message_id = :upload""")
                    .bind("upload", upload.value())
                    .bind("token", token)
                    .execute();
            return taken == 0 ? Optional.empty() : find(handle, upload);
        });
    }

    private static Optional<Found> find(Handle handle, UploadId upload) {
        return handle.createQuery("""
                        SELECT u.state, u.withdrawn, u.name, u.layout::text AS layout, u.traceparent, u.seen_at,
                            u.options::text AS options, <rules>, u.corrects,
                            r.length, r.received, r.metadata, r.checkpoint::text AS checkpoint, r.text
                        FROM carga_upload u JOIN carga_resumable r ON r.upload_id = u.id
                        WHERE u.message_id = :upload""")
                .define("rules", StoredStates.RULES_COLUMNS)
                .bind("upload", upload.value())
                .map((row, _) -> found(row))
                .findOne();
    }

    private static Found found(ResultSet row) throws SQLException {
        @Nullable TraceParent trace = StoredStates.trace(row.getString("traceparent"));
        long length = row.getLong("length");
        @Nullable Long lengthOrNull = row.wasNull() ? null : length;
        Creation creation = new Creation(
                row.getString("name"),
                options(row),
                Objects.requireNonNull(trace),
                lengthOrNull,
                row.getString("metadata"));
        byte @Nullable [] text = row.getBytes("text");
        return new Found(
                StoredStates.uploadState(row.getString("state")),
                creation,
                row.getLong("received"),
                row.getTimestamp("seen_at").toInstant(),
                StoredLayout.read(row.getString("layout")),
                StoredCheckpoint.read(row.getString("checkpoint")),
                text == null || text.length == 0
                        ? new byte[0]
                        : Zstd.decompress(text, Math.toIntExact(Zstd.getFrameContentSize(text))));
    }

    /// The webhook and the policy for repeats are only used when the upload is created.
    private static UploadOptions options(ResultSet row) throws SQLException {
        UploadOptions rules = UploadOptions.of(StoredStates.loadingRules(row));
        return new UploadOptions(
                rules.rules(),
                StoredOptions.read(row.getString("options")),
                rules.allowRepeat(),
                rules.webhook(),
                StoredStates.corrects(row));
    }

    @Override
    public Saved save(UploadId upload, UUID token, ReceivedState state, Duration life) {
        return inTransaction(handle -> {
            Locked locked = handle.createQuery("""
                            SELECT u.id, u.state, coalesce(r.token = :token, false) AS token_valid
                            FROM carga_upload u JOIN carga_resumable r ON r.upload_id = u.id
                            WHERE u.message_id = :upload
                            FOR NO KEY UPDATE""")
                    .bind("upload", upload.value())
                    .bind("token", token)
                    .map((row, _) -> new Locked(
                            row.getInt("id"),
                            StoredStates.uploadState(row.getString("state")),
                            row.getBoolean("token_valid")))
                    .findOne()
                    .orElseThrow(() -> new InfrastructureException.Permanent("There is no upload " + upload, null));
            if (locked.state() != ReceptionState.RECEIVING) {
                return Saved.ENDED;
            }
            if (!locked.tokenValid()) {
                return Saved.TAKEN_OVER;
            }
            write(handle, locked.id(), state, life);
            return Saved.WRITTEN;
        });
    }

    /// The rows of an upload that this transaction has locked.
    private record Locked(int id, ReceptionState state, boolean tokenValid) {}

    private static void write(Handle handle, int id, ReceivedState state, Duration life) {
        handle.createUpdate("""
                        UPDATE carga_upload
                        SET seen_at = clock_timestamp() + make_interval(secs => :life),
                            layout = coalesce(CAST(:layout AS jsonb), layout)
                        WHERE id = :id""")
                .bind("id", id)
                .bind("life", seconds(life))
                .bind("layout", state.layout() == null ? null : StoredLayout.toJson(state.layout()))
                .execute();
        addParts(handle, id, state.parts());
        handle.createUpdate("""
                        UPDATE carga_resumable
                        SET received = :received, length = :length, checkpoint = CAST(:checkpoint AS jsonb), text = :text
                        WHERE upload_id = :id""")
                .bind("id", id)
                .bind("received", state.received())
                .bind("length", state.length())
                .bind("checkpoint", state.checkpoint() == null ? null : StoredCheckpoint.toJson(state.checkpoint()))
                .bind("text", state.text().length == 0 ? null : Zstd.compress(state.text(), ZSTD_LEVEL))
                .execute();
    }

    private static void addParts(Handle handle, int id, List<CutPart> parts) {
        if (parts.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch("""
                INSERT INTO carga_part
                    (upload_id, number, first_line, line_count, columns, payload_bytes, payload, needs_version)
                VALUES (:id, :number, :first_line, :line_count, CAST(:columns AS jsonb), :payload_bytes, :payload,
                    :needs_version)
                ON CONFLICT DO NOTHING""");
        for (CutPart part : parts) {
            batch.bind("id", id)
                    .bind("number", part.number())
                    .bind("first_line", part.firstLine())
                    .bind("line_count", part.rows())
                    .bind("columns", StoredColumns.toJson(part.columns()))
                    .bind("needs_version", StoredLayout.NEEDS_VERSION)
                    .bind("payload_bytes", part.bytes().length)
                    .bind("payload", Zstd.compress(part.bytes(), ZSTD_LEVEL))
                    .add();
        }
        batch.execute();
    }

    @Override
    public void drop(UploadId upload) {
        inTransaction(handle -> {
            List<Integer> dropped = handle.createQuery("""
                            DELETE FROM carga_upload u
                            WHERE message_id = :upload AND NOT EXISTS (SELECT FROM carga_part p WHERE p.upload_id = u.id)
                            RETURNING id""")
                    .bind("upload", upload.value())
                    .mapTo(Integer.class)
                    .list();
            for (int id : dropped) {
                handle.execute("DELETE FROM carga_resumable WHERE upload_id = ?", id);
                handle.execute("DELETE FROM carga_webhook WHERE upload_id = ?", id);
            }
            return dropped;
        });
    }

    private <T> T inTransaction(HandleCallback<T, RuntimeException> work) {
        try {
            return jdbi.inTransaction(work);
        } catch (JdbiException e) {
            throw PostgresFailures.translate(e);
        }
    }
}
