package dev.carga.bootstrap;

import dev.carga.adapters.amqp.RabbitMqPartQueue;
import dev.carga.adapters.amqp.RabbitMqSettings;
import dev.carga.adapters.http.HttpServer;
import dev.carga.adapters.http.server.HttpSettings;
import dev.carga.adapters.http.webhook.WebhookMessenger;
import dev.carga.adapters.postgres.Database;
import dev.carga.adapters.postgres.DatabaseSettings;
import dev.carga.adapters.postgres.Retention;
import dev.carga.application.InfrastructureException;
import dev.carga.application.RetryPolicy;
import dev.carga.application.control.FinishWithdrawals;
import dev.carga.application.control.RetryUpload;
import dev.carga.application.control.UploadControl;
import dev.carga.application.control.WithdrawUpload;
import dev.carga.application.dispatch.DispatchParts;
import dev.carga.application.dispatch.PartQueue;
import dev.carga.application.dispatch.ResendLostParts;
import dev.carga.application.dispatch.ReviveAbandonedPart;
import dev.carga.application.dispatch.TracingSender;
import dev.carga.application.health.CheckHealth;
import dev.carga.application.health.Condition;
import dev.carga.application.health.Probe;
import dev.carga.application.load.LoadPart;
import dev.carga.application.notify.NotifyEnded;
import dev.carga.application.receive.ExpireAbandonedUploads;
import dev.carga.application.receive.ReceiveFile;
import dev.carga.application.receive.ReceiveResumable;
import dev.carga.application.receive.ReceiveUpload;
import dev.carga.application.receive.ReceivingMemory;
import dev.carga.application.report.FindPurchase;
import dev.carga.application.report.ReportIssues;
import dev.carga.application.report.ReportStatus;
import dev.carga.application.report.ReportUploads;
import dev.carga.application.report.UploadIssues;
import dev.carga.bootstrap.embedded.EmbeddedPostgres;
import dev.carga.bootstrap.embedded.InProcessPartQueue;
import dev.carga.bootstrap.packages.CompressUnpacker;
import dev.carga.bootstrap.settings.Settings;
import dev.carga.bootstrap.settings.Settings.BrokerSettings;
import dev.carga.bootstrap.workbook.StaxWorkbookReader;
import dev.carga.domain.Nullable;
import dev.carga.domain.dialect.DateRange;
import dev.carga.domain.purchase.PartParser;
import dev.carga.domain.upload.UploadId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The whole system, wired by hand from its settings. What was started is closed in the opposite order: first
/// nothing new comes in, then the parts in hand are finished, then the connections go.
public final class Carga implements AutoCloseable {

    private static final Duration RESEND_EVERY = Duration.ofSeconds(5);
    private static final Duration CLEAR_EVERY = Duration.ofMinutes(1);
    private static final Duration WITHDRAW_EVERY = Duration.ofSeconds(1);
    private static final Duration NOTIFY_EVERY = Duration.ofSeconds(1);

    /// What somebody who cancels or undoes an upload waits for at most; the rest is done in the background.
    private static final Duration WITHDRAWAL_WAIT = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(Carga.class);

    private final Settings settings;
    private final SecureRandom traceIds = new SecureRandom();
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private volatile boolean leaving;
    private volatile boolean open;
    private volatile Probe databaseProbe = () -> new Condition.Down("Not looked for yet");
    private volatile Probe migrationsProbe = () -> new Condition.Down("Not looked at yet");
    private volatile Probe brokerProbe = () -> new Condition.Down("Not looked for yet");
    private @Nullable ReceiveFile receiveFile;
    private @Nullable ReportStatus reportStatus;
    private HttpServer.@Nullable UseCases useCases;
    private @Nullable HttpServer http;
    private volatile @Nullable Instrumentation insight;

    private Carga(Settings settings) {
        this.settings = settings;
    }

    /// A system that is not started yet, so that it can be told to leave while it waits for its database.
    public static Carga of(Settings settings) {
        return new Carga(settings);
    }

