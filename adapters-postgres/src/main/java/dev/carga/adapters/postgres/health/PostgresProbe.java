package dev.carga.adapters.postgres.health;

import dev.carga.adapters.postgres.connection.DedicatedConnection;
import dev.carga.application.health.Condition;
import dev.carga.application.health.Probe;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// Checks that the database responds and accepts writes, over a dedicated connection.
public final class PostgresProbe implements Probe {

    private final DedicatedConnection connection;

    public PostgresProbe(DedicatedConnection connection) {
        this.connection = connection;
    }

    @Override
    public Condition check() {
        return connection.query(PostgresProbe::read);
    }

    private static Condition read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT current_setting('transaction_read_only') = 'off'")) {
            found.next();
            return found.getBoolean(1) ? new Condition.Up() : new Condition.Down("The database may only be read");
        }
    }
}
