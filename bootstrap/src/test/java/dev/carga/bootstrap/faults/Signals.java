package dev.carga.bootstrap.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Signals that Java cannot send.
final class Signals {

    private Signals() {}

    /// SIGSTOP
    static void suspend(List<ProcessHandle> processes) {
        send("-STOP", processes);
    }

    /// SIGCONT
    static void resume(List<ProcessHandle> processes) {
        send("-CONT", processes);
    }

    /// SIGKILL
    static void kill(ProcessHandle process) {
        send("-KILL", List.of(process));
    }

    private static void send(String signal, List<ProcessHandle> processes) {
        if (processes.isEmpty()) {
            return;
        }
        // The built-in kill of the shell: every machine has it.
        List<String> command = new ArrayList<>(List.of("sh", "-c", "kill \"$@\" 2>/dev/null", "sh", signal));
        processes.forEach(process -> command.add(Long.toString(process.pid())));
        try {
            // It fails for processes that have ended meanwhile, which is no error.
            int _ = new ProcessBuilder(command).start().waitFor();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
