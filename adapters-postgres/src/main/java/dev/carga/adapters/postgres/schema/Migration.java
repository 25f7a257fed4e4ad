package dev.carga.adapters.postgres.schema;

import dev.carga.adapters.postgres.connection.PostgresFailures;
import dev.carga.application.InfrastructureException;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.postgresql.ds.PGSimpleDataSource;

/// The way of the schema from one version to another, always forwards.
///
/// @param from the version it was at, 0 for none of Carga's
/// @param to   the version it is at now, which may be newer than this program
public record Migration(int from, int to) {

    /// Another process migrates meanwhile. Who waits longer says so in the log, and waits again.
    private static final String ANOTHER_MIGRATES_TIMEOUT = "30s";

    /// Brings it up to date.
    ///
    /// Whoever finds nothing to do takes no lock: an old worker that starts again while a newer program
    /// migrates need not wait for that. One process migrates at a time: Flyway's own lock begins only after
    /// it has made its history table, and two that make it at once fail.
    ///
    /// @param looking   with the usual bounds
    /// @param migrating with a bound for locks alone: a migration may take long, but not wait long for a
    ///                  lock, since behind whoever waits for all of a table everybody else waits, too. It
    ///                  is tried again
    public static Migration of(PGSimpleDataSource looking, PGSimpleDataSource migrating) {
        try (Handle handle = Jdbi.create(looking).open()) {
            SchemaState before = SchemaState.of(handle.getConnection());
            if (before.isUpToDate()) {
                return new Migration(before.version(), before.version());
            }
            handle.execute("SET lock_timeout = '" + ANOTHER_MIGRATES_TIMEOUT + "'");
            handle.execute("SELECT pg_advisory_lock(hashtext('carga migrates ' || current_schema()))");
            before = SchemaState.of(handle.getConnection());
            migrate(migrating, before.version());
            SchemaState after = SchemaState.of(handle.getConnection());
            if (!after.fits()) {
                throw new InfrastructureException.Permanent(after.complaint(), null);
            }
            return new Migration(before.version(), after.version());
        } catch (JdbiException | SQLException e) {
            throw PostgresFailures.translate(e);
        } catch (FlywayException e) {
            throw failure(e);
        }
    }

    private static void migrate(PGSimpleDataSource source, int version) {
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration")
                .table(SchemaState.HISTORY)
                // A schema without a history may hold the predecessor's table, or be one that was
                // applied by hand: it goes on from where it is.
                .baselineOnMigrate(true)
                .baselineVersion(Integer.toString(version))
                // Those of a newer program: they take nothing away that this one needs.
                .ignoreMigrationPatterns("*:future")
                .load()
                .migrate();
    }

    private static InfrastructureException failure(FlywayException e) {
        if (PostgresFailures.sqlCause(e) != null
                && PostgresFailures.translate(e) instanceof InfrastructureException.Transient passing) {
            return passing;
        }
        SQLException cause = PostgresFailures.sqlCause(e);
        String reason = cause == null ? e.getMessage() : cause.getMessage();
        return new InfrastructureException.Permanent(
                "The schema cannot be brought up to date: "
                        + String.valueOf(reason).lines().findFirst().orElse("")
                        + ". Mend that, or apply docs/ddl.sql by hand and start with --no-migrate",
                e);
    }
}
