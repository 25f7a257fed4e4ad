package dev.carga.bootstrap.embedded;

import dev.carga.domain.Nullable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The state of the embedded database in a home folder, read without starting it and without creating anything.
///
/// @param place    the home, or the folder in which it would be created
/// @param exists   whether there is a database in it
/// @param inUse    whether a Carga runs on it now
/// @param writable whether this user may write there
/// @param free     bytes on the disk for this user
/// @param trouble  why it would not start, and what to do; null if no obstacle is known
public record EmbeddedFacts(
        Path place,
        boolean exists,
        boolean inUse,
        boolean writable,
        long free,
        @Nullable String trouble) {

    /// Reads the state of a home, which need not exist.
    public static EmbeddedFacts of(Path home) throws IOException {
        Path place = home.toAbsolutePath().normalize();
        while (!Files.isDirectory(place) && place.getParent() != null) {
            place = place.getParent();
        }
        return new EmbeddedFacts(
                place,
                EmbeddedPostgres.existsIn(home),
                isHeld(home),
                Files.isWritable(place),
                Files.getFileStore(place).getUsableSpace(),
                trouble(home, place));
    }

    /// Does not create the lock file. This process must not hold the lock itself.
    private static boolean isHeld(Path home) throws IOException {
        Path file = home.resolve("lock");
        if (!Files.isWritable(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                @Nullable FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException _) {
            return true;
        }
    }

    private static @Nullable String trouble(Path home, Path place) throws IOException {
        try {
            Binaries binaries = Binaries.bundled(home);
            if (!binaries.unpacked()) {
                try (InputStream archive = Platform.current().open()) {
                    int _ = archive.read();
                }
            }
            DataFolder.in(home).refuseOtherVersion(binaries.major());
            Identity _ = Identity.find(place);
            return null;
        } catch (StartupException e) {
            return String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
