package dev.carga.bootstrap.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// PostgreSQL's log, `postgres.log`. Each start begins a new file and keeps that of the run before, which may
/// explain a crash; so there are at most two. [EmbeddedSettings] keeps a run's log short.
record ServerLog(Path file) {
    static ServerLog begin(Path home) throws IOException {
        Path file = home.resolve("postgres.log");
        if (Files.exists(file)) {
            Files.move(file, home.resolve("postgres.previous.log"), StandardCopyOption.REPLACE_EXISTING);
        }
        Password.writePrivately(file, "");
        return new ServerLog(file);
    }

    boolean mentions(String text) throws IOException {
        return text().contains(text);
    }

    /// Why the server ended: the last fatal message without its date, or else the last line.
    String reason() throws IOException {
        List<String> lines = text().lines().filter(line -> !line.isBlank()).toList();
        return lines.stream()
                .filter(line -> line.contains("FATAL:"))
                .map(line -> line.substring(line.indexOf("FATAL:") + "FATAL:".length())
                        .strip())
                .reduce((earlier, later) -> later)
                .orElse(lines.isEmpty() ? "its log is empty" : lines.getLast());
    }

    private String text() throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
