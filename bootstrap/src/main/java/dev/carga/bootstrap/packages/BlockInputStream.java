package dev.carga.bootstrap.packages;

import java.io.IOException;
import java.io.InputStream;

/// A stream that is read in blocks. A single byte is a block of one, and skipping reads blocks too.
public abstract class BlockInputStream extends InputStream {

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public abstract int read(byte[] bytes, int from, int length) throws IOException;
}
