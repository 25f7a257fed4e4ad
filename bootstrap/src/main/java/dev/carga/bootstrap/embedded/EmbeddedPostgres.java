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

/// A real PostgreSQL that Carga brings along, for those who have none: the same system as with a server,
/// shrunk.
///
/// All of it lives in one folder, the home:
///
/// | in the home | what it is |
/// |---|---|
/// | `postgres-18.6.0/` | the programs, unpacked on the first start |
/// | `data/` | the database; kept from start to start |
/// | `password` | of the one user, made up on the first start |
/// | `postgres.log`, `postgres.previous.log` | what the server said in this run and in the one before |
/// | `lock` | held while a Carga runs on this home |
///
/// The server ends with this JVM, however that ends ([ServerProcess] tells how), and a start right after a
/// crash waits for it and recovers. What was committed is kept.
///
/// Any thread may call; a home has one `EmbeddedPostgres` at a time, over all processes.
public final class EmbeddedPostgres implements AutoCloseable {
    /// Of the user, who owns everything, and of the database.
    private static final String NAME = "carga";

    private static final int ATTEMPTS = 20;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(500);

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

    /// Whether there is a database in this home, from an earlier start.
    public static boolean existsIn(Path home) {
        return DataFolder.in(home).exists();
    }

    /// Whether this build of Carga brings it along. The one for servers leaves out the programs, their
    /// version, and what unpacks them; so this is asked before any class is loaded that would miss it.
    public static boolean isBundled() {
        return EmbeddedPostgres.class.getResource(Binaries.PROPERTIES) != null;
    }

    /// Starts on a free port.
    ///
    /// @throws StartupException with a sentence for the user, when it cannot start
    public static EmbeddedPostgres start(Path home) {
        return start(home, 0);
    }

    /// Starts on a port of the caller's choice, for those who want to find the server again with other tools.
    ///
    /// @param home made when it is not there
    /// @param port on the loopback interface, 0 for any free one
    /// @throws StartupException with a sentence for the user, when it cannot start
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
                            + ": make it that user's own, or choose another folder with --home.",
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
        // Without data this is a first start, or one that was cut short and may have left empty files.
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
            refuseHopeless(attempt, port, data, log);
            Thread.sleep(BETWEEN_ATTEMPTS);
        }
    }

    /// A server that did not come up is not left behind either.
    private static boolean isReady(ServerProcess process, DataFolder data) throws IOException, InterruptedException {
        try {
            return process.awaitReady(data);
        } catch (IOException | InterruptedException | RuntimeException e) {
            process.stop();
            throw e;
        }
    }

    /// Two failures pass by themselves: another program took the free port first, and processes of a server
    /// that was killed outright still hold its shared memory.
    private static void refuseHopeless(int attempt, int port, DataFolder data, ServerLog log) throws IOException {
        boolean portTaken = log.mentions("Address already in use");
        if (portTaken && port != 0) {
            throw new StartupException("Port " + port
                    + " on 127.0.0.1 is taken by another program: choose another for PostgreSQL,"
                    + " or none and a free one is found.");
        }
        if (attempt >= ATTEMPTS || !(portTaken || log.mentions("pre-existing shared memory block"))) {
            throw new StartupException("PostgreSQL did not start on " + data.path() + ": " + log.reason()
                    + " (its log is " + log.file() + ").");
        }
    }

    /// Asks the server's program for its version, as the identity that will run it. Costs some milliseconds,
    /// and turns what would otherwise be a riddle in a log into a sentence.
    private static Command.CommandResult version(Path home, Binaries binaries, Identity identity)
            throws IOException, InterruptedException {
        return Command.run(
                home, "", identity.running(List.of(binaries.program("postgres").toString(), "--version")));
    }

    private static void refuseUnusable(Path home, Identity identity, Command.CommandResult outcome) {
        if (outcome.succeeded()) {
            return;
        }
        throw new StartupException(
                identity instanceof Identity.Other
                        ? "PostgreSQL refuses to run as root, and the user " + Identity.OTHER_USER
                                + ", who would run it, cannot reach " + home
                                + ": choose a folder with --home that every user may enter, such as /var/lib/carga."
                        : "The bundled PostgreSQL does not run on this machine: " + outcome.lastLine()
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

    /// Stops the server in good order, rolling back what is not committed, and waits for it; then gives the
    /// home free. Closing again does nothing.
    @Override
    public synchronized void close() {
        try {
            process.stop();
            lock.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server stops all the same; the lock goes with this process
        } catch (IOException e) {
            throw new UncheckedIOException("The lock of the home folder could not be given back", e);
        }
    }

    /// How to find the identity that runs the server; the tests choose one.
    @FunctionalInterface
    interface IdentityChoice {
        Identity choose(Path home) throws IOException, InterruptedException;
    }
}
