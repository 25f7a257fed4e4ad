package dev.carga.bootstrap.cli.command;

import dev.carga.adapters.postgres.Database;
import dev.carga.adapters.postgres.DatabaseSettings;
import dev.carga.application.scale.ConnectionBudget;
import dev.carga.application.scale.CountWantedWorkers;
import dev.carga.application.scale.CountWantedWorkers.Count;
import dev.carga.application.scale.WantedWorkers;
import dev.carga.bootstrap.cli.text.WorkersWantedReport;
import dev.carga.bootstrap.settings.FlagValues;
import dev.carga.bootstrap.settings.InvalidSettingException;
import dev.carga.bootstrap.settings.Role;
import dev.carga.bootstrap.settings.SettingOptions;
import dev.carga.bootstrap.settings.Settings;
import dev.carga.domain.Nullable;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `carga workers-wanted`: how many workers a script should keep running.
@Command(
        name = "workers-wanted",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Prints how many worker processes the backlog in the database needs, as a number alone. A lower number"
                        + " need not be followed at once.")
public final class WorkersWantedCommand implements Callable<Integer> {

    @Option(
            names = "--min",
            paramLabel = "N",
            defaultValue = "1",
            description = "The lowest number, even without work. Default: ${DEFAULT-VALUE}.")
    private int min;

    @Option(
            names = "--max",
            paramLabel = "N",
            defaultValue = "8",
            description = "The highest number. Default: ${DEFAULT-VALUE}.")
    private int max;

    @Option(
            names = "--parts-per-worker",
            paramLabel = "N",
            defaultValue = "" + WantedWorkers.PARTS_PER_WORKER,
            description = "Parts that one process loads within --patience. Default: ${DEFAULT-VALUE}.")
    private int partsPerWorker;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long a part may wait; if one waits longer, more workers are wanted. Default:"
                    + " ${DEFAULT-VALUE}.")
    private int patienceSeconds;

    @Option(
            names = "--keep-connections",
            paramLabel = "N",
            defaultValue = "" + ConnectionBudget.USUALLY_KEPT,
            description = "Database connections that are not for workers. Default: ${DEFAULT-VALUE}.")
    private int keepConnections;

    @Option(names = "--json", description = "Print the number and what it was computed from, as JSON on one line.")
    private boolean json;

    @Mixin
    private SettingOptions options = new SettingOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Settings settings = options.settings(Role.ALL, null, CommandEnvironment.of(spec));
        @Nullable DatabaseSettings database = settings.database();
        if (database == null) {
            throw new InvalidSettingException("Several workers need a shared database: set --database-url,"
                    + " CARGA_DATABASE_URL, or DB_HOST, DB_NAME, DB_USER and DB_PASS");
        }
        WantedWorkers rule = rule(settings.workers());
        try (Database opened = Database.open(withoutMigration(database))) {
            Count count = new CountWantedWorkers(
                            opened.backlogGauge(),
                            opened.connectionLimit(),
                            rule,
                            keepConnections,
                            Settings.allConnections(Role.WORKER, settings.workers()))
                    .count();
            CommandEnvironment.out(spec).println(json ? WorkersWantedReport.json(count) : count.wanted());
        }
        return 0;
    }

    /// Counting must not migrate the schema.
    private static DatabaseSettings withoutMigration(DatabaseSettings database) {
        return new DatabaseSettings(database.jdbcUrl(), database.user(), database.password(), 1, false);
    }

    private WantedWorkers rule(int partsAtOnce) {
        FlagValues.atLeast("--min", min, 0);
        FlagValues.atLeast("--max", max, Math.max(1, min));
        FlagValues.atLeast("--parts-per-worker", partsPerWorker, 1);
        FlagValues.atLeast("--patience", patienceSeconds, 1);
        FlagValues.atLeast("--keep-connections", keepConnections, 0);
        return new WantedWorkers(partsPerWorker, partsAtOnce, Duration.ofSeconds(patienceSeconds), min, max);
    }
}
