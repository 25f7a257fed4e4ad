package dev.carga.bootstrap.metrics;

import dev.carga.adapters.http.settings.MetricsPage;
import dev.carga.adapters.http.settings.RequestListener;
import dev.carga.application.dispatch.BacklogGauge;
import dev.carga.application.dispatch.PartQueue;
import dev.carga.application.health.CheckHealth;
import dev.carga.application.load.LoadingMeter;
import dev.carga.application.receive.ReceivingMeter;
import dev.carga.domain.Nullable;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;

/// The measurements of a process, and the page that serves them, in the text format of Prometheus or in
/// OpenMetrics. `docs/reference/metrics.md` lists the metrics. No label ever holds a file name, an id or a
/// document.
public final class Metrics implements MetricsPage, AutoCloseable {

    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmMeters jvm = new JvmMeters(registry);
    private final ReceivingMeter receiving = new MicrometerReceivingMeter(registry);
    private final LoadingMeter loading = new MicrometerLoadingMeter(registry);
    private final RequestListener requests = new MicrometerRequestListener(registry);
    private final PolledGauges polled;

    /// @param version of the program
    public Metrics(String version, CheckHealth health) {
        polled = new PolledGauges(registry, health);
        Gauge.builder("carga.build.info", () -> 1)
                .description("The version that runs")
                .tag("version", version)
                .register(registry);
    }

    /// Counts what is received.
    public ReceivingMeter receiving() {
        return receiving;
    }

    /// Counts what is loaded.
    public LoadingMeter loading() {
        return loading;
    }

    /// Counts requests.
    public RequestListener requests() {
        return requests;
    }

    /// In which a connection pool registers its metrics.
    public Object registry() {
        return registry;
    }

    /// Reports the backlog from now on.
    public void watch(BacklogGauge backlog) {
        polled.watch(backlog);
    }

    /// Reports the number of waiting messages from now on.
    public void watch(PartQueue queue) {
        polled.watch(queue);
    }

    @Override
    public Page write(@Nullable String accept) {
        polled.refresh();
        String type = accept != null && accept.contains("application/openmetrics-text") ? OPEN_METRICS : PROMETHEUS;
        return new Page(type, registry.scrape(type).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        jvm.close();
        registry.close();
    }
}
