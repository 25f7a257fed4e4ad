package dev.carga.bootstrap.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.adapters.postgres.DatabaseSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/// The packaged program in a separate process.
final class CargaProcess implements AutoCloseable {

    static final Path JAR = Path.of("target", "carga.jar");

    /// The jar without the embedded database.
    static final Path SERVER_JAR = Path.of("target", "carga-server.jar");

    private final Process process;
    private final Path output;

    private CargaProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static CargaProcess start(Path folder, Map<String, String> environment, String... arguments) {
        return start(folder, environment, List.of("-Xmx192m"), arguments);
    }

    static CargaProcess start(
            Path folder, Map<String, String> environment, List<String> jvmOptions, String... arguments) {
        return start(JAR, folder, environment, jvmOptions, arguments);
    }

    static CargaProcess start(
            Path jar, Path folder, Map<String, String> environment, List<String> jvmOptions, String... arguments) {
        assertThat(jar).as("the packaged program; run this test with verify").exists();
        try {
            Path output = Files.createTempFile(folder, "carga", ".out");
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(jvmOptions);
            command.addAll(List.of("-jar", jar.toAbsolutePath().toString()));
            command.addAll(List.of(arguments));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().keySet().removeIf(CargaProcess::isSetting);
            builder.environment().putAll(environment);
            return new CargaProcess(builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isSetting(String variable) {
        return variable.startsWith("CARGA_") || variable.startsWith("DB_") || variable.startsWith("RABBIT_");
    }

    /// The settings of a process that shares this database and this queue with other processes.
    static Map<String, String> shared(DatabaseSettings database, String amqpUrl, String queue) {
        return Map.of(
                "CARGA_DATABASE_URL", database.jdbcUrl(),
                "CARGA_DATABASE_USER", database.user(),
                "CARGA_DATABASE_PASSWORD", database.password(),
                "CARGA_AMQP_URL", amqpUrl,
                "CARGA_QUEUE", queue);
    }

    CargaProcess awaitReady() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .failFast(() -> assertThat(process.isAlive())
                        .as("the program runs; its output: %s", output())
                        .isTrue())
                .until(() -> output().contains("Carga is ready"));
        return this;
    }

    /// The port that the program prints when it is ready.
    int port() {
        return Integer.parseInt(output().replaceFirst("(?s).*ready on http://[^:]*:([0-9]+).*", "$1"));
    }

    /// The peak of its memory, as the Linux kernel reports it.
    String peakMemory() {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        try {
            return Files.isReadable(status)
                    ? Files.readAllLines(status).stream()
                            .filter(line -> line.startsWith("VmHWM"))
                            .findFirst()
                            .orElse("unknown")
                    : "unknown on this system";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// `kill -9`.
    void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /// `kill -TERM`.
    void terminate() {
        process.destroy();
    }

    int awaitExit() {
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("the program exits; its output: %s", output())
                    .isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Terminates the process and waits for it. After a kill, an embedded database would continue to write to
    /// its folder for a while, and the temporary folder could not be deleted.
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
