package dev.carga.bootstrap.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The folder of the database cluster, `data` in the home folder. Its name holds no version, so that a Carga that
/// bundles a newer PostgreSQL finds the old data and refuses it, instead of starting on an empty folder.
///
/// Only the holder of the [HomeLock] may call the methods.
record DataFolder(Path path) {
    private static final Duration OLD_SERVER_TIMEOUT = Duration.ofSeconds(60);
    private static final String UNFINISHED = "data-initializing-";
    private static final Duration POLL = Duration.ofMillis(20);

    static DataFolder in(Path home) {
        return new DataFolder(home.resolve("data"));
    }

    boolean exists() {
        return Files.exists(path);
    }

    void refuseOtherVersion(int major) throws IOException {
        if (!exists()) {
            return;
        }
        Path file = path.resolve("PG_VERSION");
        if (!Files.exists(file)) {
            throw new StartupException(
                    "The folder " + path + " is not a data folder of PostgreSQL (it has no PG_VERSION):"
                            + " move it away, or choose another folder with --home.");
        }
        String found = Files.readString(file).strip();
        if (!found.equals(Integer.toString(major))) {
            throw new StartupException("The data in " + path + " was written by PostgreSQL " + found
                    + " and this Carga bundles PostgreSQL " + major
                    + ", which cannot open it: start the Carga that wrote it"
                    + " and move the data with pg_dump, or start with another folder with --home.");
        }
    }

    /// Creates the cluster and its database, unless they exist. Works in a temporary folder, which is renamed
    /// last, so that an interrupted start leaves nothing that looks like data.
    void initialize(Binaries binaries, Identity identity, String user, String password)
            throws IOException, InterruptedException {
        if (exists()) {
            identity.own(path);
            return;
        }
        Path home = path.resolve("..").normalize();
        Folders.deleteLeftovers(home, UNFINISHED);
        // A new name each time: the initdb of a killed Carga may still be writing into the last one.
        Path unfinished = Files.createTempDirectory(home, UNFINISHED);
        Path passwordFile = unfinished.resolve("password");
        Password.writePrivately(passwordFile, password);
        identity.own(unfinished);
        Path cluster = unfinished.resolve("data");
        // PostgreSQL's builtin C.UTF-8, not the system's: the sort order of text never changes with the C
        // library.
        runOrExplain(
                home,
                "",
                identity.running(List.of(
                        binaries.program("initdb").toString(),
                        "--pgdata=" + cluster,
                        "--username=" + user,
                        "--pwfile=" + passwordFile,
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--no-instructions")));
        runOrExplain(
                home,
                "CREATE DATABASE " + user + "\n",
                identity.running(List.of(
                        binaries.program("postgres").toString(), "--single", "-D", cluster.toString(), "template1")));
        Files.move(cluster, path, StandardCopyOption.ATOMIC_MOVE);
        Folders.delete(unfinished);
    }

    private void runOrExplain(Path home, String input, List<String> command) throws IOException, InterruptedException {
        ExternalProgram.ProgramResult result = ExternalProgram.run(home, input, command);
        if (!result.succeeded()) {
            throw new StartupException(
                    "PostgreSQL could not create its data folder " + path + ": " + result.lastLine());
        }
    }

    /// Waits until no server runs on this folder. A server whose Carga was killed notices at once, and shuts down
    /// within a moment. Two servers on one folder would destroy the data, and the [HomeLock] does not cover the
    /// server.
    void awaitOldServerGone() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + OLD_SERVER_TIMEOUT.toNanos();
        for (Optional<Postmaster> old = postmaster(); old.isPresent(); old = postmaster()) {
            long pid = old.get().pid();
            if (!isPostgres(pid)) {
                // The file is left from a crash, and another program has the process id now, as happens in
                // containers. PostgreSQL would take that program for the old server and refuse to start.
                Files.deleteIfExists(pidFile());
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new StartupException("An earlier PostgreSQL (process " + pid + ") still runs on " + path
                        + " and does not stop: end it with kill -INT " + pid + " and start again.");
            }
            Thread.sleep(POLL);
        }
    }

    /// True if in doubt: a wrong "no" could start a second server on the folder.
    private static boolean isPostgres(long pid) throws IOException {
        Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        if (process.isEmpty()) {
            return false;
        }
        Path name = Path.of("/proc", Long.toString(pid), "comm");
        if (Files.isReadable(name)) {
            return Files.readString(name).strip().equals("postgres");
        }
        return process.get()
                .info()
                .command()
                .map(command -> command.endsWith("postgres"))
                .orElse(true);
    }

    /// The server that runs on this folder; empty if there is none, or it has not written its file yet.
    Optional<Postmaster> postmaster() throws IOException {
        return Files.exists(pidFile()) ? Postmaster.parse(Files.readAllLines(pidFile())) : Optional.empty();
    }

    private Path pidFile() {
        return path.resolve("postmaster.pid");
    }

    /// The server process according to `postmaster.pid`: line 1 is its process id, line 8 its state.
    record Postmaster(long pid, boolean ready) {
        private static final int STATE_LINE = 7;

        static Optional<Postmaster> parse(List<String> lines) {
            if (lines.isEmpty() || lines.getFirst().isBlank()) {
                return Optional.empty();
            }
            boolean ready =
                    lines.size() > STATE_LINE && lines.get(STATE_LINE).strip().equals("ready");
            return Optional.of(new Postmaster(Long.parseLong(lines.getFirst().strip()), ready));
        }
    }
}
