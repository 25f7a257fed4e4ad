package dev.carga.bootstrap.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.carga.bootstrap.doctor.Doctor;
import dev.carga.bootstrap.doctor.Finding;
import dev.carga.bootstrap.doctor.Finding.Level;
import dev.carga.bootstrap.settings.SecretFiles;
import dev.carga.domain.Nullable;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
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

/// `carga doctor`: would `carga serve` work here, and if not, what is to be done?
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Looks at machine, settings, database and broker as carga serve with the same flags would find them,"
                        + " and says what to do about what is wrong. Changes nothing. Exit status 0 if nothing failed.")
public final class DoctorCommand implements Callable<Integer> {

    private static final int FAILED = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(names = "--json", description = "As JSON.")
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
            out.println(json(findings));
        } else {
            findings.forEach(finding -> out.println(line(finding)));
            out.println(summary(findings));
        }
        out.flush();
        return count(findings, Level.FAIL) == 0 ? 0 : FAILED;
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

    static String line(Finding finding) {
        return "%-4s  %s — %s%s"
                .formatted(
                        name(finding.level()),
                        finding.what(),
                        finding.found(),
                        finding.advice() == null ? "" : "; to do: " + finding.advice());
    }

    static String summary(List<Finding> findings) {
        long failed = count(findings, Level.FAIL);
        long warned = count(findings, Level.WARN);
        String counts = "%d checks: %d ok, %d warn, %d fail, %d skipped"
                .formatted(findings.size(), count(findings, Level.OK), warned, failed, count(findings, Level.SKIP));
        if (failed > 0) {
            return counts + ". Mend what failed, the first one first, and ask again.";
        }
        return counts + (warned > 0 ? ". It works; see to the warnings." : ". All is well.");
    }

    private static String json(List<Finding> findings) {
        ArrayNode list = JSON.createArrayNode();
        for (Finding finding : findings) {
            list.addObject()
                    .put("level", name(finding.level()))
                    .put("what", finding.what())
                    .put("found", finding.found())
                    .put("to_do", finding.advice());
        }
        ObjectNode all = JSON.createObjectNode().put("healthy", count(findings, Level.FAIL) == 0);
        for (Level level : Level.values()) {
            all.put(name(level), count(findings, level));
        }
        all.set("findings", list);
        return all.toString();
    }

    private static long count(List<Finding> findings, Level level) {
        return findings.stream().filter(finding -> finding.level() == level).count();
    }

    private static String name(Level level) {
        return level.name().toLowerCase(Locale.ROOT);
    }
}
