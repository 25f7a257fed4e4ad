package dev.carga.adapters.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.carga.adapters.postgres.connection.DedicatedConnection;
import dev.carga.adapters.postgres.connection.PostgresFailures;
import dev.carga.adapters.postgres.control.PostgresCleanup;
import dev.carga.adapters.postgres.control.PostgresUploadControl;
import dev.carga.adapters.postgres.dispatch.PostgresPartBacklog;
import dev.carga.adapters.postgres.health.PostgresBacklogGauge;
import dev.carga.adapters.postgres.health.PostgresConnectionLimit;
import dev.carga.adapters.postgres.health.PostgresProbe;
import dev.carga.adapters.postgres.health.PostgresSchemaProbe;
import dev.carga.adapters.postgres.load.PostgresPartAttempts;
import dev.carga.adapters.postgres.load.PostgresPartLoader;
import dev.carga.adapters.postgres.notify.PostgresWebhookStore;
import dev.carga.adapters.postgres.receive.PostgresIdempotencyStore;
import dev.carga.adapters.postgres.receive.PostgresReceiverHeartbeats;
import dev.carga.adapters.postgres.receive.PostgresRepeatedFiles;
import dev.carga.adapters.postgres.receive.PostgresResumableStore;
import dev.carga.adapters.postgres.receive.PostgresUploadStore;
import dev.carga.adapters.postgres.report.PostgresPurchaseLookup;
import dev.carga.adapters.postgres.report.PostgresUploadHistory;
import dev.carga.adapters.postgres.report.PostgresUploadIssues;
import dev.carga.adapters.postgres.report.PostgresUploadReports;
import dev.carga.adapters.postgres.schema.DatabaseExamination;
import dev.carga.adapters.postgres.schema.DatabaseFacts;
import dev.carga.adapters.postgres.schema.Migration;
import dev.carga.adapters.postgres.schema.PurchaseTable;
import dev.carga.adapters.postgres.schema.SchemaState;
import dev.carga.application.InfrastructureException;
import dev.carga.application.control.Cleanup;
import dev.carga.application.control.UploadControl;
import dev.carga.application.dispatch.BacklogGauge;
import dev.carga.application.dispatch.PartBacklog;
import dev.carga.application.health.Probe;
import dev.carga.application.load.LoadingMeter;
import dev.carga.application.load.PartAttempts;
import dev.carga.application.load.PartLoader;
import dev.carga.application.notify.WebhookStore;
import dev.carga.application.receive.IdempotencyStore;
import dev.carga.application.receive.ReceiverHeartbeats;
import dev.carga.application.receive.RepeatedFiles;
import dev.carga.application.receive.ResumableStore;
import dev.carga.application.receive.UploadStore;
import dev.carga.application.report.PurchaseLookup;
import dev.carga.application.report.UploadHistory;
import dev.carga.application.report.UploadIssues;
import dev.carga.application.report.UploadReports;
import dev.carga.application.scale.ConnectionLimit;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A PostgreSQL (14 and later) that keeps what Carga knows: a pool of connections, and the store ports on it.
///
/// Every wait is bounded: for a connection, for an answer, for a lock, and how long a silent client may hold a
/// transaction open (a worker that was stopped in the middle loses its part to another).
public final class Database implements AutoCloseable {

    /// One for looks whether the database is there, one for looks how much waits.
    public static final int CONNECTIONS_BESIDE_THE_POOL = 2;

    /// PostgreSQL 14, as `server_version_num` has it.
    public static final int OLDEST_SERVER = 140_000;

    /// By this name a taken CPF is known.
    public static final String CPF_KEY = PurchaseTable.CPF_KEY;

    private static final long CONNECTION_TIMEOUT_MS = 10_000;
    private static final int CONNECT_TIMEOUT_S = 5;
    private static final String TIMEOUTS =
            "-c statement_timeout=120s -c lock_timeout=30s -c idle_in_transaction_session_timeout=60s";
    /// Longer than the server's own limit: it is for a server that does not answer at all.
    private static final int SOCKET_TIMEOUT_S = 150;

    /// For a look at the database from outside.
    private static final int LOOK_TIMEOUT_S = 2;

    /// A server whose client has died finds out.
    private static final String MIGRATION_BOUNDS = "-c lock_timeout=5s -c client_connection_check_interval=5s";

    private static final int EXAMINATION_TIMEOUT_S = 5;
    private static final String EXAMINATION_BOUNDS = "-c statement_timeout=4s -c lock_timeout=2s";

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private final DatabaseSettings settings;
    private final HikariDataSource pool;
    private final Jdbi jdbi;

