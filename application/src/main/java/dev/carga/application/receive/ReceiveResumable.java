package dev.carga.application.receive;

import dev.carga.application.Patience;
import dev.carga.application.dispatch.DispatchParts;
import dev.carga.application.receive.ResumableStore.Creation;
import dev.carga.application.receive.ResumableStore.Found;
import dev.carga.application.trace.TraceParent;
import dev.carga.domain.Nullable;
import dev.carga.domain.dialect.DateRange;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.UploadState;
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
/// and what comes is cut into parts at once, as with [ReceiveUpload]: a request that breaks off costs at most what came
/// behind the last part. Who asks last is the one who writes; a request before, whose sender may long be gone, is shut
/// out. Safe to call from several threads.
public final class ReceiveResumable {

    /// What settings may choose otherwise.
    public static final Duration DEFAULT_LIFE = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(ReceiveResumable.class);

    private final Means means;
    private final DispatchParts dispatchParts;
    private final Patience patience;
    private final ReceivingMeter meter;

    /// What it works on.
    ///
    /// @param dates     the dates that a purchase may have, asked when a file comes
    /// @param mostBytes of a file
    /// @param life      how long an upload waits for more of its file
    public record Means(
            ResumableStore resumables,
            UploadStore uploads,
            ReceivingMemory memory,
            ReceiveUpload.Ids ids,
            RunningDigest.Factory digests,
            Supplier<DateRange> dates,
            long mostBytes,
            Duration life) {}

    /// How an upload stands after a request.
    public sealed interface Answer {

        /// It is there.
        ///
        /// @param received how many bytes are durable
        /// @param length   of the file; null if it is not told yet
        /// @param metadata as it was given
        /// @param expires  when it is taken for abandoned, unless more comes
        record Standing(long received, @Nullable Long length, String metadata, Instant expires) implements Answer {

            /// Whether all of the file is there.
            public boolean isWhole() {
                return length != null && received == length;
            }
        }

        record Unknown() implements Answer {}

        /// It takes nothing more, and never was whole: it was cancelled, undone, or taken for abandoned.
        record Gone() implements Answer {}

        /// The request goes on elsewhere than where the upload stands.
        record Elsewhere(long received) implements Answer {}

        /// The request tells another length than one before.
        record OtherLength(long length) implements Answer {}

        /// More comes than the file has.
        record Excess(long length) implements Answer {}

        /// Another request has taken the upload meanwhile.
        record TakenOver() implements Answer {}

        /// Its file is none that is taken. Nothing is kept, unless it is too large.
        record Refused(String name, Receipt receipt) implements Answer {}
    }

    public ReceiveResumable(Means means, DispatchParts dispatchParts, Patience patience, ReceivingMeter meter) {
        this.means = means;
        this.dispatchParts = dispatchParts;
        this.patience = patience;
        this.meter = meter;
    }

    /// Opens an upload for a file of which nothing is there yet.
    ///
    /// @param name     as the sender gave it
    /// @param sender   the trace that the sender named, or null
    /// @param length   of the file; null if it is told later
    /// @param metadata to be told again as it came
    public UploadId create(
            String name, Wishes wishes, @Nullable TraceParent sender, @Nullable Long length, String metadata) {
        UploadId upload = means.ids().uploads().get();
        TraceParent trace = sender == null ? TraceParent.begin(means.ids().traces()) : sender;
        Wishes correcting = Correction.of(name, wishes.corrects(), this::corrected)
                .map(correction -> wishes.correcting(correction.corrects()))
                .orElse(wishes);
        Creation creation = new Creation(name, correcting, trace, length, metadata);
        patience.run(
                "step=create upload=" + upload,
                () -> false,
                () -> means.resumables().create(upload, creation, means.life()));
        LOG.info(
                "event=upload_created upload={} trace={} bytes={} dry_run={}",
                upload,
                trace.traceId(),
                length,
                wishes.rules().dryRun());
        return upload;
    }

    private Optional<UploadStore.Corrected> corrected(UploadId upload) {
        return patience.call(
                "step=find_corrected upload=" + upload,
                () -> false,
                () -> means.uploads().corrected(upload));
    }

    /// Tells how much of the file is durable. It stays so until the next request: whoever writes at this moment is
    /// shut out.
    public Answer look(UploadId upload) {
        return take(upload, UUID.randomUUID())
                .map(found -> foundAnswer(upload, found))
                .orElseGet(Answer.Unknown::new);
    }

