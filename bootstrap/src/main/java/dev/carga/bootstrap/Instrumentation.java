package dev.carga.bootstrap;

import dev.carga.adapters.http.HttpServer;
import dev.carga.adapters.http.ManagementServer;
import dev.carga.adapters.postgres.Database;
import dev.carga.application.dispatch.PartQueue;
import dev.carga.application.health.CheckHealth;
import dev.carga.application.load.LoadingMeter;
import dev.carga.application.receive.ReceivingMeter;
import dev.carga.bootstrap.metrics.Metrics;
import dev.carga.bootstrap.settings.Settings;
import dev.carga.bootstrap.settings.Settings.ManagementSettings;
import dev.carga.domain.Nullable;

/// What is seen of a process from outside, from its first moment to its last: its health and its metrics. Where
/// nobody can ask for metrics, nothing is measured.
final class Instrumentation implements AutoCloseable {

    private final CheckHealth health;
    private final @Nullable Metrics metrics;
    private final @Nullable ManagementServer management;

    private Instrumentation(CheckHealth health, @Nullable Metrics metrics, @Nullable ManagementServer management) {
        this.health = health;
        this.metrics = metrics;
        this.management = management;
    }

    /// Listens at the management port at once, where there is one.
    ///
    /// @throws dev.carga.application.InfrastructureException.Permanent if it cannot listen there
    static Instrumentation open(Settings settings, CheckHealth health) {
        @Nullable ManagementSettings address = settings.management();
        if (address == null && !settings.listens()) {
            return new Instrumentation(health, null, null);
        }
        @Nullable String version = Instrumentation.class.getPackage().getImplementationVersion();
        Metrics metrics = new Metrics(version == null ? "built from source" : version, health);
        return new Instrumentation(
                health,
                metrics,
                address == null ? null : ManagementServer.start(address.host(), address.port(), health, metrics));
    }

    /// What the web side tells of it: the metrics only if they have no port of their own.
    HttpServer.Observability ofWeb() {
        Metrics measured = Carga.present(metrics);
        return new HttpServer.Observability(health, management == null ? measured : null, measured.requests());
    }

    ReceivingMeter receiving() {
        return metrics == null ? ReceivingMeter.none() : metrics.receiving();
    }

    LoadingMeter loading() {
        return metrics == null ? LoadingMeter.none() : metrics.loading();
    }

    void watch(PartQueue queue) {
        if (metrics != null) {
            metrics.watch(queue);
        }
    }

    void watch(Database database) {
        if (metrics != null) {
            metrics.watch(database.backlogGauge());
            database.measurePool(metrics.registry());
        }
    }

    /// The management port that it listens on.
    int port() {
        return Carga.present(management).port();
    }

    @Override
    public void close() {
        if (management != null) {
            management.close();
        }
        if (metrics != null) {
            metrics.close();
        }
    }
}