    /// Each look from outside has a connection of its own: none waits for another that gets no answer.
    private final DedicatedConnection probed;

    private final DedicatedConnection gauged;

    private Database(DatabaseSettings settings, HikariDataSource pool, DataSource looks) {
        this.settings = settings;
        this.pool = pool;
        this.jdbi = Jdbi.create(pool);
        this.probed = new DedicatedConnection(looks);
        this.gauged = new DedicatedConnection(looks);
    }

    /// Connects, and sees to the schema: [#connect] and [#prepareSchema] in one.
    public static Database open(DatabaseSettings settings) {
        Database database = connect(settings);
        try {
            database.prepareSchema();
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
        return database;
    }

    /// Connects. Before [#prepareSchema] only the probes may be used.
    ///
    /// @throws InfrastructureException.Transient if the database does not answer (yet)
    /// @throws InfrastructureException.Permanent if it refuses, or is none that Carga can use
    public static Database connect(DatabaseSettings settings) {
        PGSimpleDataSource source = source(settings);
        checkServer(source);
        bound(source, TIMEOUTS);
        HikariConfig config = new HikariConfig();
        config.setPoolName("carga");
        config.setDataSource(source);
        config.setMaximumPoolSize(settings.connections());
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECTION_TIMEOUT_MS);
        config.setInitializationFailTimeout(-1);
        PGSimpleDataSource looks = source(settings);
        bound(looks, TIMEOUTS);
        looks.setConnectTimeout(LOOK_TIMEOUT_S);
        looks.setSocketTimeout(LOOK_TIMEOUT_S);
        return new Database(settings, new HikariDataSource(config), looks);
    }

    /// Brings the schema up to date where the settings say so, and makes sure that it has all that the
    /// program needs.
    ///
    /// @throws InfrastructureException.Transient if somebody else has to bring it up to date first,
    ///         holds it, or the database is away
    /// @throws InfrastructureException.Permanent if it cannot be brought up to date
    public void prepareSchema() {
        if (settings.migrate()) {
            Migration made = bringUpToDate(settings);
            if (made.from() != made.to()) {
                LOG.info("event=schema_migrated from={} to={}", made.from(), made.to());
            }
        }
        SchemaState found = schema();
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

    private SchemaState schema() {
        try {
            return jdbi.withHandle(handle -> SchemaState.of(handle.getConnection()));
        } catch (JdbiException | SQLException e) {
            throw PostgresFailures.translate(e);
        }
    }

    /// Brings the schema up to date, whatever the settings say, and does nothing else.
    ///
    /// @throws InfrastructureException.Transient if the database does not answer (yet), or somebody
    ///         holds a table
    /// @throws InfrastructureException.Permanent if it refuses, is none that Carga can use, or its
    ///         schema cannot be brought up to date
    public static Migration migrate(DatabaseSettings settings) {
        checkServer(source(settings));
        return bringUpToDate(settings);
    }

    private static Migration bringUpToDate(DatabaseSettings settings) {
        PGSimpleDataSource migrating = source(settings);
        migrating.setSocketTimeout(0);
        bound(migrating, MIGRATION_BOUNDS);
        return Migration.of(source(settings), migrating);
    }

    /// Looks at the database as it is, whether Carga can use it or not. Changes nothing, and takes some
    /// seconds at most.
    ///
    /// @throws InfrastructureException.Permanent if its address cannot be read
    public static DatabaseFacts examine(DatabaseSettings settings) {
        PGSimpleDataSource source = source(settings);
        source.setSocketTimeout(EXAMINATION_TIMEOUT_S);
        bound(source, EXAMINATION_BOUNDS);
        return DatabaseExamination.of(source);
    }

    private static PGSimpleDataSource source(DatabaseSettings settings) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        try {
            source.setUrl(settings.jdbcUrl());
        } catch (IllegalArgumentException e) {
            // The driver's message quotes the URL, which may hold a password.
            throw new InfrastructureException.Permanent(
                    "The database's URL cannot be read: look at what stands behind " + settings, e);
        }
        source.setUser(settings.user());
        source.setPassword(settings.password());
        source.setConnectTimeout(CONNECT_TIMEOUT_S);
        source.setSocketTimeout(SOCKET_TIMEOUT_S);
        source.setTcpKeepAlive(true);
        // The detail of an error may hold a CPF; exceptions end up in logs.
        source.setLogServerErrorDetail(false);
        if (!settings.jdbcUrl().contains("ApplicationName=")) {
            source.setApplicationName("carga");
        }
        return source;
    }

