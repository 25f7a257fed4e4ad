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

/// The home folder belongs to one program at a time. A lock of the operating system, not a file's mere presence: it
/// goes with the process however that ends, so a crash leaves nothing to clean up.
final class HomeLock implements AutoCloseable {
    /// The homes this very process holds. The file must not even be opened a second time here: closing any
    /// descriptor of a file gives up all of a process's locks on it, as POSIX has it.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path home;
    private final FileChannel channel;

    private HomeLock(Path home, FileChannel channel) {
        this.home = home;
        this.channel = channel;
    }

    /// @param home as [Path#toRealPath] gives it, so that one folder has one name
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

    /// Only a hint for the message: the holder may not have written its number yet.
    private static String holder(Path file) throws IOException {
        String pid = Files.readString(file).strip();
        return pid.isEmpty() ? "" : " (process " + pid + ")";
    }

    private static String taken(Path home, String holder) {
        return "Another Carga" + holder + " already runs on the folder " + home
                + ": use that one by giving its address with --url, or give this one a folder of its own with --home.";
    }

    /// Closing again does nothing.
    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            channel.close();
            HELD.remove(home);
        }
    }
}
