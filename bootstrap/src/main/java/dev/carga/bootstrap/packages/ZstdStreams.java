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

/// Unpacks zstd, a few files at a time, since each holds as much outside of the heap as its frames look back; one
/// more waits. 8 MiB are what all usual levels keep to, and 128 MiB (`--long=27`) are as far as the program
/// `zstd` unpacks unasked. A frame may ask for gigabytes, and is refused.
final class ZstdStreams {

    private static final int USUAL_WINDOW_LOG = 23;
    private static final int MOST_WINDOW_LOG = 27;

    private final Semaphore usualPlaces = new Semaphore(16, true);
    private final Semaphore largePlaces = new Semaphore(2, true);

    /// The first frame tells which place the file takes; one behind it that needs a larger one is refused.
    InputStream open(InputStream packed) throws IOException {
        BufferedInputStream ahead = new BufferedInputStream(packed);
        ahead.mark(ZstdFrame.MOST_HEADER_BYTES);
        int windowLog = ZstdFrame.windowLog(ahead.readNBytes(ZstdFrame.MOST_HEADER_BYTES));
        ahead.reset();
        if (windowLog > MOST_WINDOW_LOG) {
            throw new PackageException(Stop.WINDOW_TOO_LARGE, null);
        }
        boolean usual = windowLog <= USUAL_WINDOW_LOG;
        Semaphore places = usual ? usualPlaces : largePlaces;
        try {
            places.acquire();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while it waited to be unpacked");
        }
        PackedSource source = new PackedSource(ahead);
        try {
            int most = usual ? USUAL_WINDOW_LOG : MOST_WINDOW_LOG;
            return new Stream(new ZstdInputStream(source).setLongMax(most), source, places);
        } catch (IOException | RuntimeException e) {
            places.release();
            throw source.explain(e);
        }
    }

    /// Gives its place back when it is closed.
    private static final class Stream extends BlockInputStream {

        private final ZstdInputStream frames;
        private final PackedSource source;
        private final Semaphore places;
        private final AtomicBoolean open = new AtomicBoolean(true);

        Stream(ZstdInputStream frames, PackedSource source, Semaphore places) {
            this.frames = frames;
            this.source = source;
            this.places = places;
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
                    places.release();
                }
            }
        }
    }
}
