package dev.carga.bootstrap.cli.command;

import dev.carga.adapters.postgres.Database;
import dev.carga.adapters.postgres.DatabaseSettings;
import dev.carga.adapters.postgres.schema.Migration;
import dev.carga.adapters.postgres.schema.SchemaState;
import dev.carga.application.RetryPolicy;
import dev.carga.bootstrap.embedded.EmbeddedPostgres;
import dev.carga.bootstrap.settings.InvalidSettingException;
import dev.carga.bootstrap.settings.Role;
import dev.carga.bootstrap.settings.SettingOptions;
import dev.carga.bootstrap.settings.Settings;
import dev.carga.domain.Nullable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `carga migrate`: migrates the schema as the start of a server does, and exits. Servers that were started
/// with `--no-migrate` wait for it.
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Brings the database's schema up to date and exits: 0 if it is up to date, 1 if the migration failed."
                        + " Accepts the settings of serve and uses those of the database. Never migrates back.")
public final class MigrateCommand implements Callable<Integer> {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "The longest to wait for a database that is down, or for a locked table. A migration that has"
                    + " started is not interrupted. Default: ${DEFAULT-VALUE}.")
    private int timeout;

    @Mixin
    private SettingOptions options = new SettingOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (timeout < 0) {
            throw new InvalidSettingException("--timeout is " + timeout + ": it must be 0, for one attempt, or more");
        }
        Settings settings = options.settings(Role.ALL, null, CommandEnvironment.of(spec));
        DatabaseSettings database = settings.database();
        if (database != null) {
            report(database.toString(), migrate(database));
            return 0;
        }
        return migrateEmbedded(settings.home());
    }

    /// Creates no database: a forgotten --database-url must not look like a success.
    private int migrateEmbedded(Path home) {
        if (!EmbeddedPostgres.existsIn(home)) {
            throw new InvalidSettingException("There is no Carga database in " + home
                    + ": name one with --database-url, CARGA_DATABASE_URL, or DB_HOST, DB_NAME, DB_USER and DB_PASS, or"
                    + " the folder of an embedded one with --home");
        }
        try (EmbeddedPostgres embedded = EmbeddedPostgres.start(home)) {
            report(
                    "the database in " + home,
                    migrate(new DatabaseSettings(embedded.jdbcUrl(), embedded.user(), embedded.password(), 1, true)));
        }
        return 0;
    }

    private Migration migrate(DatabaseSettings database) {
        return new RetryPolicy(FIRST_PAUSE, LONGEST_PAUSE, Duration.ofSeconds(timeout))
                .call("step=migrate", () -> Database.migrate(database));
    }

    private void report(String where, Migration migration) {
        CommandEnvironment.out(spec).println("The schema of " + where + " is " + result(migration));
    }

    private static String result(Migration migration) {
        if (migration.to() > SchemaState.NEEDED) {
            return "at version %d, newer than this program's %d: there is nothing to do"
                    .formatted(migration.to(), SchemaState.NEEDED);
        }
        if (migration.from() == migration.to()) {
            return "at version " + migration.to() + " already: there was nothing to do";
        }
        return "at version " + migration.to() + " now; it was "
                + (migration.from() == 0 ? "not there" : "at version " + migration.from());
    }
}
