package dev.carga.bootstrap.packages;

import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/// Reads all members of a gzip file. (The JDK takes invalid data at the start of a later member for the end of
/// the file.)
final class GzipStream extends BlockInputStream {

    private static final int MAX_READ = 64 << 10;

    /// The library holds a name or comment in a member's header in memory, whatever its length.
    private static final long MAX_PACKED_PER_READ = 4 << 20;

    private final PackedSource source;
    private final GzipCompressorInputStream members;

    GzipStream(InputStream packed) throws IOException {
        source = new PackedSource(packed);
        source.allow(MAX_PACKED_PER_READ);
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
        source.allow(MAX_PACKED_PER_READ);
        try {
            return members.read(bytes, from, Math.min(length, MAX_READ));
        } catch (IOException | RuntimeException e) {
            throw source.explain(e);
        }
    }

    @Override
    public void close() throws IOException {
        members.close();
    }
}
