package dev.carga.application.receive;

import dev.carga.application.InfrastructureException;
import dev.carga.application.RetryPolicy;
import dev.carga.application.receive.ReceiveResult.Refusal;
import dev.carga.application.trace.TraceParent;
import dev.carga.domain.Nullable;
import dev.carga.domain.dialect.DateRange;
import dev.carga.domain.layout.ByteSink;
import dev.carga.domain.layout.CutPart;
import dev.carga.domain.layout.FileKind;
import dev.carga.domain.layout.Layout;
import dev.carga.domain.layout.Packing;
import dev.carga.domain.layout.PartCutter;
import dev.carga.domain.layout.Recognition;
import dev.carga.domain.layout.TextStream;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Receives a file: cuts it into parts while it arrives, makes each part durable, and lets the workers begin
/// with the first while the rest is still on the wire. A part is stored while the next is read and cut;
/// memory holds these and a little more, whatever the size of the file, and a slow store slows the sender
/// down. Parts are smaller where many files come at once, see [ReceivingMemory]. Safe to call from several
/// threads, one file each.
public final class ReceiveUpload {

    private static final int CHUNK_BYTES = 64 << 10;
    private static final Logger LOG = LoggerFactory.getLogger(ReceiveUpload.class);

    private final UploadStore store;
    private final Consumer<UploadId> dispatchParts;
    private final ReceivingMemory memory;
    private final Ids ids;
    private final RepeatedFiles repeatedFiles;
    private final Duration repeatWindow;
    private final Supplier<DateRange> dates;
    private final RetryPolicy retryPolicy;
    private final ReceivingMeter meter;

    private final Set<UploadId> underWay = ConcurrentHashMap.newKeySet();

    /// Where new ids come from. Both may be asked by several threads at once.
    ///
    /// @param traces for an upload that comes without a trace
    public record Ids(Supplier<UploadId> uploads, RandomGenerator traces) {}

    /// What the receiving of files works on.
    ///
    /// @param repeatWindow how long a file is remembered, so that it is not taken again; zero if none is
    /// @param dates        the dates that a purchase may have, asked when a file comes
    public record Dependencies(
            UploadStore store,
            ReceivingMemory memory,
            Ids ids,
            RepeatedFiles repeatedFiles,
            Duration repeatWindow,
            Supplier<DateRange> dates) {}

    /// What settings may choose otherwise.
    public static final Duration DEFAULT_REPEAT_WINDOW = Duration.ofDays(7);

    /// With nobody who measures.
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

    public ReceiveUpload(
            Dependencies means, Consumer<UploadId> dispatchParts, RetryPolicy retryPolicy, ReceivingMeter meter) {
        this.store = means.store();
        this.memory = means.memory();
        this.ids = means.ids();
        this.repeatedFiles = means.repeatedFiles();
        this.repeatWindow = means.repeatWindow();
        this.dates = means.dates();
        this.dispatchParts = dispatchParts;
        this.retryPolicy = retryPolicy;
        this.meter = meter;
    }

    /// A file as it is sent.
    ///
    /// @param name     as the sender gave it
    /// @param packings what it was packed by, and is not any more
    /// @param options   what is to become of it
    /// @param trace    the trace that the sender named; null if he named none that can be read, and a new one
    ///                 begins
    /// @param sheet    of a workbook, the sheet that is read; null if it is none
    /// @param begun    is given the upload before its first line is stored; of an archive, each of them
    public record Sending(
            String name,
            List<Packing> packings,
            UploadOptions options,
            @Nullable TraceParent trace,
            @Nullable String sheet,
            Consumer<UploadId> begun) {

        /// A file that is no workbook, or is not known to be one, and whose uploads nobody notes.
        public Sending(String name, List<Packing> packings, UploadOptions options, @Nullable TraceParent trace) {
            this(name, packings, options, trace, null, _ -> {});
        }

        /// The same for somebody who notes the uploads that come of it.
        public Sending noting(Consumer<UploadId> begun) {
            return new Sending(name, packings, options, trace, sheet, begun);
        }

        /// The same under another name: it is a file of an archive.
        public Sending named(String name) {
            return new Sending(name, packings, options, trace, sheet, begun);
        }

        /// The same with another fate.
        Sending with(UploadOptions options) {
            return new Sending(name, packings, options, trace, sheet, begun);
        }

        /// The same out of one more package.
        ///
        /// @param sheet of a workbook, the sheet that is read
        public Sending packedBy(List<Packing> packings, @Nullable String sheet) {
            return new Sending(name, packings, options, trace, sheet, begun);
        }
    }

