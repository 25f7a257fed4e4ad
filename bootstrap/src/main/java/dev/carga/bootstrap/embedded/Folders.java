package dev.carga.bootstrap.embedded;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// What the JDK lacks for folders.
final class Folders {
    private Folders() {}

    /// Removes a folder with all that is in it; content to find none.
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

    /// Removes what interrupted starts have left, as far as that goes: what resists is no hindrance, and the next
    /// start tries again.
    static void deleteLeftovers(Path parent, String prefix) throws IOException {
        try (DirectoryStream<Path> cleanup = Files.newDirectoryStream(parent, prefix + "*")) {
            for (Path leftover : cleanup) {
                try {
                    delete(leftover);
                } catch (IOException e) {
                    // As said above.
                }
            }
        }
    }
}
