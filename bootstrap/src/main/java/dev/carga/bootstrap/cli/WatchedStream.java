package dev.carga.bootstrap.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/// Knows when anything of it was read last.
final class WatchedStream extends FilterInputStream {

    private volatile long lastRead = System.nanoTime();

    WatchedStream(InputStream body) {
        super(body);
    }

    boolean standsStillFor(Duration time) {
        return System.nanoTime() - lastRead > time.toNanos();
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        lastRead = System.nanoTime();
        return super.read(bytes, from, length);
    }
}
