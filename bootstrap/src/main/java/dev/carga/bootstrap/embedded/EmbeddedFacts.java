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

/// What was found out about the embedded database in a home folder, without starting it and without making
/// anything.
///
/// @param place    the home, or the folder in which it would be made
/// @param exists   whether there is a database in it
/// @param inUse    whether a Carga runs on it at this moment
/// @param writable whether this user may write there
/// @param free     bytes on the disk for this user
/// @param trouble  why it would not start, and what to do; null if nothing is known against it
public record EmbeddedFacts(
        Path place,
        boolean exists,
        boolean inUse,
        boolean writable,
        long free,
        @Nullable String trouble) {

    /// Looks at the folder.
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

    /// The lock is tried only where there is one. This process must not hold it itself.
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
