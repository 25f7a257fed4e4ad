package dev.carga.bootstrap.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.carga.adapters.postgres.Database;
import dev.carga.adapters.postgres.DatabaseSettings;
import dev.carga.application.dispatch.Backlog;
import dev.carga.application.scale.ConnectionBudget;
import dev.carga.application.scale.CountWantedWorkers;
import dev.carga.application.scale.CountWantedWorkers.Count;
import dev.carga.application.scale.WantedWorkers;
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

/// `carga workers-wanted`: for a script that starts and stops workers.
@Command(
        name = "workers-wanted",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Says how many worker processes there should be for what waits in the database, as a number alone."
                        + " A number that goes down need not be followed at once.")
public final class WorkersWantedCommand implements Callable<Integer> {

    @Option(
            names = "--min",
            paramLabel = "N",
            defaultValue = "1",
            description = "So many in any case, also without work. Default: ${DEFAULT-VALUE}.")
    private int min;

    @Option(
            names = "--max",
            paramLabel = "N",
            defaultValue = "8",
            description = "So many at most. Default: ${DEFAULT-VALUE}.")
    private int max;

    @Option(
            names = "--parts-per-worker",
            paramLabel = "N",
            defaultValue = "" + WantedWorkers.PARTS_PER_WORKER,
            description = "Parts that one process clears within --patience. Default: ${DEFAULT-VALUE}.")
    private int partsPerWorker;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long a part may wait; where one waits longer, more workers are wanted. Default:"
                    + " ${DEFAULT-VALUE}.")
    private int retryPolicy;

    @Option(
            names = "--keep-connections",
            paramLabel = "N",
            defaultValue = "" + ConnectionBudget.USUALLY_KEPT,
            description = "Connections of the database that are not for workers. Default: ${DEFAULT-VALUE}.")
    private int keepConnections;

    @Option(names = "--json", description = "With all that it was made of, as JSON on one line.")
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
            throw new InvalidSettingException("Workers beside each other share a database: set --database-url,"
                    + " CARGA_DATABASE_URL, or DB_HOST, DB_NAME, DB_USER and DB_PASS");
        }
        WantedWorkers rule = rule(settings.workers());
        try (Database opened = Database.open(toLookAt(database))) {
            Count count = new CountWantedWorkers(
                            opened.backlogGauge(),
                            opened.connectionLimit(),
                            rule,
                            keepConnections,
                            Settings.allConnections(Role.WORKER, settings.workers()))
                    .count();
            CommandEnvironment.out(spec).println(json ? json(count) : count.wanted());
        }
        return 0;
    }

    /// A look must not begin with a migration.
    private static DatabaseSettings toLookAt(DatabaseSettings database) {
        return new DatabaseSettings(database.jdbcUrl(), database.user(), database.password(), 1, false);
    }

    private WantedWorkers rule(int partsAtOnce) {
        SettingOptions.atLeast("--min", min, 0);
        SettingOptions.atLeast("--max", max, Math.max(1, min));
        SettingOptions.atLeast("--parts-per-worker", partsPerWorker, 1);
        SettingOptions.atLeast("--patience", retryPolicy, 1);
        SettingOptions.atLeast("--keep-connections", keepConnections, 0);
        return new WantedWorkers(partsPerWorker, partsAtOnce, Duration.ofSeconds(retryPolicy), min, max);
    }

    private static String json(Count count) {
        Backlog backlog = count.backlog();
        ConnectionBudget budget = count.budget();
        WantedWorkers rule = count.rule();
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("wanted", count.wanted());
        json.putObject("backlog")
                .put("received_parts", backlog.receivedParts())
                .put("queued_parts", backlog.queuedParts())
                .put("parts", backlog.parts())
                .put("lines", backlog.lines())
                .put("oldest_seconds", backlog.oldest().toMillis() / 1000.0);
        json.putObject("connections")
                .put("limit", budget.limit())
                .put("kept", budget.kept())
                .put("per_worker", budget.perWorker())
                .put("workers", budget.workers());
        json.putObject("rule")
                .put("parts_per_worker", rule.partsPerWorker())
                .put("parts_at_once", rule.partsAtOnce())
                .put("patience_seconds", rule.patience().toSeconds())
                .put("min", rule.min())
                .put("max", rule.max());
        return json.toString();
    }
}
