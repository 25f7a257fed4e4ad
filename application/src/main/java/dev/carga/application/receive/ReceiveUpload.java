package dev.carga.application.receive;

import dev.carga.application.InfrastructureException;
import dev.carga.application.Patience;
import dev.carga.application.dispatch.DispatchParts;
import dev.carga.application.receive.Receipt.Refusal;
import dev.carga.application.trace.TraceParent;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.CutPart;
import dev.carga.domain.layout.FileKind;
import dev.carga.domain.layout.PartCutter;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.UploadState;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
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

    /// The endings of the names of files that are taken.
    public static final List<String> EXTENSIONS = List.of(".txt", ".csv", ".tsv");

    private static final int CHUNK_BYTES = 64 << 10;
    private static final Logger LOG = LoggerFactory.getLogger(ReceiveUpload.class);

    private final UploadStore store;
    private final DispatchParts dispatchParts;
    private final ReceivingMemory memory;
    private final Ids ids;
    private final Patience patience;
    private final ReceivingMeter meter;

    private final Set<UploadId> underWay = ConcurrentHashMap.newKeySet();

    /// Where new ids come from. Both may be asked by several threads at once.
    ///
    /// @param traces for an upload that comes without a trace
    public record Ids(Supplier<UploadId> uploads, RandomGenerator traces) {}

    /// What the receiving of files works on.
    public record Means(UploadStore store, ReceivingMemory memory, Ids ids) {}

    /// With nobody who measures.
    public ReceiveUpload(
            UploadStore store, DispatchParts dispatchParts, ReceivingMemory memory, Ids ids, Patience patience) {
        this(new Means(store, memory, ids), dispatchParts, patience, ReceivingMeter.none());
    }

    public ReceiveUpload(Means means, DispatchParts dispatchParts, Patience patience, ReceivingMeter meter) {
        this.store = means.store();
        this.memory = means.memory();
        this.ids = means.ids();
        this.dispatchParts = dispatchParts;
        this.patience = patience;
        this.meter = meter;
    }

    /// Reads the file to its end.
    ///
    /// @param fileName as the sender gave it
    /// @param policy   for lines whose CPF is there already
    /// @param sender   the trace that the sender named; null if he named none that can be read, and a new one
    ///                 begins
    /// @param body     not closed here
    /// @throws IOException             if the file breaks off; the parts that came whole are loaded, and the
    ///                                 upload says `interrupted`
    /// @throws InfrastructureException if the store stays away longer than patience allows; likewise, as far
    ///         as the store can be told, and else as soon as the upload is taken for abandoned
    public Receipt receive(String fileName, DuplicatePolicy policy, @Nullable TraceParent sender, InputStream body)
            throws IOException {
        long start = System.nanoTime();
        meter.begin();
        ReceivingMeter.End end = ReceivingMeter.End.INTERRUPTED;
        try {
            Receipt receipt = receiveIfTaken(fileName, policy, sender, body);
            end = switch (receipt) {
                case Receipt.Accepted _ -> ReceivingMeter.End.RECEIVED;
                case Receipt.Refused _ -> ReceivingMeter.End.REFUSED;
                case Receipt.Ended _ -> ReceivingMeter.End.INTERRUPTED;
            };
            return receipt;
        } finally {
            meter.end(end, since(start));
        }
    }

    private Receipt receiveIfTaken(
            String fileName, DuplicatePolicy policy, @Nullable TraceParent sender, InputStream body)
            throws IOException {
        if (!hasKnownExtension(fileName)) {
            return new Receipt.Refused(Refusal.WRONG_EXTENSION);
        }
        byte[] chunk = new byte[CHUNK_BYTES];
        int length = body.readNBytes(chunk, 0, FileKind.HEAD_BYTES);
        return switch (FileKind.of(chunk, length)) {
            case EMPTY -> new Receipt.Refused(Refusal.EMPTY_FILE);
            case BINARY -> new Receipt.Refused(Refusal.BINARY_FILE);
            case WIDE_TEXT -> new Receipt.Refused(Refusal.WIDE_TEXT);
            case TEXT -> {
                TraceParent trace = sender == null ? TraceParent.begin(ids.traces()) : sender;
                yield receiveText(open(fileName, policy, trace), body, chunk, length);
            }
        };
    }

    private Opened open(String fileName, DuplicatePolicy policy, TraceParent trace) {
        Opened upload = new Opened(ids.uploads().get(), trace);
        insist("step=open " + upload.keys(), () -> false, () -> store.open(upload.id(), fileName, policy, trace));
        return upload;
    }

    private Receipt receiveText(Opened upload, InputStream body, byte[] chunk, int headLength) throws IOException {
        underWay.add(upload.id());
        try {
            return receiveOpened(upload, body, chunk, headLength);
        } catch (UploadEnded _) {
            LOG.info("event=upload_ended_early {}", upload.keys());
            return new Receipt.Ended(upload.id());
        } finally {
            underWay.remove(upload.id());
        }
    }

    private Receipt receiveOpened(Opened upload, InputStream body, byte[] chunk, int headLength) throws IOException {
        MessageDigest sha256 = sha256();
        long bytes = 0;
        int parts;
        boolean ended = false;
        boolean storeIsAway = false;
        try (ReceivingMemory.Share share = memory.share();
                OneStepAhead storing = new OneStepAhead()) {
            PartCutter cutter = new PartCutter(memory.rules(), share);
            PartCutter.Sink<InfrastructureException> sink = part -> {
                share.cut(part);
                storing.begin(() -> keep(upload, part, share));
            };
            try {
                for (int length = headLength; length >= 0; length = body.read(chunk)) {
                    meter.read(length);
                    sha256.update(chunk, 0, length);
                    cutter.add(chunk, 0, length, sink);
                    bytes += length;
                }
            } catch (IOException brokenOff) {
                awaitAfter(brokenOff, storing);
                throw brokenOff;
            }
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
        UploadState end = patience.call(
                "step=close " + upload.keys(),
                () -> false,
                () -> store.close(upload.id(), UploadState.RECEIVED, total, digest));
        if (end != UploadState.RECEIVED) {
            throw new UploadEnded();
        }
        LOG.info("event=upload_received {} parts={} bytes={}", upload.keys(), parts, bytes);
        return new Receipt.Accepted(upload.id(), parts);
    }

    /// The part under way came whole, and is stored. If the store is away, that weighs more than a sender who
    /// left.
    private static void awaitAfter(IOException brokenOff, OneStepAhead storing) {
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
            added = patience.call(
                    "step=store part=" + part.number() + " " + upload.keys(),
                    () -> false,
                    () -> store.add(upload.id(), part));
        } finally {
            share.stored();
        }
        if (!added) {
            throw new UploadEnded();
        }
        meter.stored(since(start));
        dispatchParts.dispatch(upload.id());
    }

    /// So that the upload need not be taken for abandoned first, a store that is away is waited for here
    /// too, unless that is what interrupted it: then it was waited for already.
    private void interrupt(Opened upload, long bytes, boolean storeIsAway) {
        LOG.warn("event=upload_interrupted {} bytes={}", upload.keys(), bytes);
        try {
            insist(
                    "step=interrupt " + upload.keys(),
                    () -> storeIsAway,
                    () -> store.close(upload.id(), UploadState.INTERRUPTED, bytes, null));
        } catch (InfrastructureException e) {
            // What interrupted the upload is being thrown already and says more than this.
            LOG.warn("event=interruption_not_stored {} cause={}", upload.keys(), e.getMessage());
        }
    }

    private void insist(String what, BooleanSupplier givenUp, Runnable step) {
        Supplier<@Nullable Void> attempt = () -> {
            step.run();
            return null;
        };
        patience.call(what, givenUp, attempt);
    }

    /// The files that are being received here at this moment.
    public Collection<UploadId> underWay() {
        return List.copyOf(underWay);
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has it", e);
        }
    }

    /// An upload, and the trace that it belongs to.
    private record Opened(UploadId id, TraceParent trace) {
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

    private static boolean hasKnownExtension(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        return EXTENSIONS.stream().anyMatch(name::endsWith);
    }
}
