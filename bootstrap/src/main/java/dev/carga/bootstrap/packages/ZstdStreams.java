package dev.carga.bootstrap.packages;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import dev.carga.application.receive.ReceiveResult.Stop;
import dev.carga.application.receive.Unpacker.PackageException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/// Decompresses zstd, a few files at a time; further ones wait. Each file takes as much memory outside the heap
/// as the window of its frames: up to 8 MiB at all usual levels, and up to 128 MiB (`--long=27`), the limit of
/// the program `zstd` without further options. A frame may need gigabytes, and is refused.
final class ZstdStreams {

    private static final int USUAL_WINDOW_LOG = 23;
    private static final int MAX_WINDOW_LOG = 27;

    private final Semaphore usualPermits = new Semaphore(16, true);
    private final Semaphore largePermits = new Semaphore(2, true);

    /// The first frame determines which permit the file takes. A later frame that needs more is refused.
    InputStream open(InputStream packed) throws IOException {
        BufferedInputStream ahead = new BufferedInputStream(packed);
        ahead.mark(ZstdFrame.MAX_HEADER_BYTES);
        int windowLog = ZstdFrame.windowLog(ahead.readNBytes(ZstdFrame.MAX_HEADER_BYTES));
        ahead.reset();
        if (windowLog > MAX_WINDOW_LOG) {
            throw new PackageException(Stop.WINDOW_TOO_LARGE, null);
        }
        boolean usual = windowLog <= USUAL_WINDOW_LOG;
        Semaphore permits = usual ? usualPermits : largePermits;
        try {
            permits.acquire();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while waiting to be decompressed");
        }
        PackedSource source = new PackedSource(ahead);
        try {
            int most = usual ? USUAL_WINDOW_LOG : MAX_WINDOW_LOG;
            return new Stream(new ZstdInputStream(source).setLongMax(most), source, permits);
        } catch (IOException | RuntimeException e) {
            permits.release();
            throw source.explain(e);
        }
    }

    /// Releases its permit when it is closed.
    private static final class Stream extends BlockInputStream {

        private final ZstdInputStream frames;
        private final PackedSource source;
        private final Semaphore permits;
        private final AtomicBoolean open = new AtomicBoolean(true);

        Stream(ZstdInputStream frames, PackedSource source, Semaphore permits) {
            this.frames = frames;
            this.source = source;
            this.permits = permits;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            try {
                return frames.read(bytes, from, length);
            } catch (ZstdIOException e) {
                throw e.getErrorCode() == Zstd.errFrameParameterWindowTooLarge()
                        ? new PackageException(Stop.WINDOW_TOO_LARGE, e)
                        : source.explain(e);
            } catch (IOException | RuntimeException e) {
                throw source.explain(e);
            }
        }

        @Override
        public void close() throws IOException {
            try {
                frames.close();
            } finally {
                if (open.getAndSet(false)) {
                    permits.release();
                }
            }
        }
    }
}
