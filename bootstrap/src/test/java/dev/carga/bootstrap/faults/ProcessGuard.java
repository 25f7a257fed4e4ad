package dev.carga.bootstrap.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;

/// Makes sure that no child process outlives this JVM, however it ends: a shell gets the id of every child
/// through a pipe, and kills the remaining ones when the pipe breaks. Thread-safe.
final class ProcessGuard implements AutoCloseable {

    /// Ctrl-C goes to all processes of a terminal: the shell must survive it.
    private static final String SCRIPT = """
            trap '' INT TERM HUP
            pids=' '
            while read -r sign pid; do
                case $sign in
                    +) pids="$pids$pid " ;;
                    -) case $pids in *" $pid "*) pids="${pids%% $pid *} ${pids#* $pid }" ;; esac ;;
                esac
            done
            for pid in $pids; do kill -KILL "$pid" 2>/dev/null; done
            """;

    private final Process shell;
    private final OutputStream commands;

    ProcessGuard() throws IOException {
        shell = new ProcessBuilder("sh", "-c", SCRIPT, "carga-fault-guard")
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start();
        commands = shell.getOutputStream();
    }

    void watch(ProcessHandle child) {
        send("+ " + child.pid());
    }

    /// The child has ended, and the system may give its id to another process.
    void forget(ProcessHandle child) {
        send("- " + child.pid());
    }

    private synchronized void send(String line) {
        try {
            commands.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            commands.flush();
        } catch (IOException e) {
            // The guard is closed: no more processes are started.
        }
    }

    /// Kills the remaining children.
    @Override
    public synchronized void close() {
        try {
            commands.close();
            shell.waitFor();
        } catch (IOException e) {
            shell.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
