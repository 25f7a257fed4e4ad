package dev.carga.bootstrap.packages;

import dev.carga.application.receive.Unpacker;
import java.io.IOException;
import java.io.InputStream;

/// Decompresses gzip and zip with Apache Commons Compress, and zstd with zstd-jni.
public final class CompressUnpacker implements Unpacker {

    private final ZstdStreams zstd = new ZstdStreams();

    @Override
    public InputStream gzip(InputStream packed) throws IOException {
        return new GzipStream(packed);
    }

    @Override
    public InputStream zstd(InputStream packed) throws IOException {
        return zstd.open(packed);
    }

    @Override
    public Archive zip(InputStream packed) {
        return new ZipArchive(packed);
    }
}
