package dev.carga.bootstrap.cli.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/// A stream that remembers when it was last read. One thread reads, another one may ask.
final class TimedInputStream extends FilterInputStream {

    private volatile long lastRead = System.nanoTime();

    TimedInputStream(InputStream body) {
        super(body);
    }

    boolean isIdleFor(Duration time) {
        return System.nanoTime() - lastRead > time.toNanos();
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        lastRead = System.nanoTime();
        return super.read(bytes, from, length);
    }
}
