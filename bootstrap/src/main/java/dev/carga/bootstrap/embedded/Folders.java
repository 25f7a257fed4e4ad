package dev.carga.bootstrap.embedded;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// Deletes folders.
final class Folders {
    private Folders() {}

    /// Deletes a folder and everything in it. Does nothing if it does not exist.
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /// Deletes what interrupted starts have left. Skips what it cannot delete: that does no harm, and the next
    /// start tries again.
    static void deleteLeftovers(Path parent, String prefix) throws IOException {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(parent, prefix + "*")) {
            for (Path leftover : leftovers) {
                try {
                    delete(leftover);
                } catch (IOException e) {
                    // Skipped, see above.
                }
            }
        }
    }
}
