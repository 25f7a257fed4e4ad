package dev.carga.application.fake;

import dev.carga.application.receive.Unpacker;
import dev.carga.domain.Nullable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// Unpacks with what the JDK has, which takes most packages, and is less strict than an [Unpacker] has to be.
/// What it takes for zstd is the magic number, and the content as it is.
public final class JdkUnpacker implements Unpacker {

    private static final int ZSTD_MAGIC_BYTES = 4;

    @Override
    public InputStream gzip(InputStream packed) throws IOException {
        return new GZIPInputStream(packed);
    }

    @Override
    public InputStream zstd(InputStream packed) throws IOException {
        packed.skipNBytes(ZSTD_MAGIC_BYTES);
        return packed;
    }

    @Override
    public Archive zip(InputStream packed) {
        return new WholeZip(packed);
    }

    private static final class WholeZip extends ZipInputStream implements Archive {

        /// Of the record at the end of each archive: APPNOTE.TXT 4.3.16.
        private static final int END_RECORD = 0x504B0506;

        WholeZip(InputStream packed) {
            super(packed);
        }

        @Override
        public @Nullable Entry next() throws IOException {
            ZipEntry entry = getNextEntry();
            if (entry != null) {
                return new Entry(entry.getName(), entry.isDirectory());
            }
            requireEnd();
            return null;
        }

        @Override
        public InputStream content() {
            return this;
        }

        private void requireEnd() throws IOException {
            int last = 0;
            for (int b = in.read(); b >= 0; b = in.read()) {
                last = (last << 8) | b;
                if (last == END_RECORD) {
                    return;
                }
            }
            throw new EOFException("The archive has no end");
        }
    }
}
