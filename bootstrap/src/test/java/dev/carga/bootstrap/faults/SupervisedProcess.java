package dev.carga.bootstrap.faults;

import dev.carga.adapters.amqp.CuttableProxy;
import dev.carga.domain.Nullable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A web or a worker process of the packaged jar, restarted whenever it ends, as a supervisor would. It
/// reaches database and broker through its own proxies. Thread-safe.
final class SupervisedProcess implements AutoCloseable {

    private static final Path JAR = Path.of("target", "carga.jar");
    private static final Pattern ADDRESS = Pattern.compile("ready on http://[^:]*:([0-9]+)");
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(90);
    private static final Duration RESTART_PAUSE = Duration.ofMillis(500);

    /// How the program is called.
    ///
    /// @param arguments   of `carga`
    /// @param environment in addition to the suite's
    record Call(List<String> arguments, Map<String, String> environment) {}

    private final String name;
    private final Path folder;
    private final Call call;
    private final CuttableProxy database;
    private final CuttableProxy broker;
    private final ProcessGuard guard;
    private final Consumer<String> violations;
    private final Thread supervisor;

    private volatile @Nullable Process running;
    private volatile Path output;
    private volatile boolean expectedToEnd;
    private volatile boolean closed;
    private volatile int starts;

    /// A process that is not started yet.
    ///
    /// @param violations gets a message if the process ends by itself, or does not stop
    SupervisedProcess(
            String name,
            Path folder,
            Call call,
            CuttableProxy database,
            CuttableProxy broker,
            ProcessGuard guard,
            Consumer<String> violations) {
        this.name = name;
        this.folder = folder;
        this.call = call;
        this.database = database;
        this.broker = broker;
        this.guard = guard;
        this.violations = violations;
        this.output = folder;
        this.supervisor =
                Thread.ofPlatform().daemon().name("supervisor of " + name).unstarted(this::supervise);
    }

    static Path jar() {
        if (!Files.exists(JAR)) {
            throw new IllegalStateException("The packaged program does not exist: " + JAR.toAbsolutePath());
        }
        return JAR.toAbsolutePath();
    }

    void start() {
        supervisor.start();
    }

    String name() {
        return name;
    }

    CuttableProxy database() {
        return database;
    }

    CuttableProxy broker() {
        return broker;
    }

    int starts() {
        return starts;
    }

    private void supervise() {
        try {
            while (!closed) {
                Process process = launch();
                process.waitFor();
                guard.forget(process.toHandle());
                if (!expectedToEnd && !closed) {
                    violations.accept(name + " ended by itself with status " + process.exitValue()
                            + "; its last output: " + lastLine());
                }
                Thread.sleep(RESTART_PAUSE);
            }
        } catch (IOException e) {
            violations.accept(name + " cannot be started: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Under the lock: a kill must not fall between the start and the assignment of the process.
    private synchronized Process launch() throws IOException {
        starts++;
        output = folder.resolve(name + "." + starts + ".log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "-jar",
                jar().toString()));
        command.addAll(call.arguments());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(SupervisedProcess::isSetting);
        builder.environment().putAll(call.environment());
        Process process = builder.start();
        guard.watch(process.toHandle());
        expectedToEnd = false;
        running = process;
        if (closed) {
            process.destroyForcibly();
        }
        return process;
    }

    private static boolean isSetting(String variable) {
        return variable.startsWith("CARGA_") || variable.startsWith("DB_") || variable.startsWith("RABBIT");
    }

    /// `kill -9`, of a suspended process too.
    synchronized void kill() {
        expectedToEnd = true;
        Process process = running;
        if (process != null) {
            process.destroyForcibly();
        }
    }

    /// SIGTERM. It is a violation if the process does not stop within 90 s.
    void terminate() throws InterruptedException {
        Process process;
        synchronized (this) {
            expectedToEnd = true;
            process = running;
        }
        if (process == null) {
            return;
        }
        process.destroy();
        if (!process.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            violations.accept(name + " was terminated and still runs after " + STOP_TIMEOUT.toSeconds() + " s");
            process.destroyForcibly();
        }
    }

    /// SIGSTOP.
    void suspend() {
        Signals.suspend(handles());
    }

    /// SIGCONT.
    void resume() {
        Signals.resume(handles());
    }

    private List<ProcessHandle> handles() {
        Process process = running;
        return process == null || !process.isAlive() ? List.of() : List.of(process.toHandle());
    }

    boolean isReady() {
        Process process = running;
        return process != null && process.isAlive() && text().contains("Carga is ready");
    }

    /// The port of a web process; 0 until it is ready.
    int port() {
        Matcher matcher = ADDRESS.matcher(text());
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    private String lastLine() {
        return text().lines().reduce("none", (_, later) -> later);
    }

    private String text() {
        Path file = output;
        try {
            return Files.isRegularFile(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Kills the process, and does not start it again.
    @Override
    public void close() {
        closed = true;
        kill();
        try {
            supervisor.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        database.close();
        broker.close();
    }

    /// Terminates the process, and does not start it again.
    void stopForGood() throws InterruptedException {
        closed = true;
        terminate();
    }
}
