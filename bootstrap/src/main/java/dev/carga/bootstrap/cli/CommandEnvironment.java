package dev.carga.bootstrap.cli;

import dev.carga.domain.Nullable;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// What a command has around it: variables and streams, as whoever made the command line gave them.
final class CommandEnvironment {

    private CommandEnvironment() {}

    static Map<String, String> of(@Nullable CommandSpec spec) {
        return ((EnvironmentDefaults) Objects.requireNonNull(spec).defaultValueProvider()).environment();
    }

    static PrintWriter out(@Nullable CommandSpec spec) {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }

    /// One line for the person who must know.
    static void complain(@Nullable CommandSpec spec, String message) {
        note(spec, "carga: " + message);
    }

    /// One line for a person, beside what a program may read.
    static void note(@Nullable CommandSpec spec, String message) {
        PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
        err.println(message);
        err.flush();
    }

    /// Passes on that the answer is no.
    ///
    /// @return the exit status
    static int refuse(@Nullable CommandSpec spec, RefusedException e) {
        complain(spec, String.valueOf(e.getMessage()));
        return CommandLine.ExitCode.SOFTWARE;
    }
}
