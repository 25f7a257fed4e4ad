package dev.carga.application.receive;

import dev.carga.application.receive.Unpacker.PackageException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Counts the bytes that are read through it, and may stop the reading by their number. Does not close what
/// it reads from: that is left to the code that opened it. For one thread.
class CountingStream extends FilterInputStream {

    private final Limit limit;
    private long count;

    /// Checks the count after each read.
    @FunctionalInterface
    interface Limit {

        Limit NONE = _ -> {};

        void check(long count) throws PackageException;
    }

    CountingStream(InputStream in, Limit limit) {
        super(in);
        this.limit = limit;
    }

    /// How many bytes were read so far.
    final long count() {
        return count;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        int read = in.read(bytes, from, length);
        count += Math.max(read, 0);
        limit.check(count);
        return read;
    }

    @Override
    public final void close() {
        // The code that opened the stream below closes it.
    }

    /// The bytes as they come from the sender. Remembers a failure to read them, to tell it from a failure to
    /// unpack them.
    static final class Source extends CountingStream {

        private boolean broken;

        Source(InputStream body) {
            super(body, Limit.NONE);
        }

        /// Whether reading from the sender failed.
        boolean isBroken() {
            return broken;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            try {
                return super.read(bytes, from, length);
            } catch (IOException e) {
                broken = true;
                throw e;
            }
        }
    }
}
