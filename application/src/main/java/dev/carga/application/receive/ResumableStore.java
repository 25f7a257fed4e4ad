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

/// Keeps uploads whose file comes in several requests. What has come is durable as parts and, behind the last
/// of them, as text: nothing else is spooled. Each call is one transaction and safe to repeat. All throw
/// [dev.carga.application.InfrastructureException] if the store does not answer.
public interface ResumableStore {

    /// What is known of an upload before any of its file is there.
    ///
    /// @param name     the file's name as the sender gave it; for people only
    /// @param length   of the file in bytes; null if it is told later
    /// @param metadata what the sender said besides, to be told again as it came
    record Creation(
            String name,
            UploadOptions options,
            TraceParent trace,
            @Nullable Long length,
            String metadata) {}

    /// Where the reading of a file stands, its head being recognised.
    ///
    /// @param digest the state of the SHA-256 over all that has come, see [ResumableDigest]
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Checkpoint(PartCutter.CutterCheckpoint cutter, TextStream.Held held, byte[] digest) {}

    /// An upload as it is found.
    ///
    /// @param state      [ReceptionState#RECEIVING] as long as it takes more
    /// @param received   how many bytes are durable
    /// @param expires    when it is taken for abandoned, unless more comes
    /// @param layout     null while the head is not whole
    /// @param checkpoint null while the head is not whole, and when nothing more is to come
    /// @param text       behind the last part; while there is no checkpoint, all bytes as they came
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Found(
            ReceptionState state,
            Creation creation,
            long received,
            Instant expires,
            @Nullable Layout layout,
            @Nullable Checkpoint checkpoint,
            byte[] text) {}

    /// What has come since the last time.
    ///
    /// @param received   in all
    /// @param length     null if it is still not told
    /// @param layout     as it was recognised; null if it is not yet
    /// @param parts      those that were cut since
    /// @param checkpoint behind the last part; null while the head is not whole
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record ReceivedState(
            long received,
            @Nullable Long length,
            @Nullable Layout layout,
            List<CutPart> parts,
            @Nullable Checkpoint checkpoint,
            byte[] text) {}

    /// What became of a [#save].
    enum Saved {
        WRITTEN,
        /// Another has taken the upload since.
        TAKEN_OVER,
        /// It takes nothing more: somebody cancelled it, or it was taken for abandoned.
        ENDED
    }

    /// Opens an upload, in state [ReceptionState#RECEIVING], of which nothing is there yet.
    ///
    /// @param life how long it waits for more
    void create(UploadId upload, Creation creation, Duration life);

    /// Finds it, and lets nobody but the holder of this token write to it any more: a request before this one,
    /// whose sender may long be gone, cannot change what is told to the next.
    Optional<Found> take(UploadId upload, UUID token);

    /// Writes down what has come.
    ///
    /// @param life how long it waits for more, from now on
    Saved save(UploadId upload, UUID token, ReceivedState progress, Duration life);

    /// Forgets an upload of which there is no part: its file is none that is taken. One with parts stays.
    void drop(UploadId upload);
}
