package dev.carga.adapters.postgres.state;

import dev.carga.adapters.postgres.schema.SchemaState;
import dev.carga.application.trace.TracedPart;
import dev.carga.domain.Nullable;
import dev.carga.domain.purchase.Counters;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.PartFailure;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.UploadId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/// Every transition of a part from one state to the next, as SQL. [dev.carga.domain.upload.PartState#on]
/// specifies which transitions there are. Each statement names the state that it starts from, and the CHECKs
/// of `carga_part` reject a row that fits no state.
public final class PartTransitions {

    /// Locks the row of a queued part, unless another transaction holds it.
    private static final String FREE_PART = """
            WITH part AS (
                SELECT p.upload_id, p.number
                FROM carga_part p JOIN carga_upload u ON u.id = p.upload_id
                WHERE u.message_id = :upload AND p.number = :number AND p.state = 'queued'
                FOR UPDATE OF p SKIP LOCKED
            )
            """;

    /// What follows it is updated without waiting for the disk: if the server crashes right after, the counts
    /// of the last moment are lost. The setting ends with the transaction.
    private static final String FROM_FREE_PART_ASYNC =
            "FROM part, (SELECT set_config('synchronous_commit', 'off', true)) AS asynchronous ";

    private static final String IS_PART = "WHERE p.upload_id = part.upload_id AND p.number = part.number";

    private static final String OF_QUEUED_PART =
            " WHERE upload_id = :upload_id AND number = :number AND state = 'queued'";

    private static final Comparator<TracedPart> IN_FILE_ORDER =
            Comparator.comparingInt(queued -> queued.part().number());

    private PartTransitions() {}

    /// Received to queued, for the next parts of an upload, as many as its window allows.
    ///
    /// Does not wait for the disk, hence the setting, which ends with the transaction. If a crash of the
    /// server loses the transition, the part is received, and is found as such.
    ///
    /// @return the parts that are queued now, in the order of the file
    public static List<TracedPart> queueNext(Handle handle, UploadId upload, int window) {
        return handle
                .createQuery("""
                        WITH upload AS (
                            SELECT id, traceparent FROM carga_upload WHERE message_id = :upload AND NOT held
                        ), next AS (
                            SELECT p.upload_id, p.number
                            FROM carga_part p JOIN upload ON p.upload_id = upload.id
                            WHERE p.state = 'received'
                            ORDER BY p.number
                            LIMIT greatest(0, :window - (
                                SELECT count(*) FROM carga_part q JOIN upload ON q.upload_id = upload.id
                                WHERE q.state = 'queued'))
                            FOR UPDATE OF p SKIP LOCKED
                        )
                        UPDATE carga_part p SET state = 'queued', sent_at = clock_timestamp()
                        FROM next, (SELECT set_config('synchronous_commit', 'off', true)) AS asynchronous
                        WHERE p.upload_id = next.upload_id AND p.number = next.number
                        RETURNING p.number, (SELECT traceparent FROM upload)""")
                .bind("upload", upload.value())
                .bind("window", window)
                .map((row, _) ->
                        new TracedPart(new PartRef(upload, row.getInt(1)), StoredStates.trace(row.getString(2))))
                .stream()
                .sorted(IN_FILE_ORDER)
                .toList();
    }

    /// What is stored of a loaded part in addition to its rows.
    ///
    /// @param leftOut       lines that were not loaded, since a row has their CPF
    /// @param issuesKept    number of issues stored
    /// @param rejectedBytes length of the lines stored with them
    public record Loaded(Counters counters, List<Long> leftOut, int issuesKept, long rejectedBytes) {}

    /// Queued to loaded.
    public static void load(Handle handle, int upload, int number, Loaded loaded) {
        handle.createUpdate("""
                        UPDATE carga_part
                        SET state = 'loaded', counters = CAST(:counters AS jsonb), duplicate_lines = :duplicate_lines,
                            payload = NULL, read_by = :read_by, issues_kept = :issues_kept,
                            rejected_bytes = :rejected_bytes, settled_at = clock_timestamp()""" + OF_QUEUED_PART)
                .bind("read_by", SchemaState.NEEDED)
                .bind("issues_kept", loaded.issuesKept())
                .bind("rejected_bytes", loaded.rejectedBytes())
                .bind("counters", StoredStates.toJson(loaded.counters()))
                .bind(
                        "duplicate_lines",
                        loaded.leftOut().isEmpty()
                                ? null
                                : loaded.leftOut().stream().sorted().toArray(Long[]::new))
                .bind("upload_id", upload)
                .bind("number", number)
                .execute();
    }

