package dev.carga.adapters.postgres.schema;

import dev.carga.adapters.postgres.connection.DataSources;
import dev.carga.adapters.postgres.connection.PostgresFailures;
import dev.carga.application.InfrastructureException;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.postgresql.ds.PGSimpleDataSource;

/// A change of the schema from one version to a later one.
///
/// @param from the version before, 0 if Carga had no tables
/// @param to   the version now, which may be newer than this program
public record Migration(int from, int to) {

    /// How long to wait for another process that is migrating. After that the caller logs it and tries again.
    private static final String ANOTHER_MIGRATES_TIMEOUT = "30s";

    /// Brings the schema up to date.
    ///
    /// If there is nothing to do, takes no lock: an old worker that restarts need not wait for a newer program
    /// that is migrating. An advisory lock lets one process migrate at a time. Flyway's own lock is not enough:
    /// Flyway takes it after it has created its history table, and two processes that create it at once fail.
    ///
    /// Migrations may take long, but give up after a few seconds of waiting for a lock, since everything else that
    /// uses the table queues behind them. The caller tries again.
    public static Migration run(DataSources sources) {
        try (Handle handle = Jdbi.create(sources.plain()).open()) {
            SchemaState before = SchemaState.of(handle.getConnection());
            if (before.isUpToDate()) {
                return new Migration(before.version(), before.version());
            }
            handle.execute("SET lock_timeout = '" + ANOTHER_MIGRATES_TIMEOUT + "'");
            handle.execute("SELECT pg_advisory_lock(hashtext('carga migrates ' || current_schema()))");
            before = SchemaState.of(handle.getConnection());
            migrate(sources.migrating(), before.version());
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
                // A schema without a history may hold the predecessor's table, or have been created by
                // hand: migrate it from the version that it has.
                .baselineOnMigrate(true)
                .baselineVersion(Integer.toString(version))
                // Migrations of a newer program remove nothing that this one needs.
                .ignoreMigrationPatterns("*:future")
                .load()
                .migrate();
    }

    private static InfrastructureException failure(FlywayException e) {
        if (PostgresFailures.sqlCause(e) != null
                && PostgresFailures.translate(e) instanceof InfrastructureException.Transient transientFailure) {
            return transientFailure;
        }
        SQLException cause = PostgresFailures.sqlCause(e);
        String reason = cause == null ? e.getMessage() : cause.getMessage();
        return new InfrastructureException.Permanent(
                "The schema cannot be brought up to date: "
                        + String.valueOf(reason).lines().findFirst().orElse("")
                        + ". Fix that, or apply docs/ddl.sql by hand and start with --no-migrate",
                e);
    }
}
