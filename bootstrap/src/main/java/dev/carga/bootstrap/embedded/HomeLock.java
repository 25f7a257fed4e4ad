package dev.carga.bootstrap.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Ensures that one program at a time uses the home folder. It is a lock of the operating system, not just a
/// file: it ends with the process, however that ends, so that a crash leaves nothing to clean up.
final class HomeLock implements AutoCloseable {
    /// The homes that this process holds. It must not even open a lock file a second time: by POSIX, closing any
    /// descriptor of a file releases all locks of the process on it.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path home;
    private final FileChannel channel;

    private HomeLock(Path home, FileChannel channel) {
        this.home = home;
        this.channel = channel;
    }

    /// @param home as [Path#toRealPath] returns it, so that a folder has one name
    static HomeLock take(Path home) throws IOException {
        if (!HELD.add(home)) {
            throw new StartupException(taken(home, " (this very process)"));
        }
        try {
            return new HomeLock(home, lock(home));
        } catch (IOException | RuntimeException e) {
            HELD.remove(home);
            throw e;
        }
    }

    private static FileChannel lock(Path home) throws IOException {
        Path file = home.resolve("lock");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                throw new StartupException(taken(home, holder(file)));
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /// A hint for the message: the holder may not have written its process id yet.
    private static String holder(Path file) throws IOException {
        String pid = Files.readString(file).strip();
        return pid.isEmpty() ? "" : " (process " + pid + ")";
    }

    private static String taken(Path home, String holder) {
        return "Another Carga" + holder + " already runs on the folder " + home
                + ": use that one by its address with --url, or give this one another folder with --home.";
    }

    /// Idempotent.
    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            channel.close();
            HELD.remove(home);
        }
    }
}
