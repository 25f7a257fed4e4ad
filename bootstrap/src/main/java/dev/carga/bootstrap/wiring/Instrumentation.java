package dev.carga.bootstrap.wiring;

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
import java.util.Objects;
import java.util.OptionalInt;

/// Health and metrics of a process, from its first moment to its last. A process that serves no metrics measures
/// nothing.
final class Instrumentation implements AutoCloseable {

    private final CheckHealth health;
    private final @Nullable Metrics metrics;
    private final @Nullable ManagementServer management;

    private Instrumentation(CheckHealth health, @Nullable Metrics metrics, @Nullable ManagementServer management) {
        this.health = health;
        this.metrics = metrics;
        this.management = management;
    }

    /// Listens on the management port at once, if the settings name one.
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

    /// For the HTTP server, which serves metrics only if there is no management port.
    HttpServer.Observability forServer() {
        Metrics measured = Objects.requireNonNull(metrics);
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

    /// The management port; empty if there is none.
    OptionalInt port() {
        return management == null ? OptionalInt.empty() : OptionalInt.of(management.port());
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