    /// Reads the file, which is not packed, to its end.
    ///
    /// @param body not closed here
    /// @throws IOException             if the file breaks off; the parts that came whole are loaded, and the
    ///                                 upload says `interrupted`
    /// @throws InfrastructureException if the store stays away longer than patience allows; likewise, as far
    ///         as the store can be told, and else as soon as the upload is taken for abandoned
    public ReceiveResult receive(Sending sending, InputStream body) throws IOException {
        long start = System.nanoTime();
        meter.begin();
        ReceivingMeter.End end = ReceivingMeter.End.INTERRUPTED;
        try {
            ReceiveResult receipt = receiveIfTaken(sending, body);
            end = switch (receipt) {
                case ReceiveResult.Accepted _ -> ReceivingMeter.End.RECEIVED;
                case ReceiveResult.Refused _,
                        ReceiveResult.OtherKind _,
                        ReceiveResult.WrongHeader _,
                        ReceiveResult.HeaderBelowRows _,
                        ReceiveResult.CommasInNumbers _,
                        ReceiveResult.UnknownSheet _,
                        ReceiveResult.Repeated _ -> ReceivingMeter.End.REFUSED;
                case ReceiveResult.Ended _, ReceiveResult.Stopped _ -> ReceivingMeter.End.INTERRUPTED;
            };
            return receipt;
        } finally {
            meter.end(end, since(start));
        }
    }

    /// Turns a file down that is not even read. It is counted with those that are.
    ReceiveResult refuse(Refusal reason) {
        return refuse(new ReceiveResult.Refused(reason));
    }

    /// The same for another answer that says why.
    ReceiveResult refuse(ReceiveResult answer) {
        meter.begin();
        meter.end(ReceivingMeter.End.REFUSED, Duration.ZERO);
        return answer;
    }

    private ReceiveResult receiveIfTaken(Sending sending, InputStream body) throws IOException {
        Optional<Correction> correction = Correction.of(
                sending.name(),
                sending.options().corrects(),
                id -> retryPolicy.call("step=find_corrected upload=" + id, () -> store.corrected(id)));
        return correction.isPresent()
                ? receiveIfTaken(sending, correction.get(), body)
                : new ReceiveResult.Refused(Refusal.UNKNOWN_CORRECTED_UPLOAD);
    }

