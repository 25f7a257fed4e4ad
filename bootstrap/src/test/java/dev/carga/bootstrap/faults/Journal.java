package dev.carga.bootstrap.faults;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/// The log of a run, on standard output and in a file. Each line has the time since the start. Thread-safe.
final class Journal implements AutoCloseable {

    private final long start = System.nanoTime();
    private final PrintWriter file;

    Journal(Path file) throws IOException {
        this.file = new PrintWriter(Files.newBufferedWriter(file));
    }

    synchronized void say(String message) {
        String line = String.format(Locale.ROOT, "[%7.1f s] %s", elapsed().toMillis() / 1000.0, message);
        System.out.println(line);
        file.println(line);
        file.flush();
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Override
    public synchronized void close() {
        file.close();
    }
}
