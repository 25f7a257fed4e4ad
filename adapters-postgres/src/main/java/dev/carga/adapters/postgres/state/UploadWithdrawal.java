package dev.carga.adapters.postgres.state;

import dev.carga.domain.Nullable;
import dev.carga.domain.upload.Withdrawal;
import org.jdbi.v3.core.Handle;

/// Records in the row of an upload that it is withdrawn, so that no more of it is loaded.
public final class UploadWithdrawal {

    private UploadWithdrawal() {}

    /// Also ends the receiving of the upload.
    ///
    /// @param aborted why Carga itself withdraws the upload, as a stable code; null if a user does
    public static void write(Handle handle, int upload, Withdrawal withdrawal, @Nullable String aborted) {
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
}
