package dev.carga.adapters.postgres;

import dev.carga.application.health.Condition;
import dev.carga.application.health.Probe;
import dev.carga.domain.Nullable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;

/// Looks at the database over a connection of its own, which it opens when first asked and keeps: a pool
/// that is busy with uploads is no database that is away, and a probe must not wait behind them.
final class PostgresProbe implements Probe, AutoCloseable {

    private final DataSource source;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Connection kept;
    private boolean closed;

    /// @param source with short timeouts
    PostgresProbe(DataSource source) {
        this.source = source;
    }

    @Override
    public Condition look() {
        lock.lock();
        try {
            boolean fresh = kept == null;
            try {
                return ask();
            } catch (SQLException e) {
                drop();
                if (fresh || closed) {
                    throw Failures.translate(e);
                }
            }
            // A kept connection breaks with a restart of the database that may be over long since.
            try {
                return ask();
            } catch (SQLException e) {
                drop();
                throw Failures.translate(e);
            }
        } finally {
            lock.unlock();
        }
    }

    private Condition ask() throws SQLException {
        Connection connection = kept;
        if (connection == null) {
            connection = source.getConnection();
            kept = connection;
        }
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("""
                        SELECT to_regclass('user_purchase') IS NOT NULL AND to_regclass('carga_part') IS NOT NULL,
                               current_setting('transaction_read_only') = 'off'""")) {
            found.next();
            if (!found.getBoolean(1)) {
                return new Condition.Down("The database lacks Carga's tables");
            }
            return found.getBoolean(2) ? new Condition.Up() : new Condition.Down("The database may only be read");
        }
    }

    private void drop() {
        Connection dropped = kept;
        kept = null;
        if (dropped != null) {
            try {
                dropped.close();
            } catch (SQLException _) {
                // It is broken, which is why it goes.
            }
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            drop();
        } finally {
            lock.unlock();
        }
    }
}
