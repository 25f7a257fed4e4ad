package dev.carga.adapters.postgres;

import dev.carga.adapters.postgres.connection.ConnectionPool;
import dev.carga.adapters.postgres.connection.DataSources;
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
import dev.carga.adapters.postgres.report.PostgresUploadIssues;
import dev.carga.adapters.postgres.report.PostgresUploadQueries;
import dev.carga.adapters.postgres.schema.DatabaseExamination;
import dev.carga.adapters.postgres.schema.DatabaseFacts;
import dev.carga.adapters.postgres.schema.Migration;
import dev.carga.adapters.postgres.schema.SchemaPreparation;
import dev.carga.adapters.postgres.schema.ServerCheck;
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
import dev.carga.application.report.UploadIssues;
import dev.carga.application.report.UploadQueries;
import dev.carga.application.scale.ConnectionLimit;
import org.jdbi.v3.core.Jdbi;

/// A PostgreSQL database (14 or later): the ports that Carga needs of it, on one pool of connections.
/// Thread-safe.
///
/// Every wait has a limit: for a connection, a response, a lock, and for how long a silent client may hold a
/// transaction open.
public final class Database implements AutoCloseable {

    /// What a process opens in addition to [DatabaseSettings#connections()].
    public static final int CONNECTIONS_BESIDE_THE_POOL = ConnectionPool.DEDICATED_CONNECTIONS;

    private final DatabaseSettings settings;
    private final DataSources sources;
    private final ConnectionPool pool;
    private final Jdbi jdbi;

    private Database(DatabaseSettings settings, DataSources sources) {
        this.settings = settings;
        this.sources = sources;
        this.pool = new ConnectionPool(sources, settings.connections());
        this.jdbi = pool.jdbi();
    }

    /// Connects, then prepares the schema: [#connect] and [#prepareSchema] in one call.
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

    /// Connects. Until [#prepareSchema] has returned, only the probes may be used.
    ///
    /// @throws InfrastructureException.Transient if the database does not respond (yet)
    /// @throws InfrastructureException.Permanent if it refuses the connection, or Carga cannot use it
    public static Database connect(DatabaseSettings settings) {
        DataSources sources = new DataSources(settings.address());
        ServerCheck.check(sources.plain());
        return new Database(settings, sources);
    }

    /// Brings the schema up to date if [DatabaseSettings#migrate()] says so, then checks that it has
    /// everything that the program needs.
    ///
    /// @throws InfrastructureException.Transient if another process must bring it up to date first, another
    ///         process holds a lock for too long, or the database does not respond
    /// @throws InfrastructureException.Permanent if it cannot be brought up to date
    public void prepareSchema() {
        if (settings.migrate()) {
            SchemaPreparation.migrate(sources);
        }
        SchemaPreparation.check(jdbi);
    }

    /// Brings the schema up to date whatever [DatabaseSettings#migrate()] says, and closes its connections.
    ///
    /// @throws InfrastructureException.Transient if the database does not respond (yet), or another process
    ///         holds a lock for too long
    /// @throws InfrastructureException.Permanent if it refuses the connection, Carga cannot use it, or its
    ///         schema cannot be brought up to date
    public static Migration migrate(DatabaseSettings settings) {
        DataSources sources = new DataSources(settings.address());
        ServerCheck.check(sources.plain());
        return Migration.run(sources);
    }

    /// Reads what a diagnosis needs, whether Carga can use the database or not. Changes nothing, and takes a
    /// few seconds at most.
    ///
    /// @throws InfrastructureException.Permanent if the URL cannot be parsed
    public static DatabaseFacts examine(DatabaseSettings settings) {
        return DatabaseExamination.of(new DataSources(settings.address()).examining());
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

    public Cleanup cleanup(Retention retention) {
        return new PostgresCleanup(jdbi, retention.replacedRows());
    }

    public PartBacklog partBacklog() {
        return new PostgresPartBacklog(jdbi);
    }

    public BacklogGauge backlogGauge() {
        return new PostgresBacklogGauge(pool.gauge());
    }

    public ConnectionLimit connectionLimit() {
        return new PostgresConnectionLimit(jdbi);
    }

    public PartLoader partLoader(LoadingMeter meter, Retention retention) {
        return new PostgresPartLoader(
                jdbi, meter, retention.issues(), retention.replacedRows().isPositive());
    }

    public PartAttempts partAttempts() {
        return new PostgresPartAttempts(jdbi);
    }

    public UploadControl uploadControl() {
        return new PostgresUploadControl(jdbi);
    }

    public UploadQueries uploadQueries() {
        return new PostgresUploadQueries(jdbi);
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

    /// Checks that the database responds and accepts writes.
    public Probe probe() {
        return new PostgresProbe(pool.probes());
    }

    /// Checks that the schema has everything that the program needs.
    public Probe schemaProbe() {
        return new PostgresSchemaProbe(pool.probes());
    }

    /// Publishes the metrics of the pool from now on.
    ///
    /// @param registry one that HikariCP supports, such as Micrometer's
    public void measurePool(Object registry) {
        pool.measure(registry);
    }

    /// Closes every connection.
    @Override
    public void close() {
        pool.close();
    }
}