    /// What the URL asks for comes later and wins.
    private static void bound(PGSimpleDataSource source, String bounds) {
        String options = source.getOptions();
        source.setOptions(options == null ? bounds : bounds + " " + options);
    }

    private static void checkServer(PGSimpleDataSource source) {
        try (Handle handle = Jdbi.create(source).open()) {
            String encoding =
                    handle.select("SHOW server_encoding").mapTo(String.class).one();
            if (!encoding.equals("UTF8")) {
                throw new InfrastructureException.Permanent(
                        "The database's encoding is " + encoding + ": create it with ENCODING 'UTF8'", null);
            }
            int version = handle.select("SELECT current_setting('server_version_num')::int")
                    .mapTo(Integer.class)
                    .one();
            if (version < OLDEST_SERVER) {
                throw new InfrastructureException.Permanent(
                        "The database is PostgreSQL " + version / 10_000 + ": Carga needs 14 or later", null);
            }
            PurchaseTable.otherKind(handle).ifPresent(kind -> {
                throw new InfrastructureException.Permanent(
                        "user_purchase is " + kind + ": Carga needs a plain table; give this one another name, or name"
                                + " another schema with ?currentSchema=… in the database's URL",
                        null);
            });
        } catch (JdbiException e) {
            throw PostgresFailures.translate(e);
        }
    }

    public UploadStore uploadStore() {
        return new PostgresUploadStore(jdbi);
    }

    public IdempotencyStore idempotencyStore() {
        return new PostgresIdempotencyStore(jdbi);
    }

    public RepeatedFiles repeatedFiles() {
        return new PostgresRepeatedFiles(jdbi);
    }

    public ResumableStore resumableStore() {
        return new PostgresResumableStore(jdbi);
    }

    public ReceiverHeartbeats receiverHeartbeats() {
        return new PostgresReceiverHeartbeats(jdbi);
    }

    public Cleanup cleanup() {
        return cleanup(Cleanup.REPLACED_ROWS_KEPT);
    }

    /// The same, where rows that an update has replaced are kept for so long.
    public Cleanup cleanup(Duration replacedRowsKept) {
        return new PostgresCleanup(jdbi, replacedRowsKept);
    }

    public PartBacklog partBacklog() {
        return new PostgresPartBacklog(jdbi);
    }

    /// How much work waits.
    public BacklogGauge backlogGauge() {
        return new PostgresBacklogGauge(gauged);
    }

    /// How many connections the database gives to all of its users.
    public ConnectionLimit connectionLimit() {
        return new PostgresConnectionLimit(jdbi);
    }

    public PartLoader partLoader() {
        return partLoader(LoadingMeter.none());
    }

    /// The same, whose steps are timed.
    public PartLoader partLoader(LoadingMeter meter) {
        return partLoader(meter, UploadIssues.Limits.DEFAULT);
    }

    /// The same, which writes down so many issues.
    public PartLoader partLoader(LoadingMeter meter, UploadIssues.Limits limits) {
        return partLoader(meter, limits, Cleanup.REPLACED_ROWS_KEPT);
    }

    /// The same, which keeps rows that an update replaces.
    ///
    /// @param replacedRowsKept for how long; zero to keep none
    public PartLoader partLoader(LoadingMeter meter, UploadIssues.Limits limits, Duration replacedRowsKept) {
        return new PostgresPartLoader(jdbi, meter, limits, replacedRowsKept.isPositive());
    }

    public PartAttempts partAttempts() {
        return new PostgresPartAttempts(jdbi);
    }

    public UploadControl uploadControl() {
        return new PostgresUploadControl(jdbi);
    }

    public UploadHistory uploadHistory() {
        return new PostgresUploadHistory(jdbi);
    }

    public PurchaseLookup purchaseLookup() {
        return new PostgresPurchaseLookup(jdbi);
    }

    public UploadIssues uploadIssues() {
        return new PostgresUploadIssues(jdbi);
    }

    public WebhookStore webhookStore() {
        return new PostgresWebhookStore(jdbi);
    }

    public UploadReports uploadReports() {
        return new PostgresUploadReports(jdbi);
    }

    /// Looks whether the database is there and can be written to.
    public Probe probe() {
        return new PostgresProbe(probed);
    }

    /// Looks whether the schema has all that the program needs.
    public Probe schemaProbe() {
        return new PostgresSchemaProbe(probed);
    }

    /// Has the pool measured from now on.
    ///
    /// @param registry one of those that HikariCP knows, such as Micrometer's
    public void measurePool(Object registry) {
        pool.setMetricRegistry(registry);
    }

    /// Closes every connection.
    @Override
    public void close() {
        pool.close();
        probed.close();
        gauged.close();
    }
}
