package dev.carga.adapters.http.management;

import dev.carga.adapters.http.settings.MetricsPage;
import dev.carga.application.health.CheckHealth;
import dev.carga.domain.Nullable;
import io.javalin.http.Context;
import java.util.Objects;

/// `/health/live`, `/health/ready` and `/metrics`.
public final class ManagementRoutes {

    private final HealthRoute health;
    private final @Nullable MetricsPage metrics;

    /// @param metrics null if they are not served here
    public ManagementRoutes(CheckHealth health, @Nullable MetricsPage metrics) {
        this.health = new HealthRoute(health);
        this.metrics = metrics;
    }

    /// Whether metrics are served here.
    public boolean hasMetrics() {
        return metrics != null;
    }

    /// `GET /health/live`
    public void live(Context ctx) {
        HealthRoute.live(ctx);
    }

    /// `GET /health/ready`
    public void ready(Context ctx) {
        health.ready(ctx);
    }

    /// `GET /metrics`, if there are any.
    public void metrics(Context ctx) {
        MetricsPage.Page page = Objects.requireNonNull(metrics).write(ctx.header("Accept"));
        ctx.status(200)
                .contentType(page.contentType())
                .header("Cache-Control", "no-store")
                .result(page.body());
    }
}
