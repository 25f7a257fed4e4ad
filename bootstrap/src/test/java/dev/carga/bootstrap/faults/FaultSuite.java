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
        description = "Runs Carga's processes with their own database and broker, injects faults, and checks that"
                + " every line is accounted for. Exit status 0 if it is.")
public final class FaultSuite implements Callable<Integer> {

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Decides files and faults. Default: a random one, which is printed.")
    private @Nullable Long seed;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "15",
            description = "How long faults are injected, at least. Default: ${DEFAULT-VALUE}.")
    private int minutes;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "5000000",
            description = "How many lines are sent and accepted, at least. Default: ${DEFAULT-VALUE}.")
    private long rows;

    @Option(
            names = "--kills",
            paramLabel = "N",
            defaultValue = "50",
            description = "How many processes are killed by -9, at least. Default: ${DEFAULT-VALUE}.")
    private int kills;

    @Option(names = "--short", description = "Run the short form, which is part of every build.")
    private boolean shortForm;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new FaultSuite()).execute(arguments));
    }

    static long randomSeed() {
        return ThreadLocalRandom.current().nextLong(1_000_000_000);
    }

    @Override
    public Integer call() throws Exception {
        Long given = seed;
        long chosen = given == null ? randomSeed() : given;
        Plan plan = shortForm ? Plan.shortForm(chosen) : Plan.longForm(chosen, minutes, rows, kills);
        return FaultRun.of(plan).violations().isEmpty() ? 0 : 1;
    }
}
