package dev.carga.bootstrap.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// A short-lived program, run to its end.
final class Command {
    record CommandResult(int exitCode, String output) {
        boolean succeeded() {
            return exitCode == 0;
        }

        /// What programs have to say about a failure, they say last.
        String lastLine() {
            return output.substring(output.lastIndexOf('\n') + 1);
        }
    }

    private Command() {}

    static CommandResult run(Path folder, String input, List<String> words) throws IOException, InterruptedException {
        Process process = builder(folder, words).redirectErrorStream(true).start();
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It ended without reading; its exit code and its words say why, better than a broken pipe
            // does.
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new CommandResult(process.waitFor(), output.strip());
    }

    /// PGPORT, PGDATA and the like in the caller's environment are meant for another server; PostgreSQL's words
    /// must come in the language in which the log is read here.
    static ProcessBuilder builder(Path folder, List<String> words) {
        var builder = new ProcessBuilder(words).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
        builder.environment().put("LC_ALL", "C");
        return builder;
    }
}
