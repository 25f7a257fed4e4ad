package dev.carga.application.receive;

import dev.carga.application.InfrastructureException;
import dev.carga.application.receive.ReceiveResumable.AppendResult;
import dev.carga.application.receive.ResumableStore.Checkpoint;
import dev.carga.application.receive.ResumableStore.Found;
import dev.carga.application.receive.ResumableStore.ReceivedState;
import dev.carga.application.receive.ResumableStore.Saved;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.ByteSink;
import dev.carga.domain.layout.CutPart;
import dev.carga.domain.layout.Layout;
import dev.carga.domain.layout.LayoutOptions;
import dev.carga.domain.layout.PartCutter;
import dev.carga.domain.layout.TextStream;
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
import java.util.UUID;
import java.util.function.Function;

/// One request's stretch of a file: goes on from what is stored, and leaves it so that the next can. The
/// parts of a chunk are stored together with where the reading stands behind it, while the next chunks are
/// read. One thread, once.
final class ResumedReading implements AutoCloseable {

    private static final int CHUNK_BYTES = 64 << 10;

    private final Subject subject;
    private final ReceiveResumable.Dependencies means;
    private final Stores stores;
    private final ReceivingMeter meter;
    private final ReceivingMemory.Share share;
    private final PipelinedWriter storing = new PipelinedWriter();
    private final byte[] chunk = new byte[CHUNK_BYTES];
    private final List<CutPart> cut = new ArrayList<>();
    private final ByteSink<InfrastructureException> cutting;
    private final PartCutter.Sink<InfrastructureException> sink;

    private long received;

    /// While the head is not whole, it is `chunk[0, headLength)`; then there are a layout and all that
    /// reads by it.
    private int headLength;

    private @Nullable Layout layout;
    private @Nullable PartCutter cutter;
    private @Nullable TextStream text;
    private ResumableDigest digest;

    /// What is read.
    ///
    /// @param length of the whole file; null if it is not told
    record Subject(
            UploadId upload,
            UUID token,
            Found found,
            @Nullable Long length) {}

    /// Writes down what has come.
    @FunctionalInterface
    interface Saving {
        Saved save(UploadId upload, UUID token, ReceivedState progress);
    }

    /// What it asks of the store, with as much patience as there is.
    ///
    /// @param corrected looks for an upload that the file may correct
    record Stores(Saving saving, Function<UploadId, Optional<UploadStore.Corrected>> corrected) {}

    ResumedReading(Subject subject, ReceiveResumable.Dependencies means, Stores stores, ReceivingMeter meter) {
        this.subject = subject;
        this.means = means;
        this.stores = stores;
        this.meter = meter;
        this.share = means.memory().share();
        this.sink = part -> {
            share.cut(part);
            cut.add(part);
        };
        this.cutting = (bytes, from, to) -> Objects.requireNonNull(cutter).add(bytes, from, to, sink);
        this.received = subject.found().received();
        this.digest = means.digests().begin();
    }

    /// @throws IOException if the body breaks off; what came until then is durable
    AppendResult read(InputStream body) throws IOException {
        try {
            return readToEnd(body);
        } catch (Stopped stopped) {
            return stopped.answer;
        }
    }

    private AppendResult readToEnd(InputStream body) throws IOException {
        restore();
        try {
            readOn(body);
        } catch (IOException brokenOff) {
            try {
                Instant _ = saveRest();
            } catch (RuntimeException e) {
                brokenOff.addSuppressed(e);
            }
            throw brokenOff;
        }
        Instant expires = saveRest();
        return new AppendResult.UploadOffset(
                received, subject.length(), subject.found().creation().metadata(), expires);
    }

    private Instant saveRest() {
        if (isWhole()) {
            finish();
        }
        storing.await();
        return save(progress());
    }

    /// Of the whole file, once all of it was read.
    byte[] sha256() {
        return digest.digest();
    }

    private void restore() {
        Found found = subject.found();
        @Nullable Checkpoint checkpoint = found.checkpoint();
        byte[] behind = found.text();
        if (checkpoint == null) {
            System.arraycopy(behind, 0, chunk, 0, behind.length);
            headLength = behind.length;
            return;
        }
        Layout known = Objects.requireNonNull(found.layout(), "The layout of what is recognised");
        layout = known;
        text = new TextStream(known.encoding(), checkpoint.held());
        digest = means.digests().resume(checkpoint.digest());
        PartCutter resumed = new PartCutter(means.memory().rules(), checkpoint.cutter(), known.lineFormat(), share);
        cutter = resumed;
        resumed.add(behind, 0, behind.length, sink);
        saveParts();
    }

