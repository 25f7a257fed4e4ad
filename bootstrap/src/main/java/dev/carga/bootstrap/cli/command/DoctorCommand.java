package dev.carga.bootstrap.cli.command;

import dev.carga.bootstrap.cli.text.DoctorReport;
import dev.carga.bootstrap.doctor.Doctor;
import dev.carga.bootstrap.doctor.Finding;
import dev.carga.bootstrap.doctor.Finding.Level;
import dev.carga.bootstrap.settings.SecretFiles;
import dev.carga.domain.Nullable;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `carga doctor`: checks whether `carga serve` would work here, and says what to do if not.
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Checks machine, settings, database and broker as carga serve with the same flags would use them, and"
                        + " says what to do about each problem. Changes nothing. Exit status 0 if nothing failed.")
public final class DoctorCommand implements Callable<Integer> {

    private static final int FAILED = 1;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Map<String, String> environment = CommandEnvironment.of(spec);
        List<Finding> findings =
                new Doctor(() -> options.settings(environment), environment, knownVariables()).examine();
        PrintWriter out = CommandEnvironment.out(spec);
        if (json) {
            out.println(DoctorReport.json(findings));
        } else {
            findings.forEach(finding -> out.println(DoctorReport.line(finding)));
            out.println(DoctorReport.summary(findings));
        }
        out.flush();
        return findings.stream().noneMatch(finding -> finding.level() == Level.FAIL) ? 0 : FAILED;
    }

    private Set<String> knownVariables() {
        Set<String> variables = new HashSet<>();
        SecretFiles.VARIABLES.forEach(secret -> variables.add(secret + "_FILE"));
        for (CommandLine command :
                Objects.requireNonNull(spec).root().subcommands().values()) {
            for (OptionSpec option : command.getCommandSpec().options()) {
                variables.add(EnvironmentDefaults.variable(option.longestName()));
            }
        }
        return variables;
    }
}
