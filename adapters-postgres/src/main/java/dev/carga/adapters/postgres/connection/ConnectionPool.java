package dev.carga.adapters.postgres.connection;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.ds.PGSimpleDataSource;

/// The connections that a process uses: a pool for its work, and beside it one for the health probes and one for the
/// backlog gauge. A busy pool does not delay these, nor does an unanswered query of one delay the other. Thread-safe.
public final class ConnectionPool implements AutoCloseable {

    /// One for the probes, one for the backlog gauge.
    public static final int DEDICATED_CONNECTIONS = 2;

    private static final long CONNECTION_TIMEOUT_MS = 10_000;

    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private final DedicatedConnection probes;
    private final DedicatedConnection gauge;

    /// Opens no connection yet.
    ///
    /// @param connections the largest number of connections in the pool
    public ConnectionPool(DataSources sources, int connections) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("carga");
        config.setDataSource(sources.pooled());
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECTION_TIMEOUT_MS);
        config.setInitializationFailTimeout(-1);
        this.pool = new HikariDataSource(config);
        this.jdbi = Jdbi.create(pool);
        PGSimpleDataSource probing = sources.probing();
        this.probes = new DedicatedConnection(probing);
        this.gauge = new DedicatedConnection(probing);
    }

    public Jdbi jdbi() {
        return jdbi;
    }

    public DedicatedConnection probes() {
        return probes;
    }

    public DedicatedConnection gauge() {
        return gauge;
    }

    /// Publishes the pool's metrics from now on.
    ///
    /// @param registry one that HikariCP supports, such as Micrometer's
    public void measure(Object registry) {
        pool.setMetricRegistry(registry);
    }

    @Override
    public void close() {
        pool.close();
        probes.close();
        gauge.close();
    }
}