    private ReceiveResult receiveIfTaken(Sending sending, Correction correction, InputStream body) throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        int length = body.readNBytes(chunk, 0, chunk.length);
        UploadOptions options = sending.options();
        Recognition.Context context = correction.context(options.layout(), dates.get(), sending.sheet() != null);
        return switch (FileHead.of(chunk, length, length < chunk.length, context)) {
            case FileHead.HeadResult.Rejected(ReceiveResult receipt) -> receipt;
            case FileHead.HeadResult.Packed(FileKind kind) -> new ReceiveResult.OtherKind(kind);
            case FileHead.HeadResult.Text(Layout recognised) -> {
                Layout layout = sending.sheet() == null
                        ? correction.applyTo(recognised, options.layout(), chunk, length)
                        : recognised;
                Sending correcting = sending.with(options.correcting(correction.corrects()));
                Opened upload = open(
                        correcting,
                        layout.withPackings(sending.packings()).withSheet(sending.sheet()),
                        sha256(chunk, length));
                yield receiveText(upload, body, chunk, length);
            }
        };
    }

    private Opened open(Sending sending, Layout layout, String head) {
        TraceParent trace = sending.trace() == null ? TraceParent.begin(ids.traces()) : sending.trace();
        Opened upload = new Opened(
                ids.uploads().get(), layout, trace, sending.options().rules().dryRun(), false);
        sending.begun().accept(upload.id());
        UploadStore.Opening opening = new UploadStore.Opening(sending.name(), layout, sending.options(), trace);
        retryPolicy.run("step=open " + upload.keys(), () -> store.open(upload.id(), opening));
        // Nothing of a dry run is loaded: it may be made as often as somebody tries other options.
        boolean watched = !sending.options().allowRepeat() && !upload.dryRun() && repeatWindow.isPositive();
        boolean held = retryPolicy.call(
                "step=register_file " + upload.keys(),
                () -> repeatedFiles.register(upload.id(), head, watched, repeatWindow));
        return held ? upload.asHeld() : upload;
    }

    private ReceiveResult receiveText(Opened upload, InputStream body, byte[] chunk, int headLength)
            throws IOException {
        underWay.add(upload.id());
        try {
            return receiveOpened(upload, body, chunk, headLength);
        } catch (UploadEnded _) {
            LOG.info("event=upload_ended_early {}", upload.keys());
            Optional<String> aborted = retryPolicy.call("step=ask " + upload.keys(), () -> store.abortion(upload.id()));
            return new ReceiveResult.Ended(upload.id(), aborted.orElse(null));
        } finally {
            underWay.remove(upload.id());
        }
    }

    private ReceiveResult receiveOpened(Opened upload, InputStream body, byte[] chunk, int headLength)
            throws IOException {
        MessageDigest sha256 = sha256();
        long bytes = 0;
        int parts;
        boolean ended = false;
        boolean storeIsAway = false;
        try (ReceivingMemory.Share share = memory.share();
                PipelinedWriter storing = new PipelinedWriter()) {
            PartCutter cutter = new PartCutter(
                    memory.rules(), upload.layout().headLines(), upload.layout().lineFormat(), share);
            PartCutter.Sink<InfrastructureException> sink = part -> {
                share.cut(part);
                storing.begin(() -> keep(upload, part, share));
            };
            TextStream text = new TextStream(upload.layout().encoding());
            ByteSink<InfrastructureException> cutting = (made, from, to) -> cutter.add(made, from, to, sink);
            try {
                for (int length = headLength; length >= 0; length = body.read(chunk)) {
                    meter.read(length);
                    sha256.update(chunk, 0, length);
                    text.add(chunk, 0, length, cutting);
                    bytes += length;
                }
            } catch (IOException brokenOff) {
                awaitAfter(brokenOff, storing);
                throw brokenOff;
            }
            text.finish(cutting);
            cutter.finish(sink);
            storing.await();
            parts = cutter.parts();
            ended = true;
        } catch (InfrastructureException e) {
            storeIsAway = true;
            throw e;
        } catch (UploadEnded e) {
            ended = true;
            throw e;
        } finally {
            if (!ended) {
                interrupt(upload, bytes, storeIsAway);
            }
        }
        long total = bytes;
        String digest = HexFormat.of().formatHex(sha256.digest());
        if (upload.held()) {
            Optional<UploadId> first = retryPolicy.call(
                    "step=release " + upload.keys(), () -> repeatedFiles.release(upload.id(), digest, repeatWindow));
            if (first.isPresent()) {
                LOG.info("event=upload_repeated {} first={}", upload.keys(), first.get());
                return new ReceiveResult.Repeated(first.get());
            }
        }
        ReceptionState end = retryPolicy.call(
                "step=close " + upload.keys(), () -> store.close(upload.id(), ReceptionState.RECEIVED, total, digest));
        if (end != ReceptionState.RECEIVED) {
            throw new UploadEnded();
        }
        if (upload.held()) {
            dispatchParts.accept(upload.id());
        }
        if (store.isLasting()) {
            LOG.info(
                    "event=upload_received {} parts={} bytes={} dry_run={}",
                    upload.keys(),
                    parts,
                    bytes,
                    upload.dryRun());
        }
        return new ReceiveResult.Accepted(upload.id(), parts);
    }

    /// The part under way came whole, and is stored. If the store is away, that weighs more than a sender who
    /// left.
    private static void awaitAfter(IOException brokenOff, PipelinedWriter storing) {
        try {
            storing.await();
        } catch (RuntimeException e) {
            e.addSuppressed(brokenOff);
            throw e;
        }
    }

    private void keep(Opened upload, CutPart part, ReceivingMemory.Share share) {
        long start = System.nanoTime();
        boolean added;
        try {
            added = retryPolicy.call(
                    "step=store part=" + part.number() + " " + upload.keys(), () -> store.add(upload.id(), part));
        } finally {
            share.stored();
        }
        if (!added) {
            throw new UploadEnded();
        }
        meter.stored(since(start));
        dispatchParts.accept(upload.id());
    }

    /// So that the upload need not be taken for abandoned first, a store that is away is waited for here
    /// too, unless that is what interrupted it: then it was waited for already.
    private void interrupt(Opened upload, long bytes, boolean storeIsAway) {
        if (store.isLasting()) {
            LOG.warn("event=upload_interrupted {} bytes={}", upload.keys(), bytes);
        }
        try {
            retryPolicy.run(
                    "step=interrupt " + upload.keys(),
                    () -> storeIsAway,
                    () -> store.close(upload.id(), ReceptionState.INTERRUPTED, bytes, null));
        } catch (InfrastructureException e) {
            // What interrupted the upload is being thrown already and says more than this.
            LOG.warn("event=interruption_not_stored {} cause={}", upload.keys(), e.getMessage());
        }
    }

    /// The files that are being received here at this moment.
    public Collection<UploadId> underWay() {
        return List.copyOf(underWay);
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static String sha256(byte[] bytes, int length) {
        MessageDigest digest = sha256();
        digest.update(bytes, 0, length);
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has it", e);
        }
    }

    /// An upload, how it is read, the trace that it belongs to, whether nothing of it is loaded, and whether it
    /// may be a repeat.
    private record Opened(UploadId id, Layout layout, TraceParent trace, boolean dryRun, boolean held) {

        Opened asHeld() {
            return new Opened(id, layout, trace, dryRun, true);
        }

        /// For a line of the log.
        String keys() {
            return "upload=" + id + " trace=" + trace.traceId();
        }
    }

    /// Leaves the reading of a file whose upload takes nothing more. Never leaves this class.
    private static final class UploadEnded extends RuntimeException {
        UploadEnded() {
            super("The upload takes no more parts", null, false, false);
        }
    }
}
