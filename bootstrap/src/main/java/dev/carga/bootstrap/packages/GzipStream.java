package dev.carga.bootstrap.packages;

import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/// All members of a gzip file. (The JDK takes whatever is wrong at the begin of a later member for the end of the
/// file.)
final class GzipStream extends BlockInputStream {

    private static final int MOST_AT_ONCE = 64 << 10;

    /// A name or a comment in a member's head may be of any length, and is held in memory.
    private static final long MOST_PACKED_AT_ONCE = 4 << 20;

    private final PackedSource source;
    private final GzipCompressorInputStream members;

    GzipStream(InputStream packed) throws IOException {
        source = new PackedSource(packed);
        source.allow(MOST_PACKED_AT_ONCE);
        try {
            members = GzipCompressorInputStream.builder()
                    .setInputStream(source)
                    .setDecompressConcatenated(true)
                    .get();
        } catch (IOException | RuntimeException e) {
            throw source.explain(e);
        }
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        source.allow(MOST_PACKED_AT_ONCE);
        try {
            return members.read(bytes, from, Math.min(length, MOST_AT_ONCE));
        } catch (IOException | RuntimeException e) {
            throw source.explain(e);
        }
    }

    @Override
    public void close() throws IOException {
        members.close();
    }
}
