package dev.carga.application.receive;

import dev.carga.application.InfrastructureException;
import dev.carga.application.RetryPolicy;
import dev.carga.application.receive.FileRefusal.Reason;
import dev.carga.application.receive.WholeFileReception.OpenedUpload;
import dev.carga.application.trace.TraceParent;
import dev.carga.domain.dialect.DateRange;
import dev.carga.domain.layout.FileKind;
import dev.carga.domain.layout.Layout;
import dev.carga.domain.layout.Recognition;
import dev.carga.domain.upload.UploadId;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Receives a file that comes in one request: recognises its layout by its head, opens an upload, cuts the
/// file into parts while it arrives, and makes each part durable, so that the workers begin with the first
/// while the rest is still on the wire. A part is stored while the next is read and cut. So memory holds a
/// few parts whatever the size of the file, and a slow store slows the sender down. Parts are smaller while
/// many files come at once, see [ReceivingMemory]. Safe to call from several threads, one file each.
public final class ReceiveUpload {

    /// How long the content of a file is remembered, unless the settings say otherwise.
    public static final Duration DEFAULT_REPEAT_WINDOW = Duration.ofDays(7);

    private final Dependencies dependencies;
    private final Consumer<UploadId> dispatchParts;
    private final RetryPolicy retryPolicy;
    private final ReceivingMeter meter;

    private final Set<UploadId> inProgress = ConcurrentHashMap.newKeySet();

    /// Sources of new ids; called by several threads at once.
    ///
    /// @param traces for an upload whose sender gave no trace
    public record Ids(Supplier<UploadId> uploads, RandomGenerator traces) {}

    /// The ports and settings of the use case.
    ///
    /// @param repeatWindow how long the content of a file is remembered and not taken again; zero switches
    ///                     that off
    /// @param dates        gives the dates that a purchase may have; called once a file
    public record Dependencies(
            UploadStore store,
            ReceivingMemory memory,
            Ids ids,
            RepeatedFiles repeatedFiles,
            Duration repeatWindow,
            Supplier<DateRange> dates) {}

    /// A use case without a meter, which takes repeated files and any date.
    ///
    /// @param dispatchParts called after each stored part
    public ReceiveUpload(
            UploadStore store,
            Consumer<UploadId> dispatchParts,
            ReceivingMemory memory,
            Ids ids,
            RetryPolicy retryPolicy) {
        this(
                new Dependencies(store, memory, ids, RepeatedFiles.none(), Duration.ZERO, () -> DateRange.ANY),
                dispatchParts,
                retryPolicy,
                ReceivingMeter.none());
    }

    /// @param dispatchParts called after each stored part
    public ReceiveUpload(
            Dependencies dependencies,
            Consumer<UploadId> dispatchParts,
            RetryPolicy retryPolicy,
            ReceivingMeter meter) {
        this.dependencies = dependencies;
        this.dispatchParts = dispatchParts;
        this.retryPolicy = retryPolicy;
        this.meter = meter;
    }

    /// Reads an unpacked file to its end.
    ///
    /// @param body not closed here
    /// @throws IOException             if the body breaks off; the whole parts that came are loaded, and the
    ///                                 upload is `interrupted`
    /// @throws InfrastructureException if the store stays away longer than the retry policy allows; the
    ///         upload is then `interrupted` as soon as the store is back, at the latest when it is found
    ///         abandoned
    public ReceiveResult receive(IncomingFile file, InputStream body) throws IOException {
        long start = System.nanoTime();
        meter.begin();
        ReceivingMeter.End end = ReceivingMeter.End.INTERRUPTED;
        try {
            ReceiveResult result = receiveUnmeasured(file, body);
            end = switch (result) {
                case ReceiveResult.Accepted _ -> ReceivingMeter.End.RECEIVED;
                case ReceiveResult.Refused _ -> ReceivingMeter.End.REFUSED;
                case ReceiveResult.Ended _, ReceiveResult.Stopped _ -> ReceivingMeter.End.INTERRUPTED;
            };
            return result;
        } finally {
            meter.end(end, Duration.ofNanos(System.nanoTime() - start));
        }
    }

