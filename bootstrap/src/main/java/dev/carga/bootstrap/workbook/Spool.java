package dev.carga.bootstrap.workbook;

import dev.carga.application.InfrastructureException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Bytes in a temporary file, which is deleted when this is closed.
final class Spool implements Closeable {

    private static final int CHUNK_BYTES = 64 << 10;

    private final Path file;
    private boolean whole;

    private Spool(Path file) {
        this.file = file;
    }

    /// Copies the content, up to a limit.
    ///
    /// @throws IOException             if `content` breaks off
    /// @throws InfrastructureException if the file cannot be written
    static Spool of(InputStream content, long maxBytes, Path folder) throws IOException {
        Path file;
        try {
            file = Files.createTempFile(folder, "carga-workbook-", ".tmp");
        } catch (IOException e) {
            throw new InfrastructureException.Transient("A workbook cannot be kept in " + folder, e);
        }
        Spool spool = new Spool(file);
        try {
            spool.fill(content, maxBytes);
            return spool;
        } catch (IOException | RuntimeException e) {
            spool.close();
            throw e;
        }
    }

    private void fill(InputStream content, long maxBytes) throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        long left = maxBytes;
        try (Disk disk = new Disk(file)) {
            for (int length = content.read(chunk); length >= 0; length = content.read(chunk)) {
                left -= length;
                if (left < 0) {
                    return;
                }
                disk.write(chunk, length);
            }
        }
        whole = true;
    }

    /// False if the content exceeds the limit.
    boolean isWhole() {
        return whole;
    }

    Path file() {
        return file;
    }

    /// Reads the content from its beginning.
    InputStream open() throws IOException {
        return Files.newInputStream(file);
    }

    /// Deletes the file while it is open, if the operating system allows that: then it does not outlive the
    /// process even after a crash.
    void unlink() {
        try {
            close();
        } catch (IOException _) {
            // Deleted when this is closed.
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }

    /// A file whose failures count as failures of the machine, and not of the sender.
    private static final class Disk implements Closeable {

        private final OutputStream out;

        Disk(Path file) {
            try {
                out = Files.newOutputStream(file);
            } catch (IOException e) {
                throw full(e);
            }
        }

        void write(byte[] bytes, int length) {
            try {
                out.write(bytes, 0, length);
            } catch (IOException e) {
                throw full(e);
            }
        }

        @Override
        public void close() {
            try {
                out.close();
            } catch (IOException e) {
                throw full(e);
            }
        }

        private static InfrastructureException full(IOException e) {
            return new InfrastructureException.Transient("A workbook cannot be kept on disk", e);
        }
    }
}