    /// Takes more of the file.
    ///
    /// @param offset where in the file the body begins
    /// @param length of the file, if the sender tells it now
    /// @param body   not closed here
    /// @throws IOException if it breaks off; what came until then is durable
    /// @throws dev.carga.application.InfrastructureException if the store stays away longer than patience allows
    public Answer append(UploadId upload, long offset, @Nullable Long length, InputStream body) throws IOException {
        UUID token = UUID.randomUUID();
        Optional<Found> taken = take(upload, token);
        if (taken.isEmpty()) {
            return new Answer.Unknown();
        }
        Found found = taken.get();
        if (found.state() == UploadState.INTERRUPTED) {
            return new Answer.Gone();
        }
        if (offset != found.received()) {
            return new Answer.Elsewhere(found.received());
        }
        @Nullable Long told = found.creation().length();
        if (length != null && told != null && !told.equals(length)) {
            return new Answer.OtherLength(told);
        }
        @Nullable Long whole = told == null ? length : told;
        if (found.state() == UploadState.RECEIVED || (told != null && told == found.received())) {
            return body.read() < 0 ? foundAnswer(upload, found) : new Answer.Excess(found.received());
        }
        if (whole != null && whole < offset) {
            return new Answer.OtherLength(offset);
        }
        return read(upload, token, found, whole, body);
    }

    private Answer read(UploadId upload, UUID token, Found found, @Nullable Long length, InputStream body)
            throws IOException {
        long start = System.nanoTime();
        meter.begin();
        ReceivingMeter.End end = ReceivingMeter.End.INTERRUPTED;
        ResumedReading.Stores stores = new ResumedReading.Stores(this::save, this::corrected);
        try (ResumedReading reading =
                new ResumedReading(new ResumedReading.Subject(upload, token, found, length), means, stores, meter)) {
            Answer answer = reading.read(body);
            end = endOf(answer);
            if (answer instanceof Answer.Standing standing && standing.isWhole()) {
                return close(upload, found.creation().trace(), standing, reading.sha256());
            }
            if (answer instanceof Answer.Refused refused) {
                forget(upload, refused);
            }
            return answer;
        } finally {
            meter.end(end, Duration.ofNanos(System.nanoTime() - start));
        }
    }

    private static ReceivingMeter.End endOf(Answer answer) {
        return switch (answer) {
            case Answer.Standing standing ->
                standing.isWhole() ? ReceivingMeter.End.RECEIVED : ReceivingMeter.End.PAUSED;
            case Answer.Refused _ -> ReceivingMeter.End.REFUSED;
            case Answer.Unknown _,
                    Answer.Gone _,
                    Answer.Elsewhere _,
                    Answer.OtherLength _,
                    Answer.Excess _,
                    Answer.TakenOver _ -> ReceivingMeter.End.INTERRUPTED;
        };
    }

    private ResumableStore.Saved save(UploadId upload, UUID token, ResumableStore.Progress progress) {
        ResumableStore.Saved saved = patience.call(
                "step=save upload=" + upload,
                () -> false,
                () -> means.resumables().save(upload, token, progress, means.life()));
        if (saved == ResumableStore.Saved.WRITTEN && !progress.parts().isEmpty()) {
            dispatchParts.dispatch(upload);
        }
        return saved;
    }

    private Optional<Found> take(UploadId upload, UUID token) {
        return patience.call(
                "step=take upload=" + upload,
                () -> false,
                () -> means.resumables().take(upload, token));
    }

    /// A file may be whole and its upload not closed: whoever was about to do it died.
    private Answer foundAnswer(UploadId upload, Found found) {
        if (found.state() == UploadState.INTERRUPTED) {
            return new Answer.Gone();
        }
        Creation creation = found.creation();
        @Nullable
        Long length = found.state() == UploadState.RECEIVED ? Long.valueOf(found.received()) : creation.length();
        Answer.Standing standing = new Answer.Standing(found.received(), length, creation.metadata(), found.expires());
        ResumableStore.@Nullable Checkpoint checkpoint = found.checkpoint();
        if (found.state() == UploadState.RECEIVING && standing.isWhole() && checkpoint != null) {
            byte[] sha256 = means.digests().resume(checkpoint.digest()).digest();
            return close(upload, creation.trace(), standing, sha256);
        }
        return standing;
    }

    private Answer close(UploadId upload, TraceParent trace, Answer.Standing whole, byte[] sha256) {
        String digest = HexFormat.of().formatHex(sha256);
        UploadState state = patience.call(
                "step=close upload=" + upload,
                () -> false,
                () -> means.uploads().close(upload, UploadState.RECEIVED, whole.received(), digest));
        if (state != UploadState.RECEIVED) {
            return new Answer.Gone();
        }
        LOG.info("event=upload_received upload={} trace={} bytes={}", upload, trace.traceId(), whole.received());
        return whole;
    }

    private void forget(UploadId upload, Answer.Refused refused) {
        patience.run("step=drop upload=" + upload, () -> false, () -> {
            if (refused.receipt() instanceof Receipt.Stopped) {
                means.uploads().close(upload, UploadState.INTERRUPTED, 0, null);
            } else {
                means.resumables().drop(upload);
            }
        });
    }
}
