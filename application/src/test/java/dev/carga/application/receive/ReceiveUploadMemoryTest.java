package dev.carga.application.receive;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.application.RetryPolicy;
import dev.carga.application.dispatch.DispatchParts;
import dev.carga.application.fake.EmptyBacklog;
import dev.carga.application.fake.RecordingPartQueue;
import dev.carga.application.fake.Rows;
import dev.carga.application.trace.Traces;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.CutPart;
import dev.carga.domain.layout.CuttingRules;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The memory that receiving a file takes.
class ReceiveUploadMemoryTest {

    private static final long FILE_BYTES = 300L << 20;
    private static final long ALLOWED_BYTES = 24L << 20;

    @Test
    void bigFileTakesNoMoreMemoryThanAPart() throws IOException {
        MeasuringStore store = new MeasuringStore();
        byte[] rows = Rows.lines(1, 1_000).getBytes(US_ASCII);
        ReceiveResult result = receive(store, new EndlessBody(rows, FILE_BYTES));
        assertThat(result).isInstanceOf(ReceiveResult.Accepted.class);
        assertThat(store.bytes).isEqualTo(FILE_BYTES);
        assertThat(store.most - store.least).isLessThan(ALLOWED_BYTES);
    }

    /// The worst case for a reader of lines.
    @Test
    void bigFileOfOneLineTakesNoMoreMemoryThanAPart() throws IOException {
        MeasuringStore store = new MeasuringStore();
        store.measure();
        ReceiveResult result = receive(store, new EndlessBody("x".repeat(10_000).getBytes(US_ASCII), FILE_BYTES));
        assertThat(result)
                .isInstanceOfSatisfying(
                        ReceiveResult.Accepted.class,
                        accepted -> assertThat(accepted.parts()).isEqualTo(1));
        store.measure();
        assertThat(store.bytes).isEqualTo(CuttingRules.DEFAULT.maxLineBytes() + 1L);
        assertThat(store.most - store.least).isLessThan(ALLOWED_BYTES);
    }

    private static ReceiveResult receive(MeasuringStore store, InputStream body) throws IOException {
        RetryPolicy none = new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ZERO);
        DispatchParts dispatchParts = new DispatchParts(new EmptyBacklog(), Traces.sender(new RecordingPartQueue()), 8);
        return new ReceiveUpload(
                        store,
                        dispatchParts::dispatch,
                        new ReceivingMemory(CuttingRules.DEFAULT, 1 << 30, 1),
                        new ReceiveUpload.Ids(UploadId::random, Traces.IDS),
                        none)
                .receive(new IncomingFile("file.txt", UploadOptions.of(DuplicatePolicy.FAIL), null), body);
    }

    /// Drops the parts, and measures the used heap at times.
    private static final class MeasuringStore implements UploadStore {

        private long bytes;
        private long least = Long.MAX_VALUE;
        private long most;

        @Override
        public void open(UploadId upload, Opening opening) {}

        @Override
        public boolean add(UploadId upload, CutPart part) {
            bytes += part.bytes().length;
            if (part.number() % 25 == 1) {
                measure();
            }
            return true;
        }

        @Override
        public Optional<Corrected> corrected(UploadId upload) {
            return Optional.empty();
        }

        @Override
        public Optional<String> abortion(UploadId upload) {
            return Optional.empty();
        }

        @Override
        public ReceptionState close(UploadId upload, ReceptionState end, long fileBytes, @Nullable String sha256) {
            assertThat(fileBytes).isEqualTo(FILE_BYTES);
            return end;
        }

        void measure() {
            Runtime runtime = Runtime.getRuntime();
            System.gc();
            long used = runtime.totalMemory() - runtime.freeMemory();
            least = Math.min(least, used);
            most = Math.max(most, used);
        }
    }

    /// The same bytes again and again, up to a length.
    private static final class EndlessBody extends InputStream {

        private final byte[] block;
        private final long total;
        private long read;

        EndlessBody(byte[] block, long total) {
            this.block = block;
            this.total = total;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("A file is not read byte by byte");
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (read == total) {
                return -1;
            }
            int start = (int) (read % block.length);
            int piece = (int) Math.min(Math.min(block.length - start, length), total - read);
            System.arraycopy(block, start, into, offset, piece);
            read += piece;
            return piece;
        }
    }
}
