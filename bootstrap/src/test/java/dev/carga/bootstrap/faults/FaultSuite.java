package dev.carga.bootstrap.faults;

import dev.carga.domain.Nullable;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The long form: `bootstrap/fault-suite.sh`.
@Command(
        name = "fault-suite.sh",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs Carga's processes with a database and a broker of its own, does them harm, and checks that"
                + " every line is accounted for. Status 0 if so.")
public final class FaultSuite implements Callable<Integer> {

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Decides files and faults. Default: another each time; it is printed.")
    private @Nullable Long seed;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "15",
            description = "So long faults come, at least. Default: ${DEFAULT-VALUE}.")
    private int minutes;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "5000000",
            description = "So many lines are sent and accepted, at least. Default: ${DEFAULT-VALUE}.")
    private long rows;

    @Option(
            names = "--kills",
            paramLabel = "N",
            defaultValue = "50",
            description = "So many processes are killed by -9, at least. Default: ${DEFAULT-VALUE}.")
    private int kills;

    @Option(names = "--short", description = "The form that is part of every build, with this seed.")
    private boolean shortForm;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new FaultSuite()).execute(arguments));
    }

    static long anySeed() {
        return ThreadLocalRandom.current().nextLong(1_000_000_000);
    }

    @Override
    public Integer call() throws Exception {
        Long given = seed;
        long chosen = given == null ? anySeed() : given;
        Plan plan = shortForm ? Plan.shortForm(chosen) : Plan.longForm(chosen, minutes, rows, kills);
        return FaultRun.of(plan).complaints().isEmpty() ? 0 : 1;
    }
}
