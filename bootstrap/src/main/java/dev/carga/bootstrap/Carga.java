package dev.carga.bootstrap;

import dev.carga.adapters.amqp.RabbitMqPartQueue;
import dev.carga.adapters.amqp.RabbitMqSettings;
import dev.carga.adapters.http.HttpServer;
import dev.carga.adapters.postgres.Database;
import dev.carga.adapters.postgres.DatabaseSettings;
import dev.carga.application.InfrastructureException;
import dev.carga.application.Patience;
import dev.carga.application.dispatch.DispatchParts;
import dev.carga.application.dispatch.PartQueue;
import dev.carga.application.dispatch.ResendLostParts;
import dev.carga.application.load.LoadPart;
import dev.carga.application.receive.ReceiveUpload;
import dev.carga.application.report.ReportStatus;
import dev.carga.bootstrap.embedded.EmbeddedPostgres;
import dev.carga.bootstrap.embedded.InProcessPartQueue;
import dev.carga.bootstrap.settings.Settings;
import dev.carga.bootstrap.settings.Settings.BrokerSettings;
import dev.carga.domain.Nullable;
import dev.carga.domain.purchase.PartParser;
import dev.carga.domain.upload.UploadId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The whole system, wired by hand from its settings. What was started is closed in the opposite order: first
/// nothing new comes in, then the parts in hand are finished, then the connections go.
public final class Carga implements AutoCloseable {

    private static final long RESEND_EVERY_S = 5;
    private static final Logger LOG = LoggerFactory.getLogger(Carga.class);

    private final Settings settings;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private volatile boolean leaving;
    private @Nullable ReceiveUpload receiveUpload;
    private @Nullable ReportStatus reportStatus;
    private @Nullable HttpServer http;

    private Carga(Settings settings) {
        this.settings = settings;
    }

    /// A system that is not started yet, so that it can be told to leave while it waits for its database.
    public static Carga of(Settings settings) {
        return new Carga(settings);
    }

    /// Starts everything that the role asks for. Waits for a database or a broker that is not there yet, saying
    /// so.
    ///
    /// @throws InfrastructureException.Permanent if one of them refuses
    public Carga start() {
        try {
            Database database = openDatabase();
            PartQueue queue = openQueue();
            DispatchParts dispatchParts = new DispatchParts(database.partBacklog(), queue, settings.window());
            receiveUpload = new ReceiveUpload(
                    database.uploadStore(), dispatchParts, settings.cutting(), UploadId::random, Patience.FOR_A_CLIENT);
            reportStatus = new ReportStatus(database.uploadReports(), Patience.FOR_A_CLIENT);
            startResending(new ResendLostParts(
                    database.partBacklog(), queue, dispatchParts, settings.window(), ResendLostParts.DEFAULT_AGE));
            if (settings.role().loads()) {
                PartParser parser = new PartParser(settings.cutting().maxLineBytes());
                LoadPart loadPart =
                        new LoadPart(database.partLoader(), parser, dispatchParts, Patience.ENDLESS, () -> leaving);
                keep(queue.subscribe(loadPart, settings.workers()));
            }
            if (settings.http() != null && settings.role().receives()) {
                http = keep(HttpServer.start(settings.http(), receiveUpload, reportStatus));
            }
            return this;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /// The use case that receives files.
    public ReceiveUpload receiveUpload() {
        return present(receiveUpload);
    }

    /// The use case that tells what became of them.
    public ReportStatus reportStatus() {
        return present(reportStatus);
    }

    /// The port that the server listens on.
    public int port() {
        return present(http).port();
    }

    private static <T> T present(@Nullable T piece) {
        if (piece == null) {
            throw new IllegalStateException("Not started, or not in this role");
        }
        return piece;
    }

    private Database openDatabase() {
        DatabaseSettings database = settings.database();
        if (database == null) {
            EmbeddedPostgres embedded = keep(EmbeddedPostgres.start(settings.home()));
            int connections = Settings.connections(settings.workers());
            database =
                    new DatabaseSettings(embedded.jdbcUrl(), embedded.user(), embedded.password(), connections, true);
        }
        DatabaseSettings target = database;
        return keep(Patience.ENDLESS.call("connect to the database", () -> leaving, () -> Database.open(target)));
    }

    private PartQueue openQueue() {
        BrokerSettings broker = settings.broker();
        if (broker == null) {
            return keep(new InProcessPartQueue());
        }
        String name = "carga " + settings.role().name().toLowerCase(Locale.ROOT);
        return keep(new RabbitMqPartQueue(
                RabbitMqSettings.at(broker.uri()).withQueue(broker.queue()).withConnectionName(name)));
    }

    private void startResending(ResendLostParts resendLostParts) {
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("resend").daemon().factory());
        keep(() -> {
            clock.shutdownNow();
            clock.awaitTermination(10, TimeUnit.SECONDS);
        });
        Runnable run = () -> {
            try {
                resendLostParts.resend();
            } catch (InfrastructureException e) {
                LOG.warn("event=resend_postponed cause=\"{}\"", e.getMessage());
            } catch (RuntimeException e) {
                // The clock must go on: without it lost parts stay lost.
                LOG.error("event=resend_failed", e);
            }
        };
        var _ = clock.scheduleWithFixedDelay(run, 0, RESEND_EVERY_S, TimeUnit.SECONDS);
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

    /// Leaves: finishes the parts in hand, then stops what [#start()] started. May be called from another thread,
    /// also while the start still waits.
    @Override
    public void close() {
        synchronized (started) {
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
            LOG.warn(
                    "event=close_failed piece={} cause=\"{}\"", piece.getClass().getSimpleName(), e.getMessage());
        }
    }
}
