package dev.carga.adapters.postgres.health;

import dev.carga.adapters.postgres.connection.PostgresFailures;
import dev.carga.application.scale.ConnectionLimit;
import org.jdbi.v3.core.Jdbi;

/// The limit of the server, or that of the database if it is lower. The limit of the user does not count,
/// since this query may run as another user than the workers.
public final class PostgresConnectionLimit implements ConnectionLimit {

    private final Jdbi jdbi;

    public PostgresConnectionLimit(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// `reserved_connections` exists since PostgreSQL 16.
    @Override
    public int connections() {
        return PostgresFailures.translated(() -> jdbi.withHandle(
                handle -> handle.select("""
                        SELECT greatest(0, least(
                            current_setting('max_connections')::integer
                                - current_setting('superuser_reserved_connections')::integer
                                - coalesce(current_setting('reserved_connections', true), '0')::integer,
                            (SELECT nullif(datconnlimit, -1) FROM pg_database WHERE datname = current_database())))""").mapTo(Integer.class).one()));
    }
}
