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

/// Counts and times the parts that are loaded, and what became of their lines.
final class MicrometerLoadingMeter implements LoadingMeter {

    /// What becomes of a line, as a label.
    private static final Map<Counter, String> ROW_OUTCOMES = Map.of(
            Counter.TOTAL_ADDED, "added",
            Counter.TOTAL_UPDATED, "updated",
            Counter.DUPLICATES, "duplicate",
            Counter.TOTAL_REJECTED, "rejected");

    private final LongAdder inHand = new LongAdder();
    private final CountersByKind<Counter> rows;
    private final CountersByKind<Counter> flaws;
    private final CountersByKind<PartEnd> ends;
    private final CountersByKind<PartFailure.Code> failures;
    private final Timer waiting;
    private final Timer parsing;
    private final Timer copying;
    private final Timer committing;
    private final Timer loading;

    /// How a part leaves a worker's hand.
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
                registry, "carga.rows", "Lines of loaded parts, by what became of them", "outcome", ROW_OUTCOMES);
        flaws = new CountersByKind<>(
                registry, "carga.row.flaws", "What was wrong with lines of loaded parts", "flaw", flawWords());
        ends = new CountersByKind<>(
                registry,
                "carga.parts",
                "Parts that workers had in hand",
                "outcome",
                CountersByKind.words(PartEnd.class, end -> end.name().toLowerCase(Locale.ROOT)));
        failures = new CountersByKind<>(
                registry,
                "carga.part.failures",
                "Why parts failed",
                "code",
                CountersByKind.words(PartFailure.Code.class, PartFailure.Code::key));
        waiting = timer(registry, "carga.part.wait", "From a part's message until its loading", Buckets.WAIT);
        parsing = timer(registry, "carga.part.parse", "Unpacking and reading a part", Buckets.STEP);
        copying = timer(registry, "carga.part.copy", "Bringing a part's rows to the table", Buckets.STEP);
        committing = timer(registry, "carga.part.commit", "Until rows and outcome were durable", Buckets.STEP);
        loading = timer(registry, "carga.part.load", "All of a part, from message to outcome", Buckets.LOAD);
        Gauge.builder("carga.parts.in.flight", inHand::sum)
                .description("Parts that workers have in hand here at this moment")
                .register(registry);
    }

    private static Timer timer(MeterRegistry registry, String name, String what, Duration[] buckets) {
        return Timer.builder(name)
                .description(what)
                .serviceLevelObjectives(buckets)
                .register(registry);
    }

    /// What may be wrong with a line, whether it is added all the same or not.
    private static Map<Counter, String> flawWords() {
        Map<Counter, String> words = new EnumMap<>(Counter.class);
        Stream.concat(
                        Stream.of(Flaw.values()).map(Flaw::counter),
                        Rejection.ALWAYS.stream().map(Rejection::counter))
                .forEach(counter -> words.put(counter, counter.key().replaceFirst("_count$", "")));
        return words;
    }

    private static void add(CountersByKind<Counter> meters, Counters counters) {
        meters.kinds().forEach(counter -> meters.add(counter, counters.of(counter)));
    }

    @Override
    public void begin() {
        inHand.increment();
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
        inHand.decrement();
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
