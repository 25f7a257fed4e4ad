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

/// Receives a file in as many requests as it takes. Each goes on where the last durable byte is, in whatever process,
/// and what comes is cut into parts at once, as with [ReceiveUpload]: a request that breaks off costs at most
/// what came behind the last part. Who asks last is the one who writes; a request before, whose sender may long
/// be gone, is shut out. Safe to call from several threads.
public final class ReceiveResumable {

    /// What settings may choose otherwise.
    public static final Duration DEFAULT_LIFE = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(ReceiveResumable.class);

    private final Dependencies means;
    private final DispatchParts dispatchParts;
    private final RetryPolicy retryPolicy;
    private final ReceivingMeter meter;

    /// What it works on.
    ///
    /// @param dates     the dates that a purchase may have, asked when a file comes
    /// @param mostBytes of a file
    /// @param life      how long an upload waits for more of its file
    public record Dependencies(
            ResumableStore resumables,
            UploadStore uploads,
            ReceivingMemory memory,
            ReceiveUpload.Ids ids,
            ResumableDigest.Factory digests,
            Supplier<DateRange> dates,
            long mostBytes,
            Duration life) {}

    /// How an upload stands after a request.
    public sealed interface AppendResult {

        /// It is there.
        ///
        /// @param received how many bytes are durable
        /// @param length   of the file; null if it is not told yet
        /// @param metadata as it was given
        /// @param expires  when it is taken for abandoned, unless more comes
        record UploadOffset(long received, @Nullable Long length, String metadata, Instant expires)
                implements AppendResult {

            /// Whether all of the file is there.
            public boolean isWhole() {
                return length != null && received == length;
            }
        }

        record Unknown() implements AppendResult {}

        /// It takes nothing more, and never was whole: it was cancelled, undone, or taken for abandoned.
        record Gone() implements AppendResult {}

        /// The request goes on elsewhere than where the upload stands.
        record Elsewhere(long received) implements AppendResult {}

        /// The request tells another length than one before.
        record OtherLength(long length) implements AppendResult {}

        /// More comes than the file has.
        record Excess(long length) implements AppendResult {}

        /// Another request has taken the upload meanwhile.
        record TakenOver() implements AppendResult {}

        /// Its file is none that is taken. Nothing is kept, unless it is too large.
        record Refused(String name, ReceiveResult receipt) implements AppendResult {}
    }

    public ReceiveResumable(
            Dependencies means, DispatchParts dispatchParts, RetryPolicy retryPolicy, ReceivingMeter meter) {
        this.means = means;
        this.dispatchParts = dispatchParts;
        this.retryPolicy = retryPolicy;
        this.meter = meter;
    }

