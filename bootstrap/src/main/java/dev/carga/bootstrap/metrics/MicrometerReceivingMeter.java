package dev.carga.bootstrap.metrics;

import dev.carga.application.receive.ReceivingMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/// Counts and times the files that are received.
final class MicrometerReceivingMeter implements ReceivingMeter {

    private final LongAdder inFlight = new LongAdder();
    private final CountersByKind<End> ends;
    private final Counter bytes;
    private final Timer receiving;
    private final Timer storing;

    MicrometerReceivingMeter(MeterRegistry registry) {
        ends = new CountersByKind<>(
                registry,
                "carga.uploads",
                "Files that are no longer arriving, by outcome",
                "outcome",
                CountersByKind.labels(End.class, end -> end.name().toLowerCase(Locale.ROOT)));
        bytes = Counter.builder("carga.received.bytes")
                .description("Bytes of files received")
                .register(registry);
        receiving = Timer.builder("carga.upload.receive")
                .description("From a file's first byte until the whole file was stored")
                .serviceLevelObjectives(Buckets.RECEIVE)
                .register(registry);
        storing = Timer.builder("carga.part.store")
                .description("Storing a part of an arriving file")
                .serviceLevelObjectives(Buckets.STEP)
                .register(registry);
        Gauge.builder("carga.uploads.in.flight", inFlight::sum)
                .description("Files that this process is receiving now")
                .register(registry);
    }

    @Override
    public void begin() {
        inFlight.increment();
    }

    @Override
    public void read(int more) {
        bytes.increment(more);
    }

    @Override
    public void stored(Duration took) {
        storing.record(took);
    }

    @Override
    public void end(End end, Duration took) {
        inFlight.decrement();
        ends.add(end, 1);
        if (end == End.RECEIVED) {
            receiving.record(took);
        }
    }
}
