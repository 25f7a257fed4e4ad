package dev.carga.bootstrap;

import com.github.luben.zstd.ZstdInputStream;
import dev.carga.application.receive.ReceiveFile;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/// Unpacks zstd, a few files at a time: each may hold 8 MiB outside of the heap, and one more waits.
///
/// 8 MiB is as far as zstd looks back at all of its usual levels. A frame may ask for gigabytes, and is refused.
final class ZstdStreams implements ReceiveFile.ZstdReader {

    private static final int WINDOW_LOG = 23;
    private static final int AT_ONCE = 16;

    private final Semaphore places = new Semaphore(AT_ONCE, true);

    @Override
    public InputStream open(InputStream packed) throws IOException {
        try {
            places.acquire();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while it waited to be unpacked");
        }
        try {
            return new Stream(new ZstdInputStream(packed).setLongMax(WINDOW_LOG));
        } catch (IOException | RuntimeException e) {
            places.release();
            throw e;
        }
    }

    /// Gives its place back when it is closed.
    private final class Stream extends FilterInputStream {

        private final AtomicBoolean open = new AtomicBoolean(true);

        Stream(InputStream unpacked) {
            super(unpacked);
        }

        @Override
        public void close() throws IOException {
            try {
                super.close();
            } finally {
                if (open.getAndSet(false)) {
                    places.release();
                }
            }
        }
    }
}
