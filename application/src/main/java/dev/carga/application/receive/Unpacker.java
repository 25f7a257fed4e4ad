package dev.carga.application.receive;

import dev.carga.application.receive.ReceiveResult.Stop;
import dev.carga.domain.Nullable;
import java.io.IOException;
import java.io.InputStream;

/// Reads what files are packed by, while it arrives. Whatever is opened is read by one thread and closed by it,
/// and leaves what it reads from open.
///
/// Nothing is passed over in silence: a sum or a length that does not fit, a piece that ends too early, and
/// bytes behind the end that belong to nothing throw a [PackageException] before the end of the content is
/// told, so that nobody takes a part for the whole. An [IOException] of what is read from comes through as it
/// is.
public interface Unpacker {

    /// The content of all members, one behind the other.
    InputStream gzip(InputStream packed) throws IOException;

    /// The content of all frames, one behind the other.
    InputStream zstd(InputStream packed) throws IOException;

    Archive zip(InputStream packed) throws IOException;

    /// The files of an archive, in their order.
    interface Archive extends AutoCloseable {

        /// Goes on to the next.
        ///
        /// @return null behind the last, if the archive ends there as it should
        @Nullable
        Entry next() throws IOException;

        /// Of the entry at hand; to be read to its end before the next.
        InputStream content();

        @Override
        void close() throws IOException;
    }

    /// One file or folder of an archive.
    ///
    /// @param path as the archive has it
    record Entry(String path, boolean folder) {}

    /// What is packed cannot be read.
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
