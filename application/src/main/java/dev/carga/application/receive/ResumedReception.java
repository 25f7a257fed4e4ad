package dev.carga.application.receive;

import dev.carga.application.receive.FileRefusal.Reason;
import dev.carga.application.receive.ReceiveResumable.AppendResult;
import dev.carga.application.receive.ResumableStore.Checkpoint;
import dev.carga.application.receive.ResumableStore.Found;
import dev.carga.application.receive.ResumableStore.ReceivedState;
import dev.carga.application.receive.ResumableStore.Saved;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.CutPart;
import dev.carga.domain.layout.Layout;
import dev.carga.domain.layout.LayoutOptions;
import dev.carga.domain.upload.UploadId;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/// Reads the bytes of a file that one request brings: resumes from the stored checkpoint, and leaves a
/// checkpoint for the next request. The parts of a chunk are stored together with the checkpoint behind that
/// chunk, while the next chunks are read. One thread, once.
final class ResumedReception implements AutoCloseable {

    private final Found found;
    private final @Nullable Long length;
    private final ReceiveResumable.Dependencies dependencies;
    private final Stores stores;
    private final ReceivingMeter meter;
    private final byte[] chunk = new byte[PartPipeline.CHUNK_BYTES];

    /// The parts that are cut and not yet given to the pipeline's writer.
    private final List<CutPart> cut = new ArrayList<>();

    private long received;

    /// How many bytes of the head `chunk` holds from its beginning on. Only used until the head is complete;
    /// then there are a layout and a pipeline.
    private int headLength;

    private @Nullable Layout layout;
    private @Nullable PartPipeline pipeline;
    private ResumableDigest digest;

    /// The calls of the store, with retries.
    ///
    /// @param save      stores what was received under the fencing token of this request
    /// @param corrected finds an upload that the file may correct
    record Stores(Function<ReceivedState, Saved> save, Function<UploadId, Optional<UploadStore.Corrected>> corrected) {}

    /// @param length of the whole file; null if the sender has not given it yet
    ResumedReception(
            Found found,
            @Nullable Long length,
            ReceiveResumable.Dependencies dependencies,
            Stores stores,
            ReceivingMeter meter) {
        this.found = found;
        this.length = length;
        this.dependencies = dependencies;
        this.stores = stores;
        this.meter = meter;
        this.received = found.received();
        this.digest = dependencies.digests().begin();
    }

    /// Reads the body to its end.
    ///
    /// @return [AppendResult.UploadOffset], or why the body was not read to its end
    /// @throws IOException if the body breaks off; the bytes that came are durable
    AppendResult read(InputStream body) throws IOException {
        try {
            return readToEnd(body);
        } catch (Stopped stopped) {
            return stopped.result;
        }
    }

    private AppendResult readToEnd(InputStream body) throws IOException {
        restore();
        try {
            readChunks(body);
        } catch (IOException brokenOff) {
            try {
                saveRest();
            } catch (RuntimeException e) {
                brokenOff.addSuppressed(e);
            }
            throw brokenOff;
        }
        saveRest();
        Instant expires = Instant.now().plus(dependencies.life());
        return new AppendResult.UploadOffset(received, length, found.creation().metadata(), expires);
    }

    /// The SHA-256 of the whole file, once all of it was read.
    byte[] sha256() {
        return digest.digest();
    }

    private void restore() {
        byte[] text = found.text();
        @Nullable Checkpoint checkpoint = found.checkpoint();
        if (checkpoint == null) {
            System.arraycopy(text, 0, chunk, 0, text.length);
            headLength = text.length;
            return;
        }
        Layout known = Objects.requireNonNull(found.layout(), "A checkpoint without a layout");
        layout = known;
        digest = dependencies.digests().resume(checkpoint.digest());
        PartPipeline resumed = PartPipeline.resume(
                dependencies.memory(), known, checkpoint, digest::update, (_, part) -> cut.add(part));
        pipeline = resumed;
        resumed.restore(text);
        saveParts(resumed);
    }

    private void readChunks(InputStream body) throws IOException {
        while (true) {
            int from = pipeline == null ? headLength : 0;
            int most = chunk.length - from;
            // One byte more than the file has left shows that the body is too long.
            long left = length == null ? most : length - received + 1;
            int read = body.read(chunk, from, (int) Math.min(most, left));
            if (read < 0) {
                return;
            }
            add(from, read);
        }
    }

