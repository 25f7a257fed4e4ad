package dev.carga.adapters.postgres.health;

import dev.carga.adapters.postgres.connection.DedicatedConnection;
import dev.carga.application.dispatch.Backlog;
import dev.carga.application.dispatch.BacklogGauge;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/// Reads the view `carga_backlog`, over a dedicated connection.
public final class PostgresBacklogGauge implements BacklogGauge {

    private final DedicatedConnection connection;

    public PostgresBacklogGauge(DedicatedConnection connection) {
        this.connection = connection;
    }

    @Override
    public Backlog check() {
        return connection.query(PostgresBacklogGauge::read);
    }

    private static Backlog read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT received_parts, queued_parts, lines, oldest_seconds FROM carga_backlog")) {
            row.next();
            // The database's clock may be set back while something waits.
            long oldestMillis = Math.max(0, Math.round(row.getDouble("oldest_seconds") * 1000));
            return new Backlog(
                    row.getLong("received_parts"),
                    row.getLong("queued_parts"),
                    row.getLong("lines"),
                    Duration.ofMillis(oldestMillis));
        }
    }
}
