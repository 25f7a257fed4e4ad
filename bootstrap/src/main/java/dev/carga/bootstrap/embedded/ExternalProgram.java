package dev.carga.bootstrap.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// Runs other programs.
final class ExternalProgram {

    record ProgramResult(int exitCode, String output) {
        boolean succeeded() {
            return exitCode == 0;
        }

        /// Where programs explain a failure.
        String lastLine() {
            return output.substring(output.lastIndexOf('\n') + 1);
        }
    }

    private ExternalProgram() {}

    /// Runs a short-lived program until it ends.
    ///
    /// @param folder  in which it runs
    /// @param input   its standard input
    /// @param command the program and its arguments
    static ProgramResult run(Path folder, String input, List<String> command) throws IOException, InterruptedException {
        Process process = builder(folder, command).redirectErrorStream(true).start();
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It ended without reading. Its exit code and output explain that better than a broken pipe.
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new ProgramResult(process.waitFor(), output.strip());
    }

    /// A program without the caller's PGPORT, PGDATA and the like, which are meant for another server, and with
    /// messages in English, which [ServerLog] searches.
    static ProcessBuilder builder(Path folder, List<String> command) {
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
        builder.environment().put("LC_ALL", "C");
        return builder;
    }
}