    private void readOn(InputStream body) throws IOException {
        while (true) {
            int from = layout == null ? headLength : 0;
            int most = CHUNK_BYTES - from;
            // One byte more than there should be tells that there is too much.
            long left = subject.length() == null ? most : subject.length() - received + 1;
            int length = body.read(chunk, from, (int) Math.min(most, left));
            if (length < 0) {
                return;
            }
            take(from, length);
        }
    }

    private void take(int from, int length) {
        received += length;
        if (subject.length() != null && received > subject.length()) {
            throw new Stopped(new AppendResult.Excess(subject.length()));
        }
        meter.read(length);
        if (layout == null) {
            headLength += length;
            if (headLength == chunk.length) {
                recognise(false);
            }
        } else {
            consume(from, from + length);
        }
        if (received > means.mostBytes()) {
            throw refusal(new ReceiveResult.Stopped(ReceiveResult.Stop.TOO_LARGE));
        }
    }

    private void consume(int from, int to) {
        digest.update(chunk, from, to);
        Objects.requireNonNull(text).add(chunk, from, to, cutting);
        saveParts();
    }

    private void recognise(boolean whole) {
        Layout recognised = layoutOf(whole);
        layout = recognised;
        text = new TextStream(recognised.encoding());
        cutter = new PartCutter(means.memory().rules(), recognised.headLines(), recognised.lineFormat(), share);
        consume(0, headLength);
    }

    private Layout layoutOf(boolean whole) {
        ResumableStore.Creation creation = subject.found().creation();
        LayoutOptions said = creation.options().layout();
        Correction correction = Correction.of(
                        creation.name(), creation.options().corrects(), stores.corrected())
                .orElseThrow(() -> refusal(new ReceiveResult.Refused(ReceiveResult.Refusal.UNKNOWN_CORRECTED_UPLOAD)));
        return switch (FileHead.of(
                chunk, headLength, whole, correction.context(said, means.dates().get(), false))) {
            case FileHead.HeadResult.Text(Layout found) -> correction.applyTo(found, said, chunk, headLength);
            case FileHead.HeadResult.Packed _ ->
                throw refusal(new ReceiveResult.Refused(ReceiveResult.Refusal.PACKED_NOT_RESUMABLE));
            case FileHead.HeadResult.Rejected(ReceiveResult receipt) -> throw refusal(receipt);
        };
    }

    private Stopped refusal(ReceiveResult receipt) {
        return new Stopped(new AppendResult.Refused(subject.found().creation().name(), receipt));
    }

    private boolean isWhole() {
        return subject.length() != null && received == subject.length();
    }

    private void finish() {
        if (layout == null) {
            recognise(true);
        }
        Objects.requireNonNull(text).finish(cutting);
        Objects.requireNonNull(cutter).finish(sink);
    }

    private void saveParts() {
        if (!cut.isEmpty()) {
            ReceivedState progress = progress();
            storing.begin(() -> {
                Instant _ = save(progress);
            });
        }
    }

    private ReceivedState progress() {
        List<CutPart> parts = List.copyOf(cut);
        cut.clear();
        if (cutter == null || text == null) {
            return new ReceivedState(received, subject.length(), null, parts, null, Arrays.copyOf(chunk, headLength));
        }
        Checkpoint checkpoint = new Checkpoint(cutter.checkpoint(), text.held(), digest.state());
        return new ReceivedState(
                received, subject.length(), layout, parts, checkpoint, isWhole() ? new byte[0] : cutter.text());
    }

    /// @return when the upload expires
    private Instant save(ReceivedState progress) {
        long start = System.nanoTime();
        Saved saved;
        try {
            saved = stores.saving().save(subject.upload(), subject.token(), progress);
        } finally {
            progress.parts().forEach(_ -> share.stored());
        }
        switch (saved) {
            case WRITTEN -> {
                if (!progress.parts().isEmpty()) {
                    meter.stored(Duration.ofNanos(System.nanoTime() - start));
                }
            }
            case TAKEN_OVER -> throw new Stopped(new AppendResult.TakenOver());
            case ENDED -> throw new Stopped(new AppendResult.Gone());
        }
        return Instant.now().plus(means.life());
    }

    @Override
    public void close() {
        storing.close();
        share.close();
    }

    /// Leaves the reading with an answer. Never leaves this class.
    private static final class Stopped extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final transient AppendResult answer;

        Stopped(AppendResult answer) {
            super(null, null, false, false);
            this.answer = answer;
        }
    }
}
