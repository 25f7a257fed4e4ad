package dev.carga.adapters.postgres.control;

import dev.carga.adapters.postgres.connection.PostgresFailures;
import dev.carga.adapters.postgres.rows.RowRemoval;
import dev.carga.adapters.postgres.state.PartTransitions;
import dev.carga.adapters.postgres.state.StoredStates;
import dev.carga.adapters.postgres.state.UploadWithdrawal;
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

/// Each request locks the row of its upload, so that concurrent requests for one upload run one after the
/// other. No request waits for the row of a part: the transaction that holds it is loading the part. A part
/// that is not loaded then is cancelled when a worker locks it next.
public final class PostgresUploadControl implements UploadControl {

    private final Jdbi jdbi;

    public PostgresUploadControl(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// The row of an upload, locked by the current transaction.
    ///
    /// @param hasOrigins whether the version that loaded the upload recorded which rows it added
    private record LockedUpload(int id, @Nullable Withdrawal withdrawal, boolean receiving, boolean hasOrigins) {}

    /// A change of a locked upload.
    @FunctionalInterface
    private interface Action {
        ControlResult apply(Handle handle, LockedUpload upload);
    }

    @Override
    public ControlResult withdraw(UploadId id, Withdrawal withdrawal) {
        return locked(id, (handle, upload) -> {
            if (withdrawal == Withdrawal.UNDONE && !upload.hasOrigins()) {
                return new ControlResult.Conflict(Refusal.UNDO_WITHOUT_ORIGINS);
            }
            if (changesAnything(handle, upload, withdrawal)) {
                UploadWithdrawal.write(handle, upload.id(), withdrawal, null);
            } else if (upload.withdrawal() == null) {
                return new ControlResult.Done(0);
            }
            return new ControlResult.Done(PartTransitions.cancelWaiting(handle, upload.id()));
        });
    }

    private static boolean changesAnything(Handle handle, LockedUpload upload, Withdrawal withdrawal) {
        return switch (withdrawal) {
            case UNDONE -> upload.withdrawal() != Withdrawal.UNDONE;
            case CANCELLED ->
                upload.withdrawal() == null
                        && (upload.receiving() || PartTransitions.isAnyWaiting(handle, upload.id()));
        };
    }

    @Override
    public ControlResult retry(UploadId id, @Nullable DuplicatePolicy policy) {
        return locked(
                id,
                (handle, upload) -> upload.withdrawal() != null
                        ? new ControlResult.Conflict(Refusal.RETRY_OF_WITHDRAWN)
                        : new ControlResult.Done(PartTransitions.retryFailed(handle, upload.id(), policy)));
    }

    @Override
    public List<UploadId> unfinished(int limit) {
        return PostgresFailures.translated(() -> jdbi.withHandle(handle -> handle.createQuery("""
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
    public WithdrawalProgress finish(UploadId upload) {
        try {
            return jdbi.inTransaction(handle -> RowRemoval.step(handle, upload));
        } catch (JdbiException e) {
            throw PostgresFailures.translate(e);
        }
    }

    private ControlResult locked(UploadId id, Action action) {
        try {
            return jdbi.inTransaction(handle -> {
                Optional<LockedUpload> upload = lock(handle, id);
                return upload.isEmpty() ? new ControlResult.Unknown() : action.apply(handle, upload.get());
            });
        } catch (JdbiException e) {
            throw PostgresFailures.translate(e);
        }
    }

    private static Optional<LockedUpload> lock(Handle handle, UploadId id) {
        return handle.createQuery("""
                        SELECT id, withdrawn, state = 'receiving' AS receiving, tells_origins
                        FROM carga_upload WHERE message_id = :upload
                        FOR UPDATE""")
                .bind("upload", id.value())
                .map((row, _) -> new LockedUpload(
                        row.getInt("id"),
                        StoredStates.withdrawal(row.getString("withdrawn")),
                        row.getBoolean("receiving"),
                        row.getBoolean("tells_origins")))
                .findOne();
    }
}
