package dev.carga.bootstrap.packages;

import dev.carga.application.receive.ReceiveResult.Stop;
import dev.carga.application.receive.Unpacker.PackageException;
import dev.carga.domain.Nullable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// The compressed bytes that a library reads. Records whether they failed or ended, which explains a failure of
/// the library, and limits how much the library may read at a time, since some hold a piece of any length in
/// memory. Closing it does not close the stream behind it, which belongs to the caller.
final class PackedSource extends BlockInputStream {

    static final long UNLIMITED = Long.MAX_VALUE;

    private final InputStream packed;
    private long left = UNLIMITED;
    private boolean ended;
    private @Nullable IOException broken;
    private @Nullable PackageException exceeded;

    PackedSource(InputStream packed) {
        this.packed = packed;
    }

    /// Limits how much may be read from here on.
    void allow(long bytes) {
        left = bytes;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        if (left <= 0 && length > 0) {
            exceeded = new PackageException(Stop.UNSUPPORTED, null);
            throw exceeded;
        }
        int read;
        try {
            read = packed.read(bytes, from, (int) Math.min(length, left));
        } catch (IOException e) {
            broken = e;
            throw e;
        }
        ended |= read < 0;
        left -= Math.max(read, 0);
        return read;
    }

    /// The exception to throw for a failure of the library.
    IOException explain(Exception failure) {
        if (broken != null) {
            return broken;
        }
        if (exceeded != null) {
            return exceeded;
        }
        if (failure instanceof PackageException known) {
            return known;
        }
        boolean truncated = ended || failure instanceof EOFException;
        return new PackageException(truncated ? Stop.TRUNCATED : Stop.DAMAGED, failure);
    }
}
