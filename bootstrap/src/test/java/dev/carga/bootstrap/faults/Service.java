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

/// A web or a worker process of the packaged jar, started again whenever it has ended, as an operator's supervisor
/// would. It reaches its servers through proxies of its own. Thread-safe.
final class Service implements AutoCloseable {

    private static final Path JAR = Path.of("target", "carga.jar");
    private static final Pattern ADDRESS = Pattern.compile("ready on http://[^:]*:([0-9]+)");
    private static final Duration LEAVES_WITHIN = Duration.ofSeconds(90);
    private static final Duration BEFORE_RESTART = Duration.ofMillis(500);

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
    private final Guard guard;
    private final Consumer<String> complaints;
    private final Thread supervisor;

    private volatile @Nullable Process running;
    private volatile Path output;
    private volatile boolean expectedToEnd;
    private volatile boolean closed;
    private volatile int starts;

    /// One that is not started yet.
    ///
    /// @param complaints is told when the process ends though nobody made it
    Service(
            String name,
            Path folder,
            Call call,
            CuttableProxy database,
            CuttableProxy broker,
            Guard guard,
            Consumer<String> complaints) {
        this.name = name;
        this.folder = folder;
        this.call = call;
        this.database = database;
        this.broker = broker;
        this.guard = guard;
        this.complaints = complaints;
        this.output = folder;
        this.supervisor =
                Thread.ofPlatform().daemon().name("supervisor of " + name).unstarted(this::supervise);
    }

    static Path jar() {
        if (!Files.exists(JAR)) {
            throw new IllegalStateException("The packaged program is not there: " + JAR.toAbsolutePath());
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
                    complaints.accept(name + " ended by itself with status " + process.exitValue() + "; it said last: "
                            + lastWords());
                }
                Thread.sleep(BEFORE_RESTART);
            }
        } catch (IOException e) {
            complaints.accept(name + " cannot be started: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Under the lock: a kill must not fall between the start and its being known.
    private synchronized Process launch() throws IOException {
        starts++;
        output = folder.resolve(name + "." + starts + ".log");
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "-jar",
                jar().toString()));
        words.addAll(call.arguments());
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(Service::isSetting);
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

    /// `kill -9`; also of a process that is stopped.
    synchronized void kill() {
        expectedToEnd = true;
        Process process = running;
        if (process != null) {
            process.destroyForcibly();
        }
    }

    /// Tells it to leave, and complains if it does not in time.
    void leave() throws InterruptedException {
        Process process;
        synchronized (this) {
            expectedToEnd = true;
            process = running;
        }
        if (process == null) {
            return;
        }
        process.destroy();
        if (!process.waitFor(LEAVES_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
            complaints.accept(name + " was told to leave and is still there after " + LEAVES_WITHIN.toSeconds() + " s");
            process.destroyForcibly();
        }
    }

    /// SIGSTOP.
    void pause() {
        Signals.stop(handles());
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
        return process != null && process.isAlive() && said("Carga is ready");
    }

    /// Where a web process listens now, or listened last; 0 if it has not said it yet.
    int port() {
        Matcher matcher = ADDRESS.matcher(text());
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    private boolean said(String words) {
        return text().contains(words);
    }

    private String lastWords() {
        return text().lines().reduce("nothing", (_, later) -> later);
    }

    private String text() {
        Path file = output;
        try {
            return Files.isRegularFile(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Ends it for good.
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

    /// Ends it for good, in good order.
    void retire() throws InterruptedException {
        closed = true;
        leave();
    }
}
