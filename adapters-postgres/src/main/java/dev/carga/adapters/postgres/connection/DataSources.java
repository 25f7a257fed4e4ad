package dev.carga.adapters.postgres.connection;

import dev.carga.application.InfrastructureException;
import org.postgresql.ds.PGSimpleDataSource;

/// Data sources for one database, one for each use, with the timeouts that suit it. Each call returns a new one.
public final class DataSources {

    private static final int CONNECT_TIMEOUT_S = 5;
    /// Longer than the statement timeout of the server: it is for a server that does not respond at all.
    private static final int SOCKET_TIMEOUT_S = 150;

    private static final String POOL_OPTIONS =
            "-c statement_timeout=120s -c lock_timeout=30s -c idle_in_transaction_session_timeout=60s";

    private static final int PROBE_TIMEOUT_S = 2;

    /// A migration may take long, so nothing but a wait for a lock is limited. The server notices when its client
    /// has died.
    private static final String MIGRATION_OPTIONS = "-c lock_timeout=5s -c client_connection_check_interval=5s";

    private static final int EXAMINATION_TIMEOUT_S = 5;
    private static final String EXAMINATION_OPTIONS = "-c statement_timeout=4s -c lock_timeout=2s";

    private final DatabaseAddress address;

    public DataSources(DatabaseAddress address) {
        this.address = address;
    }

    /// With timeouts of the client alone: for checks before anything else uses the database.
    ///
    /// @throws InfrastructureException.Permanent if the URL cannot be parsed
    public PGSimpleDataSource plain() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        try {
            source.setUrl(address.jdbcUrl());
        } catch (IllegalArgumentException e) {
            // The driver's message quotes the URL, which may hold a password.
            throw new InfrastructureException.Permanent(
                    "The database URL cannot be parsed: check its parameters (" + address + ")", e);
        }
        source.setUser(address.user());
        source.setPassword(address.password());
        source.setConnectTimeout(CONNECT_TIMEOUT_S);
        source.setSocketTimeout(SOCKET_TIMEOUT_S);
        source.setTcpKeepAlive(true);
        // The detail of an error may hold a CPF, and exceptions are logged.
        source.setLogServerErrorDetail(false);
        if (!address.jdbcUrl().contains("ApplicationName=")) {
            source.setApplicationName("carga");
        }
        return source;
    }

    /// For the pool. A worker that stops in the middle of a transaction loses its part to another one.
    PGSimpleDataSource pooled() {
        PGSimpleDataSource source = plain();
        addOptions(source, POOL_OPTIONS);
        return source;
    }

    /// For health checks and gauges: a database that does not respond is reported within seconds.
    PGSimpleDataSource probing() {
        PGSimpleDataSource source = pooled();
        source.setConnectTimeout(PROBE_TIMEOUT_S);
        source.setSocketTimeout(PROBE_TIMEOUT_S);
        return source;
    }

    /// For migrations.
    public PGSimpleDataSource migrating() {
        PGSimpleDataSource source = plain();
        source.setSocketTimeout(0);
        addOptions(source, MIGRATION_OPTIONS);
        return source;
    }

    /// For a diagnosis, which a locked table must not hold up.
    public PGSimpleDataSource examining() {
        PGSimpleDataSource source = plain();
        source.setSocketTimeout(EXAMINATION_TIMEOUT_S);
        addOptions(source, EXAMINATION_OPTIONS);
        return source;
    }

    /// Options in the URL come last and take precedence.
    private static void addOptions(PGSimpleDataSource source, String added) {
        String options = source.getOptions();
        source.setOptions(options == null ? added : added + " " + options);
    }
}