    /// Refuses a file that is not even read. The meter counts it among the received files.
    ReceiveResult refuse(FileRefusal refusal) {
        meter.begin();
        meter.end(ReceivingMeter.End.REFUSED, Duration.ZERO);
        return new ReceiveResult.Refused(refusal);
    }

    private ReceiveResult receiveUnmeasured(IncomingFile file, InputStream body) throws IOException {
        Optional<Correction> correction = Correction.of(
                file.name(),
                file.options().corrects(),
                id -> retryPolicy.call(
                        "step=find_corrected upload=" + id,
                        () -> dependencies.store().corrected(id)));
        return correction.isPresent()
                ? receive(file, correction.get(), body)
                : new ReceiveResult.Refused(Reason.UNKNOWN_CORRECTED_UPLOAD);
    }

    private ReceiveResult receive(IncomingFile file, Correction correction, InputStream body) throws IOException {
        byte[] chunk = new byte[PartPipeline.CHUNK_BYTES];
        int length = body.readNBytes(chunk, 0, chunk.length);
        UploadOptions options = file.options();
        Recognition.Context context =
                correction.context(options.layout(), dependencies.dates().get(), file.sheet() != null);
        return switch (FileHead.of(chunk, length, length < chunk.length, context)) {
            case FileHead.HeadResult.Rejected(FileRefusal refusal) -> new ReceiveResult.Refused(refusal);
            case FileHead.HeadResult.Packed(FileKind kind) ->
                new ReceiveResult.Refused(new FileRefusal.OtherKind(kind));
            case FileHead.HeadResult.Text(Layout recognised) -> {
                Layout layout = file.sheet() == null
                        ? correction.applyTo(recognised, options.layout(), chunk, length)
                        : recognised;
                OpenedUpload upload = open(
                        file.withOptions(options.correcting(correction.corrects())),
                        layout.withPackings(file.packings()).withSheet(file.sheet()),
                        sha256(chunk, length));
                yield receive(upload, body, chunk, length);
            }
        };
    }

    /// @param head SHA-256 of the head
    private OpenedUpload open(IncomingFile file, Layout layout, String head) {
        Ids ids = dependencies.ids();
        TraceParent trace = file.trace() == null ? TraceParent.begin(ids.traces()) : file.trace();
        boolean dryRun = file.options().rules().dryRun();
        OpenedUpload upload = new OpenedUpload(ids.uploads().get(), layout, trace, dryRun, false);
        file.onOpened().accept(upload.id());
        UploadStore.Opening opening = new UploadStore.Opening(file.name(), layout, file.options(), trace);
        retryPolicy.run(
                "step=open " + upload.logKeys(), () -> dependencies.store().open(upload.id(), opening));
        // A dry run loads nothing, so that it may be repeated with other options.
        Duration window = dependencies.repeatWindow();
        boolean watched = !file.options().allowRepeat() && !dryRun && window.isPositive();
        boolean held = retryPolicy.call(
                "step=register_file " + upload.logKeys(),
                () -> dependencies.repeatedFiles().register(upload.id(), head, watched, window));
        return held ? upload.asHeld() : upload;
    }

    private ReceiveResult receive(OpenedUpload upload, InputStream body, byte[] chunk, int headLength)
            throws IOException {
        inProgress.add(upload.id());
        try {
            return new WholeFileReception(upload, dependencies, dispatchParts, retryPolicy, meter)
                    .receive(body, chunk, headLength);
        } finally {
            inProgress.remove(upload.id());
        }
    }

    /// The uploads whose files this process is receiving at this moment.
    public Collection<UploadId> inProgress() {
        return List.copyOf(inProgress);
    }

    private static String sha256(byte[] bytes, int length) {
        MessageDigest digest = WholeFileReception.sha256();
        digest.update(bytes, 0, length);
        return HexFormat.of().formatHex(digest.digest());
    }
}
