package dev.carga.adapters.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A request's body, from a sender who is given up when he sends too slowly on average. The connection's idle timeout
/// looks at single bytes alone: one every few seconds would hold a place among the uploads for days.
///
/// Only the time in which bytes are waited for counts. While the server does not read, because its database is slow or
/// away, the sender can do nothing about it. (Jetty's own `minRequestDataRate` counts that time too.)
final class PacedBody extends FilterInputStream {

    private final long leastBytes;
    private final long averagedOver;

    /// Since the sender was judged last.
    private long waited;

    private long came;

    PacedBody(InputStream body, int bytesPerSecond, Duration averagedOver) {
        super(body);
        this.averagedOver = averagedOver.toNanos();
        this.leastBytes = TimeUnit.NANOSECONDS.toMillis(this.averagedOver) * bytesPerSecond / 1000;
    }

    @Override
    public int read() throws IOException {
        long start = System.nanoTime();
        int read = super.read();
        judge(System.nanoTime() - start, 1);
        return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        long start = System.nanoTime();
        int read = super.read(bytes, offset, length);
        judge(System.nanoTime() - start, read);
        return read;
    }

    private void judge(long nanos, int bytes) throws IOException {
        waited += nanos;
        came += Math.max(0, bytes);
        if (waited < averagedOver) {
            return;
        }
        if (came < leastBytes) {
            throw new IOException(
                    "The body comes too slowly",
                    new TimeoutException(came + " bytes in " + TimeUnit.NANOSECONDS.toMillis(waited) + " ms"));
        }
        waited = 0;
        came = 0;
    }
}