    /// Opens an upload for a file of which nothing is there yet.
    ///
    /// @param name     as the sender gave it
    /// @param sender   the trace that the sender named, or null
    /// @param length   of the file; null if it is told later
    /// @param metadata to be told again as it came
    public UploadId create(
            String name, UploadOptions options, @Nullable TraceParent sender, @Nullable Long length, String metadata) {
        UploadId upload = means.ids().uploads().get();
        TraceParent trace = sender == null ? TraceParent.begin(means.ids().traces()) : sender;
        UploadOptions correcting = Correction.of(name, options.corrects(), this::corrected)
                .map(correction -> options.correcting(correction.corrects()))
                .orElse(options);
        Creation creation = new Creation(name, correcting, trace, length, metadata);
        retryPolicy.run(
                "step=create upload=" + upload, () -> means.resumables().create(upload, creation, means.life()));
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
                "step=find_corrected upload=" + upload, () -> means.uploads().corrected(upload));
    }

    /// Tells how much of the file is durable. It stays so until the next request: whoever writes at this moment
    /// is shut out.
    public AppendResult look(UploadId upload) {
        return take(upload, UUID.randomUUID())
                .map(found -> foundAnswer(upload, found))
                .orElseGet(AppendResult.Unknown::new);
    }

    /// Takes more of the file.
    ///
    /// @param offset where in the file the body begins
    /// @param length of the file, if the sender tells it now
    /// @param body   not closed here
    /// @throws IOException if it breaks off; what came until then is durable
    /// @throws dev.carga.application.InfrastructureException if the store stays away longer than patience allows
    public AppendResult append(UploadId upload, long offset, @Nullable Long length, InputStream body)
            throws IOException {
        UUID token = UUID.randomUUID();
        Optional<Found> taken = take(upload, token);
        if (taken.isEmpty()) {
            return new AppendResult.Unknown();
        }
        Found found = taken.get();
        if (found.state() == ReceptionState.INTERRUPTED) {
            return new AppendResult.Gone();
        }
        if (offset != found.received()) {
            return new AppendResult.Elsewhere(found.received());
        }
        @Nullable Long told = found.creation().length();
        if (length != null && told != null && !told.equals(length)) {
            return new AppendResult.OtherLength(told);
        }
        @Nullable Long whole = told == null ? length : told;
        if (found.state() == ReceptionState.RECEIVED || (told != null && told == found.received())) {
            return body.read() < 0 ? foundAnswer(upload, found) : new AppendResult.Excess(found.received());
        }
        if (whole != null && whole < offset) {
            return new AppendResult.OtherLength(offset);
        }
        return read(upload, token, found, whole, body);
    }

    private AppendResult read(UploadId upload, UUID token, Found found, @Nullable Long length, InputStream body)
            throws IOException {
        long start = System.nanoTime();
        meter.begin();
        ReceivingMeter.End end = ReceivingMeter.End.INTERRUPTED;
        ResumedReception.Stores stores =
                new ResumedReception.Stores(state -> save(upload, token, state), this::corrected);
        try (ResumedReception reception = new ResumedReception(found, length, means, stores, meter)) {
            AppendResult answer = reception.read(body);
            end = endOf(answer);
            if (answer instanceof AppendResult.UploadOffset standing && standing.isWhole()) {
                return close(upload, found.creation().trace(), standing, reception.sha256());
            }
            if (answer instanceof AppendResult.Refused refused) {
                forget(upload, refused);
            }
            return answer;
        } finally {
            meter.end(end, Duration.ofNanos(System.nanoTime() - start));
        }
    }

    private static ReceivingMeter.End endOf(AppendResult answer) {
        return switch (answer) {
            case AppendResult.UploadOffset standing ->
                standing.isWhole() ? ReceivingMeter.End.RECEIVED : ReceivingMeter.End.PAUSED;
            case AppendResult.Refused _ -> ReceivingMeter.End.REFUSED;
            case AppendResult.Unknown _,
                    AppendResult.Gone _,
                    AppendResult.Elsewhere _,
                    AppendResult.OtherLength _,
                    AppendResult.Excess _,
                    AppendResult.TakenOver _ -> ReceivingMeter.End.INTERRUPTED;
        };
    }

    private ResumableStore.Saved save(UploadId upload, UUID token, ResumableStore.ReceivedState progress) {
        ResumableStore.Saved saved = retryPolicy.call(
                "step=save upload=" + upload, () -> means.resumables().save(upload, token, progress, means.life()));
        if (saved == ResumableStore.Saved.WRITTEN && !progress.parts().isEmpty()) {
            dispatchParts.dispatch(upload);
        }
        return saved;
    }

    private Optional<Found> take(UploadId upload, UUID token) {
        return retryPolicy.call(
                "step=take upload=" + upload, () -> means.resumables().take(upload, token));
    }

    /// A file may be whole and its upload not closed: whoever was about to do it died.
    private AppendResult foundAnswer(UploadId upload, Found found) {
        if (found.state() == ReceptionState.INTERRUPTED) {
            return new AppendResult.Gone();
        }
        Creation creation = found.creation();
        @Nullable
        Long length = found.state() == ReceptionState.RECEIVED ? Long.valueOf(found.received()) : creation.length();
        AppendResult.UploadOffset standing =
                new AppendResult.UploadOffset(found.received(), length, creation.metadata(), found.expires());
        ResumableStore.@Nullable Checkpoint checkpoint = found.checkpoint();
        if (found.state() == ReceptionState.RECEIVING && standing.isWhole() && checkpoint != null) {
            byte[] sha256 = means.digests().resume(checkpoint.digest()).digest();
            return close(upload, creation.trace(), standing, sha256);
        }
        return standing;
    }

    private AppendResult close(UploadId upload, TraceParent trace, AppendResult.UploadOffset whole, byte[] sha256) {
        String digest = HexFormat.of().formatHex(sha256);
        ReceptionState state = retryPolicy.call(
                "step=close upload=" + upload,
                () -> means.uploads().close(upload, ReceptionState.RECEIVED, whole.received(), digest));
        if (state != ReceptionState.RECEIVED) {
            return new AppendResult.Gone();
        }
        LOG.info("event=upload_received upload={} trace={} bytes={}", upload, trace.traceId(), whole.received());
        return whole;
    }

    private void forget(UploadId upload, AppendResult.Refused refused) {
        retryPolicy.run("step=drop upload=" + upload, () -> {
            if (refused.receipt() instanceof ReceiveResult.Stopped) {
                means.uploads().close(upload, ReceptionState.INTERRUPTED, 0, null);
            } else {
                means.resumables().drop(upload);
            }
        });
    }
}
