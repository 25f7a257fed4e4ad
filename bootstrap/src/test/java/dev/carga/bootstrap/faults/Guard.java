package dev.carga.bootstrap.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;

/// Sees to it that no child outlives this JVM, however that ends: a shell that is told of every child, and
/// kills those that are left when the pipe to it breaks. Thread-safe.
final class Guard implements AutoCloseable {

    /// Ctrl-C goes to all processes of a terminal: the shell must stay to do its work.
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
    private final OutputStream words;

    Guard() throws IOException {
        shell = new ProcessBuilder("sh", "-c", SCRIPT, "carga-fault-guard")
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start();
        words = shell.getOutputStream();
    }

    void watch(ProcessHandle child) {
        tell("+ " + child.pid());
    }

    /// It has ended, and its number may go to another.
    void forget(ProcessHandle child) {
        tell("- " + child.pid());
    }

    private synchronized void tell(String line) {
        try {
            words.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            words.flush();
        } catch (IOException e) {
            // The guard was closed: nothing is started any more.
        }
    }

    /// Kills what is still there.
    @Override
    public synchronized void close() {
        try {
            words.close();
            shell.waitFor();
        } catch (IOException e) {
            shell.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
