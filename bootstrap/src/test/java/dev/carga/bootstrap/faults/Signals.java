package dev.carga.bootstrap.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What Java cannot send.
final class Signals {

    private Signals() {}

    /// SIGSTOP: the processes are there and do nothing.
    static void stop(List<ProcessHandle> processes) {
        send("-STOP", processes);
    }

    /// SIGCONT: they go on as if nothing had been.
    static void resume(List<ProcessHandle> processes) {
        send("-CONT", processes);
    }

    /// SIGKILL.
    static void kill(ProcessHandle process) {
        send("-KILL", List.of(process));
    }

    private static void send(String signal, List<ProcessHandle> processes) {
        if (processes.isEmpty()) {
            return;
        }
        // The shell's own kill: every machine has it.
        List<String> words = new ArrayList<>(List.of("sh", "-c", "kill \"$@\" 2>/dev/null", "sh", signal));
        processes.forEach(process -> words.add(Long.toString(process.pid())));
        try {
            // Those that have ended by themselves in between make it fail, and are no failure.
            int _ = new ProcessBuilder(words).start().waitFor();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