    /// Queued to failed.
    public static void fail(Handle handle, int upload, int number, PartFailure failure) {
        handle.createUpdate("""
                        UPDATE carga_part
                        SET state = 'failed', failure_code = :code, failure_message = :message, failure_line = :line,
                            failed_by = :failed_by, settled_at = clock_timestamp()""" + OF_QUEUED_PART)
                .bind("failed_by", SchemaState.NEEDED)
                .bind("code", failure.code().key())
                .bind("message", failure.message())
                .bind("line", failure.line())
                .bind("upload_id", upload)
                .bind("number", number)
                .execute();
    }

    /// Queued to failed, for a part whose row no other transaction holds.
    ///
    /// @return whether the part is failed now
    public static boolean giveUp(Handle handle, PartRef part, PartFailure failure) {
        return bind(part, handle.createUpdate(FREE_PART + """
                        UPDATE carga_part p
                        SET state = 'failed', failure_code = :code, failure_message = :message, failure_line = :line,
                            settled_at = clock_timestamp()
                        FROM part\s""" + IS_PART))
                        .bind("code", failure.code().key())
                        .bind("message", failure.message())
                        .bind("line", failure.line())
                        .execute()
                == 1;
    }

    /// Queued to cancelled.
    public static void cancel(Handle handle, int upload, int number) {
        handle.createUpdate("UPDATE carga_part SET state = 'cancelled', payload = NULL, settled_at = clock_timestamp()"
                        + OF_QUEUED_PART)
                .bind("upload_id", upload)
                .bind("number", number)
                .execute();
    }

    /// Received or queued to cancelled, for all parts of an upload whose rows no other transaction holds.
    ///
    /// @return the number of parts
    public static int cancelWaiting(Handle handle, int upload) {
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

    /// Failed to received, for all failed parts of an upload.
    ///
    /// @param policy for these parts; null to keep theirs
    /// @return the number of parts
    public static int retryFailed(Handle handle, int upload, @Nullable DuplicatePolicy policy) {
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

    /// Loaded to undone, for all loaded parts of an upload.
    public static void undo(Handle handle, int upload) {
        handle.createUpdate("UPDATE carga_part SET state = 'undone' WHERE upload_id = :id AND state = 'loaded'")
                .bind("id", upload)
                .execute();
    }

    /// Adds an attempt to a queued part whose row no other transaction holds. Does not wait for the disk.
    ///
    /// @return the attempts counted so far, this one included; empty if the part is not queued or its row is
    ///         held
    public static Optional<Integer> addAttempt(Handle handle, PartRef part) {
        return bind(
                        part,
                        handle.createQuery(FREE_PART + "UPDATE carga_part p SET attempts = attempts + 1 "
                                + FROM_FREE_PART_ASYNC + IS_PART + " RETURNING p.attempts"))
                .mapTo(Integer.class)
                .findOne();
    }

    /// Removes an attempt from a queued part whose row no other transaction holds. Does not wait for the disk.
    ///
    /// @return the number of parts, 0 or 1
    public static int removeAttempt(Handle handle, PartRef part) {
        return bind(
                        part,
                        handle.createUpdate(FREE_PART + "UPDATE carga_part p SET attempts = greatest(0, attempts - 1) "
                                + FROM_FREE_PART_ASYNC + IS_PART))
                .execute();
    }

    private static <S extends SqlStatement<S>> S bind(PartRef part, S statement) {
        return statement.bind("upload", part.upload().value()).bind("number", part.number());
    }

    /// Whether the part is queued, even if a transaction that is loading it holds its row.
    public static boolean isQueued(Handle handle, PartRef part) {
        return bind(part, handle.createQuery("""
                        SELECT EXISTS (
                            SELECT FROM carga_part p JOIN carga_upload u ON u.id = p.upload_id
                            WHERE u.message_id = :upload AND p.number = :number AND p.state = 'queued')""")).mapTo(Boolean.class).one();
    }

    /// Whether any part of the upload is received or queued.
    public static boolean isAnyWaiting(Handle handle, int upload) {
        return handle.createQuery("""
                        SELECT EXISTS (
                            SELECT FROM carga_part WHERE upload_id = :id AND state IN ('received', 'queued'))""").bind("id", upload).mapTo(Boolean.class).one();
    }
}
