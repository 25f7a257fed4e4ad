package dev.carga.bootstrap.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The PostgreSQL that Carga bundles, for use without a database server. The rest of the system is the same.
///
/// Everything is in one folder, the home:
///
/// | in the home | what it is |
/// |---|---|
/// | `postgres-18.6.0/` | the programs, unpacked on the first start |
/// | `data/` | the database; kept from start to start |
/// | `password` | of the only user, generated on the first start |
/// | `postgres.log`, `postgres.previous.log` | the server's log of this run and of the one before |
/// | `lock` | held while a Carga runs on this home |
///
/// The server ends with this JVM, however that ends (see [ServerProcess]). A start right after a crash waits for
/// the old server and recovers: committed data is kept.
///
/// Thread-safe. A home has at most one `EmbeddedPostgres` at a time, over all processes.
public final class EmbeddedPostgres implements AutoCloseable {
    /// Of the user, who owns everything, and of the database.
    private static final String NAME = "carga";

    private static final int ATTEMPTS = 20;
    private static final Duration RETRY_PAUSE = Duration.ofMillis(500);

    private final HomeLock lock;
    private final ServerProcess process;
    private final int port;
    private final String password;

    private EmbeddedPostgres(HomeLock lock, ServerProcess process, int port, String password) {
        this.lock = lock;
        this.process = process;
        this.port = port;
        this.password = password;
    }

    /// Whether this home has a database from an earlier start.
    public static boolean existsIn(Path home) {
        return DataFolder.in(home).exists();
    }

    /// Whether this jar bundles PostgreSQL. The jar for servers lacks the programs, their version, and the
    /// libraries that unpack them: callers check this before they load a class that needs those.
    public static boolean isBundled() {
        return EmbeddedPostgres.class.getResource(Binaries.PROPERTIES) != null;
    }

    /// Starts on a free port.
    ///
    /// @throws StartupException if it cannot start; the message is for the user
    public static EmbeddedPostgres start(Path home) {
        return start(home, 0);
    }

    /// As [#start(Path)], on a chosen port, at which other tools find the server.
    ///
    /// @param home created if it does not exist
    /// @param port on the loopback interface, 0 for any free one
    /// @throws StartupException if it cannot start; the message is for the user
    public static EmbeddedPostgres start(Path home, int port) {
        return start(home, port, Identity::find);
    }

    static EmbeddedPostgres start(Path home, int port, IdentityChoice identity) {
        try {
            Path real = Files.createDirectories(home).toRealPath();
            HomeLock lock = HomeLock.take(real);
            try {
                return start(real, port, identity, lock);
            } catch (IOException | InterruptedException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (AccessDeniedException e) {
            throw new StartupException(
                    "The user " + System.getProperty("user.name") + " may not use " + e.getFile()
                            + ": make that user its owner, or choose another folder with --home.",
                    e);
        } catch (IOException e) {
            throw new StartupException("The folder " + home + " cannot be used for PostgreSQL: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupException("The start of PostgreSQL on " + home + " was interrupted.", e);
        }
    }

    private static EmbeddedPostgres start(Path home, int port, IdentityChoice choice, HomeLock lock)
            throws IOException, InterruptedException {
        Binaries binaries = Binaries.bundled(home);
        DataFolder data = DataFolder.in(home);
        data.refuseOtherVersion(binaries.major());
        data.awaitOldServerGone();
        Identity identity = choice.choose(home);
        // Without data this is the first start, or the first one was interrupted and may have left empty files.
        if (!binaries.unpacked()
                || !data.exists()
                || !version(home, binaries, identity).succeeded()) {
            binaries.unpack();
            refuseUnusable(home, identity, version(home, binaries, identity));
        }
        String password = Password.ofHome(home);
        data.initialize(binaries, identity, NAME, password);
        ServerLog log = ServerLog.begin(home);
        for (int attempt = 1; ; attempt++) {
            int chosen = port == 0 ? freePort() : port;
            ServerProcess process = ServerProcess.start(home, data, binaries, identity, chosen, log);
            if (isReady(process, data)) {
                return new EmbeddedPostgres(lock, process, chosen, password);
            }
            process.stop();
            refuseLastingFailure(attempt, port, data, log);
            Thread.sleep(RETRY_PAUSE);
        }
    }

    /// Stops a server that did not become ready.
    private static boolean isReady(ServerProcess process, DataFolder data) throws IOException, InterruptedException {
        try {
            return process.awaitReady(data);
        } catch (IOException | InterruptedException | RuntimeException e) {
            process.stop();
            throw e;
        }
    }

    /// Gives up, unless the failure is one of two that pass: another program took the free port first, or
    /// processes of a killed server still hold its shared memory.
    private static void refuseLastingFailure(int attempt, int port, DataFolder data, ServerLog log) throws IOException {
        boolean portTaken = log.mentions("Address already in use");
        if (portTaken && port != 0) {
            throw new StartupException("Port " + port
                    + " on 127.0.0.1 is taken by another program: choose another for PostgreSQL,"
                    + " or none, to use any free one.");
        }
        if (attempt >= ATTEMPTS || !(portTaken || log.mentions("pre-existing shared memory block"))) {
            throw new StartupException("PostgreSQL did not start on " + data.path() + ": " + log.reason()
                    + " (its log is " + log.file() + ").");
        }
    }

    /// Runs `postgres --version` with the identity that will run the server. Takes a few milliseconds, and
    /// detects early what would otherwise show only in a log.
    private static ExternalProgram.ProgramResult version(Path home, Binaries binaries, Identity identity)
            throws IOException, InterruptedException {
        return ExternalProgram.run(
                home, "", identity.running(List.of(binaries.program("postgres").toString(), "--version")));
    }

    private static void refuseUnusable(Path home, Identity identity, ExternalProgram.ProgramResult result) {
        if (result.succeeded()) {
            return;
        }
        throw new StartupException(
                identity instanceof Identity.Other
                        ? "PostgreSQL refuses to run as root, and the user " + Identity.OTHER_USER
                                + ", which would run it, cannot reach " + home
                                + ": choose a folder with --home that every user may enter, such as /var/lib/carga."
                        : "The bundled PostgreSQL does not run on this machine: " + result.lastLine()
                                + "; give Carga a PostgreSQL server of your own.");
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + NAME;
    }

    public String user() {
        return NAME;
    }

    public String password() {
        return password;
    }

    /// Stops the server, which rolls back what is not committed, waits for it, and then releases the home.
    /// Idempotent.
    @Override
    public synchronized void close() {
        try {
            process.stop();
            lock.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // The server stops all the same; the lock ends with this process.
        } catch (IOException e) {
            throw new UncheckedIOException("The lock of the home folder could not be released", e);
        }
    }

    /// Finds the identity that runs the server. Tests choose one.
    @FunctionalInterface
    interface IdentityChoice {
        Identity choose(Path home) throws IOException, InterruptedException;
    }
}
