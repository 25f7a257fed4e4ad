package dev.carga.application.receive;

import dev.carga.application.InfrastructureException;
import dev.carga.application.RetryPolicy;
import dev.carga.application.trace.TraceParent;
import dev.carga.domain.layout.CutPart;
import dev.carga.domain.layout.Layout;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the file of one opened upload, in one request, and ends the upload in any case. Each part is stored
/// by itself. One thread, once.
final class WholeFileReception {

    private static final Logger LOG = LoggerFactory.getLogger(ReceiveUpload.class);

    private final OpenedUpload upload;
    private final ReceiveUpload.Dependencies dependencies;
    private final UploadStore store;
    private final Consumer<UploadId> dispatchParts;
    private final RetryPolicy retryPolicy;
    private final ReceivingMeter meter;
    private final MessageDigest sha256 = sha256();
    private long bytes;

    /// The upload of a file that is read.
    ///
    /// @param dryRun whether no part of it is loaded
    /// @param held   whether it may repeat an earlier file, and its parts wait until its SHA-256 is known
    record OpenedUpload(UploadId id, Layout layout, TraceParent trace, boolean dryRun, boolean held) {

        OpenedUpload asHeld() {
            return new OpenedUpload(id, layout, trace, dryRun, true);
        }

        /// The upload as a log line names it.
        String logKeys() {
            return "upload=" + id + " trace=" + trace.traceId();
        }
    }

    WholeFileReception(
            OpenedUpload upload,
            ReceiveUpload.Dependencies dependencies,
            Consumer<UploadId> dispatchParts,
            RetryPolicy retryPolicy,
            ReceivingMeter meter) {
        this.upload = upload;
        this.dependencies = dependencies;
        this.store = dependencies.store();
        this.dispatchParts = dispatchParts;
        this.retryPolicy = retryPolicy;
        this.meter = meter;
    }

    /// Reads the file to its end.
    ///
    /// @param chunk the first `headLength` bytes of the file; used for the rest of it, too
    /// @throws IOException if the body breaks off; its whole parts are stored
    ReceiveResult receive(InputStream body, byte[] chunk, int headLength) throws IOException {
        try {
            int parts = readToEnd(body, chunk, headLength);
            return complete(parts);
        } catch (UploadEnded _) {
            LOG.info("event=upload_ended_early {}", upload.logKeys());
            Optional<String> aborted =
                    retryPolicy.call("step=ask " + upload.logKeys(), () -> store.abortion(upload.id()));
            return new ReceiveResult.Ended(upload.id(), aborted.orElse(null));
        }
    }

    /// @return how many parts were cut and stored
    private int readToEnd(InputStream body, byte[] chunk, int headLength) throws IOException {
        boolean ended = false;
        boolean storeIsAway = false;
        try {
            int parts = storeParts(body, chunk, headLength);
            ended = true;
            return parts;
        } catch (InfrastructureException e) {
            storeIsAway = true;
            throw e;
        } catch (UploadEnded e) {
            ended = true;
            throw e;
        } finally {
            if (!ended) {
                interrupt(storeIsAway);
            }
        }
    }

    private int storeParts(InputStream body, byte[] chunk, int headLength) throws IOException {
        try (PartPipeline pipeline = PartPipeline.start(
                dependencies.memory(),
                upload.layout(),
                (read, from, to) -> sha256.update(read, from, to - from),
                (parts, part) -> parts.write(List.of(part), () -> store(part)))) {
            try {
                for (int length = headLength; length >= 0; length = body.read(chunk)) {
                    meter.read(length);
                    pipeline.add(chunk, 0, length);
                    bytes += length;
                }
            } catch (IOException brokenOff) {
                awaitAfter(brokenOff, pipeline);
                throw brokenOff;
            }
            pipeline.finish();
            pipeline.await();
            return pipeline.parts();
        }
    }

    /// The last part that was cut is whole, and is still stored. A store that is away outweighs a sender who
    /// left.
    private static void awaitAfter(IOException brokenOff, PartPipeline pipeline) {
        try {
            pipeline.await();
        } catch (RuntimeException e) {
            e.addSuppressed(brokenOff);
            throw e;
        }
    }

    private void store(CutPart part) {
        long start = System.nanoTime();
        boolean added = retryPolicy.call(
                "step=store part=" + part.number() + " " + upload.logKeys(), () -> store.add(upload.id(), part));
        if (!added) {
            throw new UploadEnded();
        }
        meter.stored(Duration.ofNanos(System.nanoTime() - start));
        dispatchParts.accept(upload.id());
    }

    /// Ends the upload, so that it need not be found abandoned first. Waits for a store that is away, unless
    /// that is what interrupted the upload: then it was waited for already.
    private void interrupt(boolean storeIsAway) {
        if (store.isDurable()) {
            LOG.warn("event=upload_interrupted {} bytes={}", upload.logKeys(), bytes);
        }
        try {
            retryPolicy.run(
                    "step=interrupt " + upload.logKeys(),
                    () -> storeIsAway,
                    () -> store.close(upload.id(), ReceptionState.INTERRUPTED, bytes, null));
        } catch (InfrastructureException e) {
            // The exception that interrupted the upload is being thrown already and says more than this one.
            LOG.warn("event=interruption_not_stored {} cause={}", upload.logKeys(), e.getMessage());
        }
    }

    private ReceiveResult complete(int parts) {
        String digest = HexFormat.of().formatHex(sha256.digest());
        if (upload.held()) {
            Optional<UploadId> first = retryPolicy.call(
                    "step=release " + upload.logKeys(),
                    () -> dependencies.repeatedFiles().release(upload.id(), digest, dependencies.repeatWindow()));
            if (first.isPresent()) {
                LOG.info("event=upload_repeated {} first={}", upload.logKeys(), first.get());
                return new ReceiveResult.Refused(new FileRefusal.Repeated(first.get()));
            }
        }
        ReceptionState end = retryPolicy.call(
                "step=close " + upload.logKeys(),
                () -> store.close(upload.id(), ReceptionState.RECEIVED, bytes, digest));
        if (end != ReceptionState.RECEIVED) {
            throw new UploadEnded();
        }
        if (upload.held()) {
            dispatchParts.accept(upload.id());
        }
        if (store.isDurable()) {
            LOG.info(
                    "event=upload_received {} parts={} bytes={} dry_run={}",
                    upload.logKeys(),
                    parts,
                    bytes,
                    upload.dryRun());
        }
        return new ReceiveResult.Accepted(upload.id(), parts);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /// Leaves the reading of a file whose upload takes no more parts. Never leaves this class.
    private static final class UploadEnded extends RuntimeException {

        private static final long serialVersionUID = 1;

        UploadEnded() {
            super("The upload takes no more parts", null, false, false);
        }
    }
}