    private void add(int from, int read) {
        received += read;
        if (length != null && received > length) {
            throw new Stopped(new AppendResult.BodyExceedsFile(length));
        }
        meter.read(read);
        if (pipeline == null) {
            headLength += read;
            if (headLength == chunk.length) {
                PartPipeline _ = recognise(false);
            }
        } else {
            pipeline.add(chunk, from, from + read);
            saveParts(pipeline);
        }
        if (received > dependencies.maxBytes()) {
            throw notAccepted(new ReceiveResult.Stopped(ReceiveResult.Stop.TOO_LARGE));
        }
    }

    /// @param whole whether the file ends with the head
    private PartPipeline recognise(boolean whole) {
        Layout recognised = layoutOf(whole);
        layout = recognised;
        PartPipeline started =
                PartPipeline.start(dependencies.memory(), recognised, digest::update, (_, part) -> cut.add(part));
        pipeline = started;
        started.add(chunk, 0, headLength);
        saveParts(started);
        return started;
    }

    private Layout layoutOf(boolean whole) {
        ResumableStore.Creation creation = found.creation();
        LayoutOptions options = creation.options().layout();
        Correction correction = Correction.of(
                        creation.name(), creation.options().corrects(), stores.corrected())
                .orElseThrow(() -> refusal(Reason.UNKNOWN_CORRECTED_UPLOAD));
        return switch (FileHead.of(
                chunk,
                headLength,
                whole,
                correction.context(options, dependencies.dates().get(), false))) {
            case FileHead.HeadResult.Text(Layout text) -> correction.applyTo(text, options, chunk, headLength);
            case FileHead.HeadResult.Packed _ -> throw refusal(Reason.PACKED_NOT_RESUMABLE);
            case FileHead.HeadResult.Rejected(FileRefusal refusal) -> throw refusal(refusal);
        };
    }

    private Stopped refusal(FileRefusal refusal) {
        return notAccepted(new ReceiveResult.Refused(refusal));
    }

    private Stopped notAccepted(ReceiveResult result) {
        return new Stopped(new AppendResult.FileRefused(found.creation().name(), result));
    }

    private boolean isWhole() {
        return length != null && received == length;
    }

    /// Stores the parts that were cut by the last chunk, if any, with the checkpoint behind it.
    private void saveParts(PartPipeline open) {
        if (!cut.isEmpty()) {
            ReceivedState state = takeState();
            open.write(state.parts(), () -> save(state));
        }
    }

    /// Stores everything that came, and waits until that is done.
    private void saveRest() {
        if (isWhole()) {
            PartPipeline open = pipeline == null ? recognise(true) : pipeline;
            open.finish();
        }
        if (pipeline == null) {
            save(takeState());
        } else {
            ReceivedState state = takeState();
            pipeline.writeLast(state.parts(), () -> save(state));
        }
    }

    private ReceivedState takeState() {
        List<CutPart> parts = List.copyOf(cut);
        cut.clear();
        if (pipeline == null) {
            return new ReceivedState(received, length, null, parts, null, Arrays.copyOf(chunk, headLength));
        }
        byte[] text = isWhole() ? new byte[0] : pipeline.uncutText();
        return new ReceivedState(received, length, layout, parts, pipeline.checkpoint(digest.state()), text);
    }

    private void save(ReceivedState state) {
        long start = System.nanoTime();
        switch (stores.save().apply(state)) {
            case WRITTEN -> {
                if (!state.parts().isEmpty()) {
                    meter.stored(Duration.ofNanos(System.nanoTime() - start));
                }
            }
            case TAKEN_OVER -> throw new Stopped(new AppendResult.TakenOver());
            case ENDED -> throw new Stopped(new AppendResult.Gone());
        }
    }

    @Override
    public void close() {
        if (pipeline != null) {
            pipeline.close();
        }
    }

    /// Leaves the reading with a result. Never leaves this class.
    private static final class Stopped extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final transient AppendResult result;

        Stopped(AppendResult result) {
            super(null, null, false, false);
            this.result = result;
        }
    }
}
