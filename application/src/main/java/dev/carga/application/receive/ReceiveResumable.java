package dev.carga.application.receive;

import dev.carga.application.RetryPolicy;
import dev.carga.application.dispatch.DispatchParts;
import dev.carga.application.receive.ResumableStore.Creation;
import dev.carga.application.receive.ResumableStore.Found;
import dev.carga.application.trace.TraceParent;
import dev.carga.domain.Nullable;
import dev.carga.domain.dialect.DateRange;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Receives a file in any number of requests. Each resumes at the last durable byte, in any process, and its
/// bytes are cut into parts at once, as by [ReceiveUpload]: a request that breaks off loses nothing that
/// came, a process that dies at most what came behind the last part. The last request wins: it takes the
/// upload over, and an earlier one, whose sender may be gone without a trace, stores nothing more. Safe to
/// call from several threads.
public final class ReceiveResumable {

    /// How long an upload waits for more of its file, unless the settings say otherwise.
    public static final Duration DEFAULT_LIFE = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(ReceiveResumable.class);

    private final Dependencies dependencies;
    private final DispatchParts dispatchParts;
    private final RetryPolicy retryPolicy;
    private final ReceivingMeter meter;

    /// The ports and settings of the use case.
    ///
    /// @param dates    gives the dates that a purchase may have; called once a file
    /// @param maxBytes of a file
    /// @param life     how long an upload waits for more of its file
    public record Dependencies(
            ResumableStore resumables,
            UploadStore uploads,
            ReceivingMemory memory,
            ReceiveUpload.Ids ids,
            ResumableDigest.Factory digests,
            Supplier<DateRange> dates,
            long maxBytes,
            Duration life) {}

    /// The state of an upload, or why a request did not change it.
    public sealed interface AppendResult {

        /// The upload exists and was not ended.
        ///
        /// @param received how many bytes are durable
        /// @param length   of the file in bytes; null if the sender has not given it yet
        /// @param metadata as the sender gave it
        /// @param expires  when the upload is ended as abandoned, unless more bytes come
        record UploadOffset(long received, @Nullable Long length, String metadata, Instant expires)
                implements AppendResult {

            /// Whether all of the file is durable.
            public boolean isWhole() {
                return length != null && received == length;
            }
        }

        /// There is no such upload.
        record Unknown() implements AppendResult {}

        /// The upload takes no more bytes, and its file never was whole: it was cancelled, undone, or
        /// abandoned.
        record Gone() implements AppendResult {}

        /// The body begins elsewhere than at the upload's offset.
        record WrongOffset(long received) implements AppendResult {}

        /// The request gives another length than an earlier one, or less than was received.
        record LengthConflict(long length) implements AppendResult {}

        /// The body is longer than the rest of the file. Nothing behind the last durable byte is kept.
        record BodyExceedsFile(long length) implements AppendResult {}

        /// Another request has taken the upload over in the meantime.
        record TakenOver() implements AppendResult {}

        /// The file cannot be accepted. Its upload is deleted; if it is too large, only ended.
        ///
        /// @param name of the file
        record FileRefused(String name, ReceiveResult result) implements AppendResult {}
    }

    public ReceiveResumable(
            Dependencies dependencies, DispatchParts dispatchParts, RetryPolicy retryPolicy, ReceivingMeter meter) {
        this.dependencies = dependencies;
        this.dispatchParts = dispatchParts;
        this.retryPolicy = retryPolicy;
        this.meter = meter;
    }

