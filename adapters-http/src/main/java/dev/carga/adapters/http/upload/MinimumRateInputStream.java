package dev.carga.adapters.http.upload;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/// A request's body, from a sender who is given up when he sends too slowly on average. The connection's idle timeout
/// looks at single bytes alone: one every few seconds would hold a place among the uploads for days.
///
/// Only the time in which bytes are waited for counts. While the server does not read, because its database is
/// slow or away, the sender can do nothing about it. (Jetty's own `minRequestDataRate` counts that time too.)
final class MinimumRateInputStream extends FilterInputStream {

    private final long leastBytes;
    private final long averagedOver;

    /// Since the sender was judged last.
    private long waited;

    private long came;

    private final LongSupplier nanoTime;

    MinimumRateInputStream(InputStream body, int bytesPerSecond, Duration averagedOver) {
        this(body, bytesPerSecond, averagedOver, System::nanoTime);
    }

    /// For tests: by another clock.
    MinimumRateInputStream(InputStream body, int bytesPerSecond, Duration averagedOver, LongSupplier nanoTime) {
        super(body);
        this.nanoTime = nanoTime;
        this.averagedOver = averagedOver.toNanos();
        this.leastBytes = TimeUnit.NANOSECONDS.toMillis(this.averagedOver) * bytesPerSecond / 1000;
    }

    @Override
    public int read() throws IOException {
        long start = nanoTime.getAsLong();
        int read = super.read();
        if (read >= 0) {
            judge(nanoTime.getAsLong() - start, 1);
        }
        return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        long start = nanoTime.getAsLong();
        int read = super.read(bytes, offset, length);
        if (read >= 0) {
            judge(nanoTime.getAsLong() - start, read);
        }
        return read;
    }

    private void judge(long nanos, int bytes) throws IOException {
        waited += nanos;
        came += bytes;
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
