package dev.carga.bootstrap.packages;

import dev.carga.application.receive.ReceiveResult.Stop;
import dev.carga.application.receive.Unpacker.PackageException;
import dev.carga.domain.Nullable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// What a package is read from, by a library: knows whether the library failed since this did, since this ended,
/// or for another reason; and how much it may take at once, since some libraries hold a piece of any length in
/// memory. Not closed with it: whoever opened it does that.
final class PackedSource extends BlockInputStream {

    static final long ANY = Long.MAX_VALUE;

    private final InputStream packed;
    private long left = ANY;
    private boolean ended;
    private @Nullable IOException broken;
    private @Nullable PackageException exceeded;

    PackedSource(InputStream packed) {
        this.packed = packed;
    }

    /// From here on no more than this may be read.
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

    /// What to throw where a library has failed.
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
