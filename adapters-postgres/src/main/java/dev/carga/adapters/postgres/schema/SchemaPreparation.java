package dev.carga.adapters.postgres.schema;

import dev.carga.adapters.postgres.connection.DataSources;
import dev.carga.adapters.postgres.connection.PostgresFailures;
import dev.carga.application.InfrastructureException;
import java.sql.SQLException;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a process does with the schema when it starts.
public final class SchemaPreparation {

    private static final Logger LOG = LoggerFactory.getLogger(SchemaPreparation.class);

    private SchemaPreparation() {}

    /// Brings the schema up to date.
    ///
    /// @throws InfrastructureException.Transient if another process holds a lock for too long, or the database does
    ///         not respond
    /// @throws InfrastructureException.Permanent if the schema cannot be brought up to date
    public static void migrate(DataSources sources) {
        Migration migration = Migration.run(sources);
        if (migration.from() != migration.to()) {
            LOG.info("event=schema_migrated from={} to={}", migration.from(), migration.to());
        }
    }

    /// Checks that the schema has everything that this program needs.
    ///
    /// @throws InfrastructureException.Transient if it must be migrated first, or the database does not respond
    /// @throws InfrastructureException.Permanent if it lacks what no migration brings back
    public static void check(Jdbi jdbi) {
        SchemaState found = read(jdbi);
        if (found.isDamaged()) {
            throw new InfrastructureException.Permanent(found.complaint(), null);
        }
        if (!found.fits()) {
            throw new InfrastructureException.Transient(found.complaint(), null);
        }
        if (found.version() > SchemaState.NEEDED) {
            LOG.info("event=schema_newer version={} needed={}", found.version(), SchemaState.NEEDED);
        }
    }

    private static SchemaState read(Jdbi jdbi) {
        try {
            return jdbi.withHandle(handle -> SchemaState.of(handle.getConnection()));
        } catch (JdbiException | SQLException e) {
            throw PostgresFailures.translate(e);
        }
    }
}
