package dev.carga.bootstrap.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A folder that is not there any more.
final class Deleted {

    private Deleted() {}

    static void folder(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(folder)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        } catch (java.io.UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path path : paths) {
            try {
                Files.delete(path);
            } catch (NoSuchFileException e) {
                // Its owner was quicker.
            }
        }
    }
}
