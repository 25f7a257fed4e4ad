package dev.carga.bootstrap.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A PostgreSQL cluster for a test, whose processes can be killed and stopped, and which starts again on the same
/// data and port. Uses the classes behind [EmbeddedPostgres], which starts its server only once. Ends with this
/// JVM.
///
/// Not thread-safe.
public final class KillablePostgres implements AutoCloseable {
    private static final String NAME = "carga";
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(60);
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(200);

    private final Path home;
    private final int port;
    private final String password;
    private final Binaries binaries;
    private final DataFolder data;
    private final Identity identity;
    private final ServerLog log;
    private ServerProcess process;

    private KillablePostgres(Path home, int port) throws IOException, InterruptedException {
        this.home = home;
        this.port = port;
        this.binaries = Binaries.bundled(home);
        this.data = DataFolder.in(home);
        this.identity = Identity.find(home);
        binaries.unpack();
        this.password = Password.ofHome(home);
        data.initialize(binaries, identity, NAME, password);
        // Tests kill processes, not the machine, so that written data survives without it.
        Files.writeString(data.path().resolve("postgresql.conf"), "\nfsync = off\n", StandardOpenOption.APPEND);
        this.log = ServerLog.begin(home);
        this.process = startAndAwait();
    }

    /// Creates the cluster in the folder and starts it.
    public static KillablePostgres create(Path home, int port) throws IOException, InterruptedException {
        return new KillablePostgres(Files.createDirectories(home).toRealPath(), port);
    }

    public String user() {
        return NAME;
    }

    public String password() {
        return password;
    }

    public int port() {
        return port;
    }

    /// The direct address, around any proxy between Carga and the server.
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + NAME;
    }

    /// The server's first process and all its descendants, which must be stopped together.
    public List<ProcessHandle> processes() throws IOException {
        return data.postmaster().flatMap(first -> ProcessHandle.of(first.pid())).stream()
                .flatMap(first -> Stream.concat(Stream.of(first), first.children()))
                .toList();
    }

    /// `kill -9` of the first process alone. The others notice that, and end a moment later.
    public void kill() throws IOException {
        data.postmaster().flatMap(first -> ProcessHandle.of(first.pid())).ifPresent(ProcessHandle::destroyForcibly);
    }

    /// Starts it again, after [#kill] or [#stop].
    ///
    /// @throws IOException if it is not ready after a minute, or processes of the earlier server still run
    public void start() throws IOException, InterruptedException {
        process.stop();
        process = startAndAwait();
    }

    /// An orderly stop.
    public void stop() throws InterruptedException {
        process.stop();
    }

    private ServerProcess startAndAwait() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + STARTS_WITHIN.toNanos();
        while (true) {
            data.awaitOldServerGone();
            ServerProcess started = ServerProcess.start(home, data, binaries, identity, port, log);
            if (started.awaitReady(data)) {
                return started;
            }
            // Processes of a killed server still hold its shared memory.
            started.stop();
            if (System.nanoTime() > deadline) {
                throw new IOException("PostgreSQL does not start again: " + log.reason());
            }
            Thread.sleep(BETWEEN_ATTEMPTS);
        }
    }

    @Override
    public void close() {
        try {
            for (ProcessHandle stopped : new ArrayList<>(processes())) {
                stopped.destroyForcibly();
            }
            process.stop();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it ends with this JVM in any case
        }
    }
}
