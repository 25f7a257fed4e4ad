package dev.carga.bootstrap.wiring;

import dev.carga.adapters.http.HttpServer;
import dev.carga.adapters.postgres.Database;
import dev.carga.application.InfrastructureException;
import dev.carga.application.control.RetryUpload;
import dev.carga.application.control.WithdrawUpload;
import dev.carga.application.dispatch.PartQueue;
import dev.carga.application.receive.ReceiveFile;
import dev.carga.application.report.ReportStatus;
import dev.carga.application.report.ReportUploads;
import dev.carga.bootstrap.settings.Settings;
import dev.carga.domain.Nullable;
import java.util.Optional;
import java.util.OptionalInt;

/// The whole system in one process, wired by hand from its settings. [#close()] stops it in the opposite order of
/// [#start()]: first it takes nothing new, then it finishes the parts in progress, then it closes its
/// connections.
///
/// The other methods are for a process that has started; before that they throw [IllegalStateException].
public final class Carga implements AutoCloseable {

    private final Settings settings;
    private final ProcessPlan plan;
    private final CloseStack opened = new CloseStack();
    private final ProcessHealth health = new ProcessHealth(opened::isClosing);
    private volatile OptionalInt managementPort = OptionalInt.empty();
    private volatile @Nullable Started started;

    private Carga(Settings settings) {
        this.settings = settings;
        this.plan = ProcessPlan.of(settings);
    }

    /// A system that is not started yet, so that another thread can stop it while it waits for its database.
    public static Carga of(Settings settings) {
        return new Carga(settings);
    }

    /// Starts what the role needs. Listens at once, and answers requests once the database is available. Waits
    /// for a database or a broker that is unavailable, and logs that it waits.
    ///
    /// @throws InfrastructureException.Permanent if one of them refuses
    /// @throws InfrastructureException.Transient if [#close()] is called meanwhile
    public Carga start() {
        try {
            // Opened first and closed last: health and metrics stay visible while the last parts are finished.
            Instrumentation instrumentation = opened.add(Instrumentation.open(settings, health.check()));
            managementPort = instrumentation.port();
            Optional<HttpServer> http =
                    plan.http().map(web -> opened.add(HttpServer.start(web, instrumentation.forServer())));
            Connections connections = new Connections(settings, opened, health);
            PartQueue queue = connections.openQueue();
            instrumentation.watch(queue);
            Database database = connections.openDatabase();
            instrumentation.watch(database);
            ProcessUseCases useCases =
                    ProcessUseCases.wire(settings, plan, database, queue, instrumentation.receiving());
            PeriodicTasks tasks = new PeriodicTasks(settings, database, opened);
            tasks.start(useCases);
            plan.webhooks().ifPresent(tasks::startWebhooks);
            PartWorker worker = new PartWorker(settings, queue, opened);
            if (plan.loadsParts()) {
                worker.subscribe(database, useCases, instrumentation.loading());
            }
            http.ifPresent(server -> open(server, useCases.forClients()));
            if (plan.loadsParts()) {
                worker.awaitBroker();
            }
            health.open();
            started = new Started(useCases.forClients(), http);
            return this;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void open(HttpServer server, HttpServer.UseCases useCases) {
        server.open(useCases);
        health.open();
        // Added a second time, on top: the server opens first, and closes first too.
        opened.add(server);
    }

    /// Receives files.
    public ReceiveFile receiveFile() {
        return started().useCases().receive();
    }

    /// Reports the status of an upload as the predecessor did.
    public ReportStatus reportStatus() {
        return started().useCases().status();
    }

    /// Lists uploads, and reports on one.
    public ReportUploads reportUploads() {
        return started().useCases().uploads();
    }

    /// Cancels uploads and undoes them.
    public WithdrawUpload withdrawUpload() {
        return started().useCases().withdraw();
    }

    /// Loads the failed parts of an upload again.
    public RetryUpload retryUpload() {
        return started().useCases().retry();
    }

    /// The port of the HTTP server.
    public int port() {
        return started().http().orElseThrow(Carga::absent).port();
    }

    /// The management port. Available while [#start()] still waits for the database.
    public int managementPort() {
        return managementPort.orElseThrow(Carga::absent);
    }

    private Started started() {
        @Nullable Started running = started;
        if (running == null) {
            throw absent();
        }
        return running;
    }

    private static IllegalStateException absent() {
        return new IllegalStateException("Not started, or not in this role");
    }

    /// Finishes the parts in progress and stops everything that [#start()] has started. Another thread may call
    /// it, also while the start still waits.
    @Override
    public void close() {
        opened.close();
    }
}
