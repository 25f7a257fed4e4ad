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

/// `carga migrate`: what the start of a server does to the schema, and no more. For those who start their
/// servers with `--no-migrate`, which wait for it.
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Brings the database's schema up to date and exits: 0 if it is so now, 1 if it could not be done."
                + " Takes the settings of serve and heeds those of the database; never goes back.")
public final class MigrateCommand implements Callable<Integer> {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description =
                    "Wait no longer than that for a database that is not there, or for a table that somebody holds."
                            + " What has begun is not cut short. Default: ${DEFAULT-VALUE}.")
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
            tell(database.toString(), migrate(database));
            return 0;
        }
        return migrateEmbedded(settings.home());
    }

    /// Only one that is there: a server's address that was forgotten must not look like a job that is done.
    private int migrateEmbedded(Path home) {
        if (!EmbeddedPostgres.existsIn(home)) {
            throw new InvalidSettingException("There is no database of Carga's in " + home
                    + ": name one with --database-url, CARGA_DATABASE_URL, or DB_HOST, DB_NAME, DB_USER and DB_PASS, or"
                    + " the folder of an embedded one with --home");
        }
        try (EmbeddedPostgres embedded = EmbeddedPostgres.start(home)) {
            tell(
                    "the database in " + home,
                    migrate(new DatabaseSettings(embedded.jdbcUrl(), embedded.user(), embedded.password(), 1, true)));
        }
        return 0;
    }

    private Migration migrate(DatabaseSettings database) {
        return new RetryPolicy(FIRST_PAUSE, LONGEST_PAUSE, Duration.ofSeconds(timeout))
                .call("step=migrate", () -> Database.migrate(database));
    }

    private void tell(String where, Migration migration) {
        CommandEnvironment.out(spec).println("The schema of " + where + " is " + words(migration));
    }

    private static String words(Migration migration) {
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
