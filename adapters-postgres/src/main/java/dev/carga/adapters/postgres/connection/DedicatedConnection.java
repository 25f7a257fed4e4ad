package dev.carga.adapters.postgres.connection;

import dev.carga.domain.Nullable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;

/// A connection beside the pool for short questions, opened when first asked and kept: a pool that is busy with
/// uploads is no database that is away, and who looks from outside must not wait behind them. Thread-safe, one
/// question after the other.
public final class DedicatedConnection implements AutoCloseable {

    private final DataSource source;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Connection kept;
    private boolean closed;

    /// Asks what the database is to answer.
    @FunctionalInterface
    public interface Question<T> {
        public T ask(Connection connection) throws SQLException;
    }

    /// @param source with short timeouts
    public DedicatedConnection(DataSource source) {
        this.source = source;
    }

    /// The answer.
    ///
    /// @throws dev.carga.application.InfrastructureException if there is none
    public <T> T ask(Question<T> question) {
        lock.lock();
        try {
            boolean fresh = kept == null;
            try {
                return askOnce(question);
            } catch (SQLException e) {
                if (fresh || closed) {
                    throw e;
                }
            }
            // A kept connection breaks with a restart of the database that may be over long since.
            return askOnce(question);
        } catch (SQLException e) {
            throw PostgresFailures.translate(e);
        } finally {
            lock.unlock();
        }
    }

    private <T> T askOnce(Question<T> question) throws SQLException {
        try {
            return question.ask(connection());
        } catch (SQLException e) {
            drop();
            throw e;
        }
    }

    private Connection connection() throws SQLException {
        Connection connection = kept;
        if (connection == null) {
            connection = source.getConnection();
            kept = connection;
        }
        return connection;
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
