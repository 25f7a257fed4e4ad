package dev.carga.application.receive;

import dev.carga.application.trace.TraceParent;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.CutPart;
import dev.carga.domain.layout.Layout;
import dev.carga.domain.layout.PartCutter;
import dev.carga.domain.layout.TextStream;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Stores uploads whose file comes in several requests. The bytes that came are durable as parts and, behind
/// the last part, as text; there is no spool file. Each call is one transaction and idempotent. All throw
/// [dev.carga.application.InfrastructureException] if the store is away.
public interface ResumableStore {

    /// What is known of an upload before any of its file is there.
    ///
    /// @param name     the file's name as the sender gave it; for display only
    /// @param length   of the file in bytes; null if a later request gives it
    /// @param metadata of the sender, returned unchanged
    record Creation(
            String name,
            UploadOptions options,
            TraceParent trace,
            @Nullable Long length,
            String metadata) {}

    /// The state of the reader of a file whose layout is recognised.
    ///
    /// @param digest the state of the SHA-256 over all bytes that came, see [ResumableDigest]
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Checkpoint(PartCutter.CutterCheckpoint cutter, TextStream.Held held, byte[] digest) {}

    /// A stored upload.
    ///
    /// @param state      [ReceptionState#RECEIVING] as long as it takes more bytes
    /// @param received   how many bytes are durable
    /// @param expires    when it is ended as abandoned, unless more bytes come
    /// @param layout     null until the head is complete
    /// @param checkpoint null until the head is complete, and when no more bytes are to come
    /// @param text       behind the last part; while there is no checkpoint, all bytes, undecoded
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Found(
            ReceptionState state,
            Creation creation,
            long received,
            Instant expires,
            @Nullable Layout layout,
            @Nullable Checkpoint checkpoint,
            byte[] text) {}

    /// The state after more bytes came.
    ///
    /// @param received   how many bytes in all
    /// @param length     of the file in bytes; null if the sender has not given it yet
    /// @param layout     null until it is recognised
    /// @param parts      those that were cut since the state before
    /// @param checkpoint behind the last part; null until the head is complete
    /// @param text       as in [Found]
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record ReceivedState(
            long received,
            @Nullable Long length,
            @Nullable Layout layout,
            List<CutPart> parts,
            @Nullable Checkpoint checkpoint,
            byte[] text) {}

    /// The result of a [#save].
    enum Saved {
        WRITTEN,
        /// Another request has taken the upload over since; nothing was written.
        TAKEN_OVER,
        /// The upload takes no more bytes: it was cancelled, or ended as abandoned. Nothing was written.
        ENDED
    }

    /// Opens an upload, in state [ReceptionState#RECEIVING], of which no byte is there yet.
    ///
    /// @param life how long it waits for bytes
    void create(UploadId upload, Creation creation, Duration life);

    /// Reads an upload. Changes nothing; a holder of a token keeps it.
    Optional<Found> find(UploadId upload);

    /// Reads an upload and makes this the one token with which it can be written to. A request with an
    /// earlier token, whose sender may be gone, cannot change any more what is read here.
    ///
    /// @param token new for each request: a fencing token
    Optional<Found> takeOver(UploadId upload, UUID token);

    /// Stores the parts and the state behind them together, if the token is still valid.
    ///
    /// @param life how long the upload waits for more bytes, from now on
    Saved save(UploadId upload, UUID token, ReceivedState state, Duration life);

    /// Deletes an upload without parts, whose file cannot be accepted. An upload with parts stays.
    void drop(UploadId upload);
}
