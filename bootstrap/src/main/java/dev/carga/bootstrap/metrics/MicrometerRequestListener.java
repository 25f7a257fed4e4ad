package dev.carga.bootstrap.metrics;

import dev.carga.adapters.http.settings.RequestListener;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/// Times requests by method, route and status. A client cannot invent values of these labels.
final class MicrometerRequestListener implements RequestListener {

    private final Meter.MeterProvider<Timer> requests;

    MicrometerRequestListener(MeterRegistry registry) {
        requests = Timer.builder("carga.http.request")
                .description("HTTP requests, including the body of an upload")
                .serviceLevelObjectives(Buckets.REQUEST)
                .withRegistry(registry);
    }

    @Override
    public void answered(String method, String route, int status, Duration took) {
        requests.withTags(Tags.of("method", method, "route", route, "status", Integer.toString(status)))
                .record(took);
    }
}
