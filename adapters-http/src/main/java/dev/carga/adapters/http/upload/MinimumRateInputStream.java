package dev.carga.adapters.http.upload;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/// The body of a request, which fails with a timeout if it arrives too slowly on average. The connection's idle
/// timeout is not enough: a client that sends one byte every few seconds would use up one of the uploads for
/// days.
///
/// Only the time spent waiting for bytes counts. While the server does not read, because its database is slow
/// or unavailable, the client is not to blame. (Jetty's own `minRequestDataRate` counts that time too.)
final class MinimumRateInputStream extends FilterInputStream {

    private final long minimumBytes;
    private final long averagedOver;

    /// Nanoseconds since the last check of the rate.
    private long waited;

    /// Bytes since then.
    private long received;

    private final LongSupplier nanoTime;

    MinimumRateInputStream(InputStream body, int bytesPerSecond, Duration averagedOver) {
        this(body, bytesPerSecond, averagedOver, System::nanoTime);
    }

    /// For tests: with another clock.
    MinimumRateInputStream(InputStream body, int bytesPerSecond, Duration averagedOver, LongSupplier nanoTime) {
        super(body);
        this.nanoTime = nanoTime;
        this.averagedOver = averagedOver.toNanos();
        this.minimumBytes = TimeUnit.NANOSECONDS.toMillis(this.averagedOver) * bytesPerSecond / 1000;
    }

    @Override
    public int read() throws IOException {
        long start = nanoTime.getAsLong();
        int read = super.read();
        if (read >= 0) {
            checkRate(nanoTime.getAsLong() - start, 1);
        }
        return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        long start = nanoTime.getAsLong();
        int read = super.read(bytes, offset, length);
        if (read >= 0) {
            checkRate(nanoTime.getAsLong() - start, read);
        }
        return read;
    }

    private void checkRate(long nanos, int bytes) throws IOException {
        waited += nanos;
        received += bytes;
        if (waited < averagedOver) {
            return;
        }
        if (received < minimumBytes) {
            throw new IOException(
                    "The body arrives too slowly",
                    new TimeoutException(received + " bytes in " + TimeUnit.NANOSECONDS.toMillis(waited) + " ms"));
        }
        waited = 0;
        received = 0;
    }
}