    /// Opens an upload for a file of which no byte is there yet.
    ///
    /// @param name     as the sender gave it
    /// @param sender   the trace that the sender gave, or null
    /// @param length   of the file in bytes; null if a later request gives it
    /// @param metadata is returned unchanged
    public UploadId create(
            String name, UploadOptions options, @Nullable TraceParent sender, @Nullable Long length, String metadata) {
        UploadId upload = dependencies.ids().uploads().get();
        TraceParent trace =
                sender == null ? TraceParent.begin(dependencies.ids().traces()) : sender;
        UploadOptions correcting = Correction.of(name, options.corrects(), this::corrected)
                .map(correction -> options.correcting(correction.corrects()))
                .orElse(options);
        Creation creation = new Creation(name, correcting, trace, length, metadata);
        retryPolicy.run(
                "step=create upload=" + upload,
                () -> dependencies.resumables().create(upload, creation, dependencies.life()));
        LOG.info(
                "event=upload_created upload={} trace={} bytes={} dry_run={}",
                upload,
                trace.traceId(),
                length,
                options.rules().dryRun());
        return upload;
    }

    private Optional<UploadStore.Corrected> corrected(UploadId upload) {
        return retryPolicy.call(
                "step=find_corrected upload=" + upload,
                () -> dependencies.uploads().corrected(upload));
    }

    /// Reads how much of the file is durable, and changes nothing. A request that is writing goes on, so that
    /// the offset may grow at any moment.
    ///
    /// @return [AppendResult.UploadOffset], [AppendResult.Gone] or [AppendResult.Unknown]
    public AppendResult find(UploadId upload) {
        return retryPolicy
                .call(
                        "step=find upload=" + upload,
                        () -> dependencies.resumables().find(upload))
                .map(ReceiveResumable::stateOf)
                .orElseGet(AppendResult.Unknown::new);
    }

    /// Takes the upload over from a request that is still writing, and returns how much of the file is
    /// durable. The offset stays so until the next request: the earlier one stores nothing more, even if its
    /// connection is dead and nobody has noticed yet. Closes an upload whose file is whole and whose process
    /// died before it did so.
    ///
    /// @return [AppendResult.UploadOffset], [AppendResult.Gone] or [AppendResult.Unknown]
    public AppendResult takeOver(UploadId upload) {
        return takeOver(upload, UUID.randomUUID())
                .map(found -> closeIfWhole(upload, found))
                .orElseGet(AppendResult.Unknown::new);
    }

    /// Takes the upload over and receives more of its file.
    ///
    /// @param offset where in the file the body begins
    /// @param length of the file, if this request gives it
    /// @param body   not closed here
    /// @throws IOException if the body breaks off; the bytes that came are durable
    /// @throws dev.carga.application.InfrastructureException if the store stays away longer than the retry
    ///         policy allows
    public AppendResult append(UploadId upload, long offset, @Nullable Long length, InputStream body)
            throws IOException {
        UUID token = UUID.randomUUID();
        Optional<Found> taken = takeOver(upload, token);
        if (taken.isEmpty()) {
            return new AppendResult.Unknown();
        }
        Found found = taken.get();
        if (found.state() == ReceptionState.INTERRUPTED) {
            return new AppendResult.Gone();
        }
        if (offset != found.received()) {
            return new AppendResult.WrongOffset(found.received());
        }
        @Nullable Long known = found.creation().length();
        if (length != null && known != null && !known.equals(length)) {
            return new AppendResult.LengthConflict(known);
        }
        if (found.state() == ReceptionState.RECEIVED || (known != null && known == found.received())) {
            return body.read() < 0 ? closeIfWhole(upload, found) : new AppendResult.BodyExceedsFile(found.received());
        }
        @Nullable Long fileLength = known == null ? length : known;
        if (fileLength != null && fileLength < offset) {
            return new AppendResult.LengthConflict(offset);
        }
        return read(upload, token, found, fileLength, body);
    }

