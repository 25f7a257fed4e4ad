package dev.carga.adapters.postgres.connection;

import dev.carga.domain.Nullable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;

/// A connection outside the pool for short queries, opened by the first one and kept open. A pool that is busy with
/// uploads does not mean that the database is down, so a health check must not wait for it. Thread-safe: queries run
/// one after the other.
public final class DedicatedConnection implements AutoCloseable {

    private final DataSource source;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Connection opened;
    private boolean closed;

    /// Reads something from the database.
    @FunctionalInterface
    public interface Query<T> {
        public T run(Connection connection) throws SQLException;
    }

    /// @param source with short timeouts
    public DedicatedConnection(DataSource source) {
        this.source = source;
    }

    /// Runs the query. If a connection opened earlier is broken, opens another one and runs it again, once.
    ///
    /// @throws dev.carga.application.InfrastructureException if the query fails
    public <T> T query(Query<T> query) {
        lock.lock();
        try {
            boolean fresh = opened == null;
            try {
                return runOnce(query);
            } catch (SQLException e) {
                if (fresh || closed) {
                    throw e;
                }
            }
            // A restart of the database breaks an open connection, and may be over long ago.
            return runOnce(query);
        } catch (SQLException e) {
            throw PostgresFailures.translate(e);
        } finally {
            lock.unlock();
        }
    }

    private <T> T runOnce(Query<T> query) throws SQLException {
        try {
            return query.run(connection());
        } catch (SQLException e) {
            closeOpened();
            throw e;
        }
    }

    private Connection connection() throws SQLException {
        Connection connection = opened;
        if (connection == null) {
            connection = source.getConnection();
            opened = connection;
        }
        return connection;
    }

    private void closeOpened() {
        Connection connection = opened;
        opened = null;
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException _) {
                // A broken connection may fail to close.
            }
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            closeOpened();
        } finally {
            lock.unlock();
        }
    }
}
