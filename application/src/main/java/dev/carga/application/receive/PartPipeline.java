package dev.carga.application.receive;

import dev.carga.application.InfrastructureException;
import dev.carga.domain.layout.ByteSink;
import dev.carga.domain.layout.CutPart;
import dev.carga.domain.layout.Layout;
import dev.carga.domain.layout.PartCutter;
import dev.carga.domain.layout.TextStream;
import java.util.List;
import java.util.function.BiConsumer;

/// Makes parts of one file's bytes while they arrive: updates the SHA-256, decodes the text, cuts it, and
/// stores what was cut while the next chunk is read and cut. Holds the file's share of the memory from its
/// creation until [#close].
///
/// The caller reads the chunks, decides which parts are stored together, and gives the step that stores them.
/// For one calling thread; only the steps run on another.
final class PartPipeline implements AutoCloseable {

    /// The size of the chunks in which a file is read.
    static final int CHUNK_BYTES = 64 << 10;

    private final ReceivingMemory.Share share;
    private final PipelinedWriter writer = new PipelinedWriter();
    private final ByteSink<RuntimeException> sha256;
    private final TextStream text;
    private final PartCutter cutter;
    private final PartCutter.Sink<InfrastructureException> parts;
    private final ByteSink<InfrastructureException> cutting;

    private PartPipeline(
            ReceivingMemory.Share share,
            TextStream text,
            PartCutter cutter,
            ByteSink<RuntimeException> sha256,
            BiConsumer<PartPipeline, CutPart> onPart) {
        this.share = share;
        this.text = text;
        this.cutter = cutter;
        this.sha256 = sha256;
        this.parts = part -> {
            share.cut(part);
            onPart.accept(this, part);
        };
        this.cutting = (bytes, from, to) -> cutter.add(bytes, from, to, parts);
    }

    /// A pipeline at the beginning of a file.
    ///
    /// @param sha256 gets all bytes of the file, undecoded
    /// @param onPart gets each part as soon as it is cut, on the calling thread, and passes it to [#write] or
    ///               [#writeLast], then or later
    static PartPipeline start(
            ReceivingMemory memory,
            Layout layout,
            ByteSink<RuntimeException> sha256,
            BiConsumer<PartPipeline, CutPart> onPart) {
        ReceivingMemory.Share share = memory.share();
        PartCutter cutter = new PartCutter(memory.rules(), layout.headLines(), layout.lineFormat(), share);
        return new PartPipeline(share, new TextStream(layout.encoding()), cutter, sha256, onPart);
    }

    /// A pipeline at a checkpoint. [#restore] is to be called first.
    static PartPipeline resume(
            ReceivingMemory memory,
            Layout layout,
            ResumableStore.Checkpoint checkpoint,
            ByteSink<RuntimeException> sha256,
            BiConsumer<PartPipeline, CutPart> onPart) {
        ReceivingMemory.Share share = memory.share();
        PartCutter cutter = new PartCutter(memory.rules(), checkpoint.cutter(), layout.lineFormat(), share);
        return new PartPipeline(share, new TextStream(layout.encoding(), checkpoint.held()), cutter, sha256, onPart);
    }

    /// Takes back the text that was behind the last part at the checkpoint.
    ///
    /// @param uncut as [#uncutText] gave it
    void restore(byte[] uncut) {
        cutter.add(uncut, 0, uncut.length, parts);
    }

    /// Reads on with `chunk[from, to)`, which it may change.
    void add(byte[] chunk, int from, int to) {
        sha256.accept(chunk, from, to);
        text.add(chunk, from, to, cutting);
    }

    /// Reads the end of the file: what is left becomes the last part.
    void finish() {
        text.finish(cutting);
        cutter.finish(parts);
    }

    /// Stores parts on the writer's thread, as soon as the step before is done.
    ///
    /// @param step stores these parts
    /// @throws RuntimeException what the step before threw; this one does not run then
    void write(List<CutPart> cut, Runnable step) {
        writer.start(() -> run(cut, step));
    }

    /// Waits until the step before is done, and stores parts on the calling thread.
    ///
    /// @throws RuntimeException what either step threw
    void writeLast(List<CutPart> cut, Runnable step) {
        writer.await();
        run(cut, step);
    }

    private void run(List<CutPart> cut, Runnable step) {
        try {
            step.run();
        } finally {
            cut.forEach(_ -> share.stored());
        }
    }

    /// Waits until the last step is done, and throws what it threw.
    void await() {
        writer.await();
    }

    /// How many parts were cut so far, those before a checkpoint included.
    int parts() {
        return cutter.parts();
    }

    /// The state behind the last chunk, from which [#resume] continues.
    ///
    /// @param digest the state of the SHA-256
    ResumableStore.Checkpoint checkpoint(byte[] digest) {
        return new ResumableStore.Checkpoint(cutter.checkpoint(), text.held(), digest);
    }

    /// The text behind the last part.
    byte[] uncutText() {
        return cutter.text();
    }

    /// Waits for a step that still runs, without throwing what it throws, and gives the memory back.
    @Override
    public void close() {
        writer.close();
        share.close();
    }
}
