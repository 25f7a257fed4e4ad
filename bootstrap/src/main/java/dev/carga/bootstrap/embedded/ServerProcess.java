package dev.carga.bootstrap.embedded;

import dev.carga.bootstrap.embedded.DataFolder.Postmaster;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A running `postgres` that cannot outlive this JVM.
///
/// A shell between the two holds the reading end of a pipe. The operating system closes the writing end when this
/// JVM ends, however that happens, `kill -9` included; the shell then stops the server. An orderly stop also
/// closes the pipe, so there is one way to stop, and every stop exercises it.
final class ServerProcess {
    /// Descriptor 3 keeps the pipe, since a shell gives its background jobs an empty standard input. The signal
    /// is repeated until the server is gone, since one that arrives before the server handles signals is lost.
    /// TERM is ignored, because service managers send it to all processes at once, and this shell must outlive
    /// that.
    private static final String KEEPER = """
            trap '' TERM HUP
            exec 3<&0
            "$@" </dev/null 3<&- >&2 &
            postgres=$!
            echo "$postgres"
            ( read -r _ <&3; while kill -INT "$postgres" 2>/dev/null; do sleep 1; done ) >/dev/null &
            watcher=$!
            exec 3<&- >/dev/null
            wait "$postgres"
            code=$?
            kill -KILL "$watcher" 2>/dev/null
            exit "$code"
            """;

    private static final Duration READY_TIMEOUT = Duration.ofMinutes(5); // To replay up to 2 GB of write-ahead log.
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(5);

    private final Process keeper;
    private final ProcessHandle server;

    private ServerProcess(Process keeper, ProcessHandle server) {
        this.keeper = keeper;
        this.server = server;
    }

    /// Starts it. Whether it becomes ready, [#awaitReady] returns.
    static ServerProcess start(
            Path home, DataFolder data, Binaries binaries, Identity identity, int port, ServerLog log)
            throws IOException {
        var postgres = new ArrayList<>(List.of(
                "sh",
                "-c",
                KEEPER,
                "carga-postgres",
                binaries.program("postgres").toString()));
        postgres.addAll(List.of("-D", data.path().toString()));
        postgres.addAll(EmbeddedSettings.arguments(port));
        var command = new ArrayList<>(newSession());
        command.addAll(identity.running(postgres));
        Process keeper = ExternalProgram.builder(home, command)
                .redirectError(Redirect.appendTo(log.file().toFile()))
                .start();
        try (BufferedReader reader = keeper.inputReader(StandardCharsets.US_ASCII)) {
            String pid = reader.readLine();
            if (pid == null) {
                throw new StartupException("PostgreSQL could not be started: " + log.reason() + ".");
            }
            return new ServerProcess(
                    keeper, ProcessHandle.of(Long.parseLong(pid)).orElse(keeper.toHandle()));
        }
    }

    /// Ctrl-C goes to all processes of a terminal's session. The server gets another session, so that Carga can
    /// finish its parts in progress before the server stops. macOS has no `setsid`.
    private static List<String> newSession() {
        return Files.isExecutable(Path.of("/usr/bin/setsid")) ? List.of("/usr/bin/setsid") : List.of();
    }

    /// Waits until it accepts connections.
    ///
    /// @return false if it ended instead; the log says why
    boolean awaitReady(DataFolder data) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + READY_TIMEOUT.toNanos();
        while (System.nanoTime() < deadline) {
            if (!keeper.isAlive()) {
                return false;
            }
            Optional<Postmaster> postmaster = data.postmaster();
            if (postmaster.isPresent()
                    && postmaster.get().pid() == server.pid()
                    && postmaster.get().ready()) {
                return true;
            }
            Thread.sleep(POLL);
        }
        throw new StartupException("PostgreSQL on " + data.path() + " was not ready after " + READY_TIMEOUT.toMinutes()
                + " minutes: see postgres.log beside it.");
    }

    /// Stops it and waits. Open transactions are rolled back. If it has not stopped after a minute it is killed,
    /// and the next start recovers from the write-ahead log.
    void stop() throws InterruptedException {
        try {
            keeper.getOutputStream().close();
        } catch (IOException e) {
            // The other end is closed already: the keeper has ended, and the server has or is about to.
        }
        try {
            server.onExit().get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            server.destroyForcibly();
        }
        keeper.waitFor();
    }
}
