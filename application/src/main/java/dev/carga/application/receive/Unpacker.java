package dev.carga.application.receive;

import dev.carga.application.receive.ReceiveResult.Stop;
import dev.carga.domain.Nullable;
import java.io.IOException;
import java.io.InputStream;

/// Unpacks compressed files and archives while they arrive. One thread reads and closes each stream, which
/// leaves the stream below open.
///
/// No damage goes unnoticed: a checksum or a length that does not match, a piece that ends too early, and
/// bytes behind the end that belong to nothing throw a [PackageException] before the end of the content is
/// reached, so that no part of a file passes for the whole. An [IOException] of the stream below is thrown
/// unchanged.
public interface Unpacker {

    /// The content of all gzip members, concatenated.
    InputStream gzip(InputStream packed) throws IOException;

    /// The content of all zstd frames, concatenated.
    InputStream zstd(InputStream packed) throws IOException;

    Archive zip(InputStream packed) throws IOException;

    /// The files of an archive, in their order.
    interface Archive extends AutoCloseable {

        /// Moves to the next entry.
        ///
        /// @return null behind the last entry, if the archive ends there as it must
        @Nullable
        Entry next() throws IOException;

        /// The content of the current entry; to be read to its end before the next.
        InputStream content();

        @Override
        void close() throws IOException;
    }

    /// One file or folder of an archive.
    ///
    /// @param path as in the archive
    record Entry(String path, boolean folder) {}

    /// The packed data cannot be read.
    final class PackageException extends IOException {

        private static final long serialVersionUID = 1;

        private final Stop reason;

        public PackageException(Stop reason, @Nullable Throwable cause) {
            super(reason.name(), cause);
            this.reason = reason;
        }

        public Stop reason() {
            return reason;
        }
    }
}
