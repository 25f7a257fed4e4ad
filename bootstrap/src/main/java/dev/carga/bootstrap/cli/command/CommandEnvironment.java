package dev.carga.bootstrap.cli.command;

import dev.carga.domain.Nullable;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// The environment variables and the streams of a command, as given to the command line.
final class CommandEnvironment {

    private CommandEnvironment() {}

    static Map<String, String> of(@Nullable CommandSpec spec) {
        return ((EnvironmentDefaults) Objects.requireNonNull(spec).defaultValueProvider()).environment();
    }

    static PrintWriter out(@Nullable CommandSpec spec) {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }

    /// Prints a failure on standard error, in one line.
    static void printError(@Nullable CommandSpec spec, String message) {
        printNote(spec, "carga: " + message);
    }

    /// Prints one line on standard error, beside the output that a program may read.
    static void printNote(@Nullable CommandSpec spec, String message) {
        PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
        err.println(message);
        err.flush();
    }

    /// Prints why the system declined the command.
    ///
    /// @return the exit status
    static int printDeclined(@Nullable CommandSpec spec, String reason) {
        printError(spec, reason);
        return CommandLine.ExitCode.SOFTWARE;
    }
}
