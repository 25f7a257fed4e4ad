package dev.carga.adapters.postgres;

import dev.carga.application.control.UploadControl;
import dev.carga.domain.Nullable;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.Withdrawal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/// Whoever acts on an upload holds its row, so that two wishes come one after the other, and each finds what
/// the other has left. Rows of parts are never waited for: who holds one is loading it, and finds the
/// withdrawal when it is next taken.
final class PostgresUploadControl implements UploadControl {

    private final Jdbi jdbi;

    PostgresUploadControl(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// An upload whose row this transaction holds.
    private record HeldUpload(int id, @Nullable Withdrawal withdrawal, boolean receiving, boolean tellsOrigins) {}

    /// What a transaction does with it.
    @FunctionalInterface
    private interface Action {
        Reply on(Handle handle, HeldUpload upload);
    }

    @Override
    public Reply withdraw(UploadId id, Withdrawal withdrawal) {
        return holding(id, (handle, upload) -> {
            if (withdrawal == Withdrawal.UNDONE && !upload.tellsOrigins()) {
                return new Reply.Refused(Refusal.UNDO_WITHOUT_ORIGINS);
            }
            if (changesAnything(handle, upload, withdrawal)) {
                writeDown(handle, upload, withdrawal);
            } else if (upload.withdrawal() == null) {
                return new Reply.Done(0);
            }
            return new Reply.Done(cancelWaiting(handle, upload.id()));
        });
    }

    private static boolean changesAnything(Handle handle, HeldUpload upload, Withdrawal withdrawal) {
        return switch (withdrawal) {
            case UNDONE -> upload.withdrawal() != Withdrawal.UNDONE;
            case CANCELLED -> upload.withdrawal() == null && (upload.receiving() || isPending(handle, upload.id()));
        };
    }

    private static void writeDown(Handle handle, HeldUpload upload, Withdrawal withdrawal) {
        writeDown(handle, upload.id(), withdrawal, null);
    }

    /// @param aborted why, if nobody wished it; null if somebody did
    static void writeDown(Handle handle, int upload, Withdrawal withdrawal, @Nullable String aborted) {
        handle.createUpdate("""
                        UPDATE carga_upload u
                        SET withdrawn = :withdrawal, withdrawn_at = clock_timestamp(), withdrawal_ended_at = NULL,
                            aborted = :aborted, held = false,
                            state = CASE state WHEN 'receiving' THEN 'interrupted' ELSE state END,
                            closed_at = coalesce(closed_at, clock_timestamp()),
                            bytes = coalesce(bytes, (
                                SELECT coalesce(sum(payload_bytes), 0) FROM carga_part p WHERE p.upload_id = u.id))
                        WHERE id = :id""")
                .bind("withdrawal", withdrawal.key())
                .bind("aborted", aborted)
                .bind("id", upload)
                .execute();
    }

    static int cancelWaiting(Handle handle, int upload) {
        return handle.createUpdate("""
                        WITH waiting AS (
                            SELECT upload_id, number FROM carga_part
                            WHERE upload_id = :id AND state IN ('received', 'queued')
                            FOR UPDATE SKIP LOCKED
                        )
                        UPDATE carga_part p
                        SET state = 'cancelled', payload = NULL, settled_at = clock_timestamp()
                        FROM waiting
                        WHERE p.upload_id = waiting.upload_id AND p.number = waiting.number""").bind("id", upload).execute();
    }

    static boolean isPending(Handle handle, int upload) {
        return handle.createQuery("""
                        SELECT EXISTS (
                            SELECT FROM carga_part WHERE upload_id = :id AND state IN ('received', 'queued'))""").bind("id", upload).mapTo(Boolean.class).one();
    }

    @Override
    public Reply retry(UploadId id, @Nullable DuplicatePolicy policy) {
        return holding(
                id,
                (handle, upload) -> upload.withdrawal() != null
                        ? new Reply.Refused(Refusal.RETRY_OF_WITHDRAWN)
                        : new Reply.Done(retryFailed(handle, upload.id(), policy)));
    }

    private static int retryFailed(Handle handle, int upload, @Nullable DuplicatePolicy policy) {
        return handle.createUpdate("""
                        UPDATE carga_part
                        SET state = 'received', failure_code = NULL, failure_message = NULL, failure_line = NULL,
                            sent_at = NULL, settled_at = NULL, attempts = 0, retried_at = clock_timestamp(), failed_by = NULL,
                            on_duplicate = coalesce(CAST(:policy AS text), on_duplicate)
                        WHERE upload_id = :id AND state = 'failed'""")
                .bind("policy", policy == null ? null : policy.key())
                .bind("id", upload)
                .execute();
    }

    @Override
    public List<UploadId> unfinished(int limit) {
        return Failures.translated(() -> jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT message_id FROM carga_upload
                        WHERE withdrawn IS NOT NULL AND withdrawal_ended_at IS NULL
                        ORDER BY withdrawn_at
                        LIMIT :limit""")
                .bind("limit", limit)
                .mapTo(UUID.class)
                .map(UploadId::new)
                .list()));
    }

    @Override
    public Progress finish(UploadId upload) {
        try {
            return jdbi.inTransaction(handle -> RowRemoval.step(handle, upload));
        } catch (JdbiException e) {
            throw Failures.translate(e);
        }
    }

    private Reply holding(UploadId id, Action action) {
        try {
            return jdbi.inTransaction(handle -> {
                Optional<HeldUpload> held = hold(handle, id);
                return held.isEmpty() ? new Reply.Unknown() : action.on(handle, held.get());
            });
        } catch (JdbiException e) {
            throw Failures.translate(e);
        }
    }

    private static Optional<HeldUpload> hold(Handle handle, UploadId id) {
        return handle.createQuery("""
                        SELECT id, withdrawn, state = 'receiving' AS receiving, tells_origins
                        FROM carga_upload WHERE message_id = :upload
                        FOR UPDATE""")
                .bind("upload", id.value())
                .map((row, _) -> new HeldUpload(
                        row.getInt("id"),
                        StoredStates.withdrawal(row.getString("withdrawn")),
                        row.getBoolean("receiving"),
                        row.getBoolean("tells_origins")))
                .findOne();
    }
}