    private AppendResult read(UploadId upload, UUID token, Found found, @Nullable Long length, InputStream body)
            throws IOException {
        long start = System.nanoTime();
        meter.begin();
        ReceivingMeter.End end = ReceivingMeter.End.INTERRUPTED;
        ResumedReception.Stores stores =
                new ResumedReception.Stores(state -> save(upload, token, state), this::corrected);
        try (ResumedReception reception = new ResumedReception(found, length, dependencies, stores, meter)) {
            AppendResult result = reception.read(body);
            end = endOf(result);
            if (result instanceof AppendResult.UploadOffset offset && offset.isWhole()) {
                return close(upload, found.creation().trace(), offset, reception.sha256());
            }
            if (result instanceof AppendResult.FileRefused refused) {
                discard(upload, refused);
            }
            return result;
        } finally {
            meter.end(end, Duration.ofNanos(System.nanoTime() - start));
        }
    }

    private static ReceivingMeter.End endOf(AppendResult result) {
        return switch (result) {
            case AppendResult.UploadOffset offset ->
                offset.isWhole() ? ReceivingMeter.End.RECEIVED : ReceivingMeter.End.PAUSED;
            case AppendResult.FileRefused _ -> ReceivingMeter.End.REFUSED;
            case AppendResult.Unknown _,
                    AppendResult.Gone _,
                    AppendResult.WrongOffset _,
                    AppendResult.LengthConflict _,
                    AppendResult.BodyExceedsFile _,
                    AppendResult.TakenOver _ -> ReceivingMeter.End.INTERRUPTED;
        };
    }

    private ResumableStore.Saved save(UploadId upload, UUID token, ResumableStore.ReceivedState state) {
        ResumableStore.Saved saved = retryPolicy.call(
                "step=save upload=" + upload,
                () -> dependencies.resumables().save(upload, token, state, dependencies.life()));
        if (saved == ResumableStore.Saved.WRITTEN && !state.parts().isEmpty()) {
            dispatchParts.dispatch(upload);
        }
        return saved;
    }

    private Optional<Found> takeOver(UploadId upload, UUID token) {
        return retryPolicy.call(
                "step=take upload=" + upload, () -> dependencies.resumables().takeOver(upload, token));
    }

    private static AppendResult stateOf(Found found) {
        if (found.state() == ReceptionState.INTERRUPTED) {
            return new AppendResult.Gone();
        }
        Creation creation = found.creation();
        @Nullable
        Long length = found.state() == ReceptionState.RECEIVED ? Long.valueOf(found.received()) : creation.length();
        return new AppendResult.UploadOffset(found.received(), length, creation.metadata(), found.expires());
    }

    /// A file may be whole and its upload not closed: the process died in between.
    private AppendResult closeIfWhole(UploadId upload, Found found) {
        AppendResult state = stateOf(found);
        ResumableStore.@Nullable Checkpoint checkpoint = found.checkpoint();
        if (found.state() == ReceptionState.RECEIVING
                && checkpoint != null
                && state instanceof AppendResult.UploadOffset offset
                && offset.isWhole()) {
            byte[] sha256 = dependencies.digests().resume(checkpoint.digest()).digest();
            return close(upload, found.creation().trace(), offset, sha256);
        }
        return state;
    }

    private AppendResult close(UploadId upload, TraceParent trace, AppendResult.UploadOffset whole, byte[] sha256) {
        String digest = HexFormat.of().formatHex(sha256);
        ReceptionState state = retryPolicy.call(
                "step=close upload=" + upload,
                () -> dependencies.uploads().close(upload, ReceptionState.RECEIVED, whole.received(), digest));
        if (state != ReceptionState.RECEIVED) {
            return new AppendResult.Gone();
        }
        LOG.info("event=upload_received upload={} trace={} bytes={}", upload, trace.traceId(), whole.received());
        return whole;
    }

    /// A file that became too large may have parts, and its upload is only ended.
    private void discard(UploadId upload, AppendResult.FileRefused refused) {
        retryPolicy.run("step=drop upload=" + upload, () -> {
            if (refused.result() instanceof ReceiveResult.Stopped) {
                dependencies.uploads().close(upload, ReceptionState.INTERRUPTED, 0, null);
            } else {
                dependencies.resumables().drop(upload);
            }
        });
    }
}