    /// Starts everything that the role asks for: listens at once, and answers as soon as the database is
    /// there. Waits for a database or a broker that is not there yet, saying so.
    ///
    /// @throws InfrastructureException.Permanent if one of them refuses
    public Carga start() {
        try {
            // First to come and last to go: somebody looks on while the parts in hand are finished.
            Instrumentation insight = keep(Instrumentation.open(settings, checkHealth()));
            this.insight = insight;
            if (settings.http() != null && settings.role().receives()) {
                http = keep(HttpServer.start(settings.http(), insight.ofWeb()));
            }
            PartQueue queue = openQueue();
            insight.watch(queue);
            Database database = openDatabase();
            insight.watch(database);
            TracingSender sender = new TracingSender(queue, traceIds);
            DispatchParts dispatchParts = new DispatchParts(database.partBacklog(), sender, settings.window());
            ReceivingMemory memory = memory();
            ReceiveUpload.Ids ids = new ReceiveUpload.Ids(UploadId::random, traceIds);
            ReceiveUpload receiveUpload = new ReceiveUpload(
                    new ReceiveUpload.Dependencies(
                            database.uploadStore(),
                            memory,
                            ids,
                            database.repeatedFiles(),
                            settings.receiving().repeatWindow(),
                            this::datesOfPurchases),
                    dispatchParts::dispatch,
                    RetryPolicy.FOR_A_CLIENT,
                    insight.receiving());
            receiveFile = new ReceiveFile(
                    receiveUpload, new CompressUnpacker(), StaxWorkbookReader.ofThisMachine(), unpackingLimits());
            reportStatus = new ReportStatus(database.uploadQueries(), RetryPolicy.FOR_A_CLIENT);
            ReceiveResumable resumable = new ReceiveResumable(
                    new ReceiveResumable.Dependencies(
                            database.resumableStore(),
                            database.uploadStore(),
                            memory,
                            ids,
                            new ResumableDigests(),
                            this::datesOfPurchases,
                            unpackingLimits().fileBytes(),
                            settings.receiving().resumableLife()),
                    dispatchParts,
                    RetryPolicy.FOR_A_CLIENT,
                    insight.receiving());
            useCases = useCases(receiveFile, resumable, reportStatus, database, dispatchParts);
            startPeriodicTasks(database, sender, dispatchParts, receiveUpload);
            if (settings.role().loads()) {
                PartParser parser = new PartParser(settings.cutting().maxLineBytes());
                LoadPart.Dependencies means = new LoadPart.Dependencies(
                        database.partLoader(insight.loading(), retention()),
                        database.partAttempts(),
                        settings.mostAttempts(),
                        parser);
                LoadPart loadPart =
                        new LoadPart(means, dispatchParts, RetryPolicy.ENDLESS, () -> leaving, insight.loading());
                keep(queue.subscribe(loadPart, settings.workers()));
                keep(queue.subscribeToAbandoned(
                        new ReviveAbandonedPart(database.partBacklog(), sender, RetryPolicy.ENDLESS, () -> leaving)));
            }
            if (http != null) {
                http.open(useCases);
                open = true;
                // Once more, on top: what came first is the first to close, too.
                keep(http);
            }
            if (settings.role().loads()) {
                // A worker that cannot hear of parts is not ready, though it has subscribed.
                long _ = RetryPolicy.ENDLESS.call("step=reach_broker", () -> leaving, queue::waiting);
            }
            open = true;
            return this;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private DateRange datesOfPurchases() {
        return settings.receiving().dates(LocalDate.now(ZoneOffset.UTC));
    }

    private ReceiveFile.UnpackingLimits unpackingLimits() {
        @Nullable HttpSettings web = settings.http();
        return web == null
                ? ReceiveFile.UnpackingLimits.DEFAULT
                : ReceiveFile.UnpackingLimits.DEFAULT.withFileBytes(web.limits().fileBytes());
    }

    private Retention retention() {
        UploadIssues.Limits issues =
                new UploadIssues.Limits(settings.issuesKept(), UploadIssues.Limits.DEFAULT.lineBytes());
        return new Retention(issues, settings.replacedRowsKept());
    }

    private CheckHealth checkHealth() {
        return new CheckHealth(
                this::closed,
                () -> databaseProbe.check(),
                () -> migrationsProbe.check(),
                () -> brokerProbe.check(),
                CheckHealth.BOUND);
    }

    private HttpServer.UseCases useCases(
            ReceiveFile receive,
            ReceiveResumable resumable,
            ReportStatus status,
            Database database,
            DispatchParts dispatchParts) {
        UploadControl control = database.uploadControl();
        return new HttpServer.UseCases(
                receive,
                resumable,
                database.idempotencyStore(),
                status,
                new ReportUploads(database.uploadQueries(), RetryPolicy.FOR_A_CLIENT),
                new ReportIssues(database.uploadIssues(), RetryPolicy.FOR_A_CLIENT),
                new FindPurchase(database.purchaseLookup(), RetryPolicy.FOR_A_CLIENT),
                new WithdrawUpload(control, RetryPolicy.FOR_A_CLIENT, WITHDRAWAL_WAIT),
                new RetryUpload(control, dispatchParts, RetryPolicy.FOR_A_CLIENT),
                Checks.previews(this::datesOfPurchases));
    }

    private void startPeriodicTasks(
            Database database, TracingSender sender, DispatchParts dispatchParts, ReceiveUpload receiveUpload) {
        ResendLostParts resendLostParts = new ResendLostParts(
                database.partBacklog(), sender, dispatchParts, settings.window(), ResendLostParts.DEFAULT_AGE);
        ExpireAbandonedUploads watchReceiving = new ExpireAbandonedUploads(
                database.receiverHeartbeats(), receiveUpload::underWay, dispatchParts, settings.abandonedAfter());
        FinishWithdrawals finishWithdrawals = new FinishWithdrawals(database.uploadControl(), () -> leaving);
        keep(PeriodicTask.start("resend", RESEND_EVERY, resendLostParts::resend));
        keep(PeriodicTask.start("watch-receiving", watchEvery(), watchReceiving::watch));
        keep(PeriodicTask.start("leftovers", CLEAR_EVERY, database.cleanup(retention())::deleteExpired));
        keep(PeriodicTask.start("finish-withdrawals", WITHDRAW_EVERY, finishWithdrawals::finish));
        startWebhooks(database);
    }

    /// Where files are received, and there is something to sign messages with.
    private void startWebhooks(Database database) {
        @Nullable HttpSettings web = settings.http();
        if (web != null && settings.listens() && web.webhooks().secret() != null) {
            WebhookMessenger messenger = keep(new WebhookMessenger(web.webhooks(), InstantSource.system()));
            NotifyEnded notifyEnded = new NotifyEnded(database.webhookStore(), database.uploadQueries(), messenger);
            keep(PeriodicTask.start("notify-ended", NOTIFY_EVERY, notifyEnded::sendDue));
        }
    }

    /// Several times within the silence after which an upload is taken for abandoned.
    private Duration watchEvery() {
        Duration often = settings.abandonedAfter().dividedBy(5);
        return often.compareTo(RESEND_EVERY) < 0 ? often : RESEND_EVERY;
    }

    /// The use case that receives files.
    public ReceiveFile receiveFile() {
        return present(receiveFile);
    }

    /// The use case that tells what became of them.
    public ReportStatus reportStatus() {
        return present(reportStatus);
    }

    /// The use case that lists uploads and sums them up.
    public ReportUploads reportUploads() {
        return present(useCases).uploads();
    }

    /// The use case that cancels and undoes them.
    public WithdrawUpload withdrawUpload() {
        return present(useCases).withdraw();
    }

    /// The use case that has failed parts loaded again.
    public RetryUpload retryUpload() {
        return present(useCases).retry();
    }

    /// The port that the server listens on.
    public int port() {
        return present(http).port();
    }

    /// The port at which health and metrics are told apart.
    public int managementPort() {
        return present(insight).port();
    }

    static <T> T present(@Nullable T piece) {
        if (piece == null) {
            throw new IllegalStateException("Not started, or not in this role");
        }
        return piece;
    }

    private Database openDatabase() {
        DatabaseSettings database = settings.database();
        if (database == null) {
            EmbeddedPostgres embedded = keep(EmbeddedPostgres.start(settings.home()));
            int connections = Settings.connections(settings.role(), settings.workers());
            database =
                    new DatabaseSettings(embedded.jdbcUrl(), embedded.user(), embedded.password(), connections, true);
        }
        DatabaseSettings target = database;
        Database opened = keep(RetryPolicy.ENDLESS.call("step=connect_database", () -> leaving, () -> attempt(target)));
        databaseProbe = opened.probe();
        migrationsProbe = opened.schemaProbe();
        return RetryPolicy.ENDLESS.call("step=await_schema", () -> leaving, () -> {
            opened.prepareSchema();
            return opened;
        });
    }

    private Database attempt(DatabaseSettings target) {
        try {
            return Database.connect(target);
        } catch (InfrastructureException e) {
            databaseProbe = () -> new Condition.Down(String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private Optional<String> closed() {
        if (leaving) {
            return Optional.of("Leaving");
        }
        return open ? Optional.empty() : Optional.of("Starting");
    }

    private PartQueue openQueue() {
        BrokerSettings broker = settings.broker();
        if (broker == null) {
            brokerProbe = Condition.Up::new;
            return keep(new InProcessPartQueue());
        }
        String name = "carga " + settings.role().name().toLowerCase(Locale.ROOT);
        RabbitMqPartQueue queue = keep(new RabbitMqPartQueue(
                RabbitMqSettings.at(broker.uri()).withQueue(broker.queue()).withConnectionName(name)));
        brokerProbe = queue.probe();
        return queue;
    }

    private ReceivingMemory memory() {
        long bytes = settings.receivingBytes(Runtime.getRuntime().maxMemory());
        int most = ReceivingMemory.mostUploads(settings.cutting(), bytes);
        int uploads = settings.http() == null ? 1 : settings.http().limits().uploads();
        return new ReceivingMemory(settings.cutting(), bytes, Math.min(uploads, most));
    }

    /// Remembers what has to be closed. Once the system is leaving, that is at once, and the start goes no
    /// further.
    private <T extends AutoCloseable> T keep(T piece) {
        synchronized (started) {
            if (!leaving) {
                started.push(piece);
                return piece;
            }
        }
        close(piece);
        throw new InfrastructureException.Transient("Told to leave before everything was started", null);
    }

    /// Leaves: finishes the parts in hand, then stops what [#start()] started. May be called from another
    /// thread, also while the start still waits.
    @Override
    public void close() {
        synchronized (started) {
            if (!leaving && !started.isEmpty()) {
                LOG.info("event=leaving");
            }
            leaving = true;
        }
        while (true) {
            @Nullable AutoCloseable piece;
            synchronized (started) {
                piece = started.poll();
            }
            if (piece == null) {
                return;
            }
            close(piece);
        }
    }

    private static void close(AutoCloseable piece) {
        try {
            piece.close();
        } catch (Exception e) {
            LOG.warn("event=close_failed piece={} cause={}", piece.getClass().getSimpleName(), e.getMessage());
        }
    }
}
