package dev.carga.bootstrap.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// What PostgreSQL says, in `postgres.log`. Each start begins a new one and keeps that of the run before, which
/// tells of a crash; so there are never more than two. [EmbeddedSettings] sees to it that a run says little.
record ServerLog(Path file) {
    static ServerLog begin(Path home) throws IOException {
        Path file = home.resolve("postgres.log");
        if (Files.exists(file)) {
            Files.move(file, home.resolve("postgres.previous.log"), StandardCopyOption.REPLACE_EXISTING);
        }
        Password.writePrivately(file, "");
        return new ServerLog(file);
    }

    boolean mentions(String words) throws IOException {
        return text().contains(words);
    }

    /// Why it ended: the last fatal line without its date, or else the last line.
    String reason() throws IOException {
        List<String> lines = text().lines().filter(line -> !line.isBlank()).toList();
        return lines.stream()
                .filter(line -> line.contains("FATAL:"))
                .map(line -> line.substring(line.indexOf("FATAL:") + "FATAL:".length())
                        .strip())
                .reduce((earlier, later) -> later)
                .orElse(lines.isEmpty() ? "it said nothing" : lines.getLast());
    }

    private String text() throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
