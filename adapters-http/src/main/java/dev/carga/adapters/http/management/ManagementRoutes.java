package dev.carga.adapters.http.management;

import dev.carga.application.health.CheckHealth;
import dev.carga.domain.Nullable;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Set;

/// The routes that tell how the process is: `/health/live`, `/health/ready`, and `/metrics` where it is served.
/// They answer from the start to the end.
public final class ManagementRoutes {

    private static final String LIVE = "/health/live";
    private static final String READY = "/health/ready";
    private static final String METRICS = "/metrics";

    private final HealthRoute health;
    private final @Nullable MetricsPage metrics;

    /// @param metrics null if they are not to be seen here
    public ManagementRoutes(CheckHealth health, @Nullable MetricsPage metrics) {
        this.health = new HealthRoute(health);
        this.metrics = metrics;
    }

    public void addTo(RoutesConfig routes) {
        routes.get(LIVE, HealthRoute::live);
        routes.head(LIVE, HealthRoute::live);
        routes.get(READY, health::ready);
        routes.head(READY, health::ready);
        @Nullable MetricsPage page = metrics;
        if (page != null) {
            routes.get(METRICS, ctx -> write(ctx, page));
            routes.head(METRICS, ctx -> write(ctx, page));
        }
    }

    /// Whether one of them is there.
    public boolean include(String path) {
        return Set.of(LIVE, READY).contains(path) || (metrics != null && path.equals(METRICS));
    }

    private static void write(Context ctx, MetricsPage metrics) {
        MetricsPage.Page page = metrics.write(ctx.header("Accept"));
        ctx.status(200)
                .contentType(page.contentType())
                .header("Cache-Control", "no-store")
                .result(page.body());
    }
}
