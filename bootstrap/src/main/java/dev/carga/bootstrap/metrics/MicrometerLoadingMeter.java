package dev.carga.bootstrap.metrics;

import dev.carga.application.load.LoadingMeter;
import dev.carga.application.load.PartLoader.Outcome;
import dev.carga.domain.Nullable;
import dev.carga.domain.purchase.Counter;
import dev.carga.domain.purchase.Counters;
import dev.carga.domain.purchase.Flaw;
import dev.carga.domain.purchase.Rejection;
import dev.carga.domain.upload.PartFailure;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/// Counts and times the parts that are loaded, and counts their lines by outcome.
final class MicrometerLoadingMeter implements LoadingMeter {

    /// The value of the label `outcome` for lines.
    private static final Map<Counter, String> ROW_OUTCOMES = Map.of(
            Counter.TOTAL_ADDED, "added",
            Counter.TOTAL_UPDATED, "updated",
            Counter.DUPLICATES, "duplicate",
            Counter.TOTAL_REJECTED, "rejected");

    private final LongAdder inFlight = new LongAdder();
    private final CountersByKind<Counter> rows;
    private final CountersByKind<Counter> flaws;
    private final CountersByKind<PartEnd> ends;
    private final CountersByKind<PartFailure.Code> failures;
    private final Timer waiting;
    private final Timer parsing;
    private final Timer copying;
    private final Timer committing;
    private final Timer loading;

    /// How a worker is done with a part: the value of the label `outcome` for parts.
    private enum PartEnd {
        LOADED,
        CHECKED,
        FAILED,
        NOT_QUEUED,
        BUSY,
        UNKNOWN,
        GIVEN_BACK
    }

    MicrometerLoadingMeter(MeterRegistry registry) {
        rows = new CountersByKind<>(
                registry, "carga.rows", "Lines of loaded parts, by outcome", "outcome", ROW_OUTCOMES);
        flaws = new CountersByKind<>(
                registry, "carga.row.flaws", "Flaws of lines of loaded parts", "flaw", flawNames());
        ends = new CountersByKind<>(
                registry,
                "carga.parts",
                "Parts that workers took, by outcome",
                "outcome",
                CountersByKind.labels(PartEnd.class, end -> end.name().toLowerCase(Locale.ROOT)));
        failures = new CountersByKind<>(
                registry,
                "carga.part.failures",
                "Why parts failed",
                "code",
                CountersByKind.labels(PartFailure.Code.class, PartFailure.Code::key));
        waiting = timer(registry, "carga.part.wait", "From sending a part's message until loading began", Buckets.WAIT);
        parsing = timer(registry, "carga.part.parse", "Decompressing and parsing a part", Buckets.STEP);
        copying = timer(registry, "carga.part.copy", "Copying a part's rows into the table", Buckets.STEP);
        committing = timer(registry, "carga.part.commit", "Committing rows and outcome", Buckets.STEP);
        loading = timer(registry, "carga.part.load", "A whole part, from message to outcome", Buckets.LOAD);
        Gauge.builder("carga.parts.in.flight", inFlight::sum)
                .description("Parts that workers of this process are processing now")
                .register(registry);
    }

    private static Timer timer(MeterRegistry registry, String name, String description, Duration[] buckets) {
        return Timer.builder(name)
                .description(description)
                .serviceLevelObjectives(buckets)
                .register(registry);
    }

    /// The flaws that a line may have, whether or not they reject it.
    private static Map<Counter, String> flawNames() {
        Map<Counter, String> names = new EnumMap<>(Counter.class);
        Stream.concat(
                        Stream.of(Flaw.values()).map(Flaw::counter),
                        Rejection.ALWAYS.stream().map(Rejection::counter))
                .forEach(counter -> names.put(counter, counter.key().replaceFirst("_count$", "")));
        return names;
    }

    private static void add(CountersByKind<Counter> meters, Counters counters) {
        meters.kinds().forEach(counter -> meters.add(counter, counters.of(counter)));
    }

    @Override
    public void begin() {
        inFlight.increment();
    }

    @Override
    public void settled(Steps steps) {
        waiting.record(steps.waited());
        parsing.record(steps.parsed());
        copying.record(steps.copied());
        committing.record(steps.committed());
    }

    @Override
    public void end(@Nullable Outcome outcome, Duration took) {
        inFlight.decrement();
        if (outcome == null) {
            ends.add(PartEnd.GIVEN_BACK, 1);
            return;
        }
        switch (outcome) {
            case Outcome.Loaded(Counters counters) -> {
                ends.add(PartEnd.LOADED, 1);
                add(rows, counters);
                add(flaws, counters);
                loading.record(took);
            }
            case Outcome.Checked _ -> {
                ends.add(PartEnd.CHECKED, 1);
                loading.record(took);
            }
            case Outcome.Failed(PartFailure failure) -> {
                ends.add(PartEnd.FAILED, 1);
                failures.add(failure.code(), 1);
                loading.record(took);
            }
            case Outcome.NotQueued _ -> ends.add(PartEnd.NOT_QUEUED, 1);
            case Outcome.Busy _ -> ends.add(PartEnd.BUSY, 1);
            case Outcome.Unknown _ -> ends.add(PartEnd.UNKNOWN, 1);
        }
    }
}
