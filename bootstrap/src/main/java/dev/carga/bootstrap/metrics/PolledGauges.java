package dev.carga.bootstrap.metrics;

import dev.carga.application.dispatch.Backlog;
import dev.carga.application.dispatch.BacklogGauge;
import dev.carga.application.dispatch.PartQueue;
import dev.carga.application.health.CachedProbe;
import dev.carga.application.health.CheckHealth;
import dev.carga.application.health.Condition;
import dev.carga.application.health.Health;
import dev.carga.domain.Nullable;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// What is not counted but looked at when somebody asks: the work that waits, and how database and broker are.
/// What is not known is no number.
final class PolledGauges {

    /// Health answers within its own bound, and says what did not.
    private static final Duration BOUND = CheckHealth.BOUND.plusMillis(200);

    private static final Duration FRESH = Duration.ofSeconds(2);

    private final CachedProbe<Health> healthLook;
    private volatile @Nullable CachedProbe<Backlog> backlogLook;
    private volatile @Nullable CachedProbe<Long> queueLook;
    private volatile @Nullable Health health;
    private volatile @Nullable Backlog backlog;
    private volatile @Nullable Long messages;

    PolledGauges(MeterRegistry registry, CheckHealth checkHealth) {
        // It keeps its answers fresh itself.
        healthLook = new CachedProbe<>("health", Duration.ZERO, checkHealth::check);
        gaugeHealth(registry);
        gaugeBacklog(registry);
        Gauge.builder("carga.queue.messages", () -> number(messages, Long::doubleValue))
                .description("Messages that wait for a worker")
                .register(registry);
    }

    /// Looks at it from now on.
    void watch(BacklogGauge gauge) {
        backlogLook = new CachedProbe<>("backlog", FRESH, gauge::check);
    }

    /// Looks at it from now on.
    void watch(PartQueue queue) {
        queueLook = new CachedProbe<>("queue", FRESH, queue::waiting);
    }

    /// Looks at everything at once, within the bound.
    void refresh() {
        long deadline = System.nanoTime() + BOUND.toNanos();
        FutureTask<Health> one = healthLook.begin();
        @Nullable FutureTask<Backlog> other = begin(backlogLook);
        @Nullable FutureTask<Long> third = begin(queueLook);
        backlog = other == null ? null : await(other, deadline);
        messages = third == null ? null : await(third, deadline);
        health = await(one, deadline);
    }

    private static <T> @Nullable FutureTask<T> begin(@Nullable CachedProbe<T> look) {
        return look == null ? null : look.begin();
    }

    /// What was seen.
    ///
    /// @param deadline on the clock of [System#nanoTime()]
    /// @return null if there was no answer, or none by then
    private static <T> @Nullable T await(FutureTask<T> look, long deadline) {
        try {
            return look.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException _) {
            return null;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private void gaugeHealth(MeterRegistry registry) {
        Gauge.builder("carga.ready", () -> number(health, PolledGauges::readiness))
                .description("1 ready, 0.5 without the broker, 0 not ready")
                .register(registry);
        gaugePiece(registry, "database", Health::database);
        gaugePiece(registry, "broker", Health::broker);
        gaugePiece(registry, "migrations", Health::migrations);
    }

    private void gaugePiece(MeterRegistry registry, String name, Function<Health, Condition> piece) {
        Gauge.builder("carga.up", () -> number(health, found -> number(piece.apply(found))))
                .description("Whether the piece is as it must be")
                .tag("piece", name)
                .register(registry);
    }

    private static double number(Condition condition) {
        return switch (condition) {
            case Condition.Up _ -> 1;
            case Condition.Down _ -> 0;
            case Condition.Unknown _ -> Double.NaN;
        };
    }

    private static double readiness(Health health) {
        return switch (health.status()) {
            case READY -> 1;
            case DEGRADED -> 0.5;
            case NOT_READY -> 0;
        };
    }

    private void gaugeBacklog(MeterRegistry registry) {
        gaugeParts(registry, "received", Backlog::receivedParts);
        gaugeParts(registry, "queued", Backlog::queuedParts);
        Gauge.builder("carga.backlog.lines", () -> number(backlog, Backlog::lines))
                .description("Lines of all parts that are not settled yet")
                .register(registry);
        Gauge.builder(
                        "carga.backlog.age",
                        () -> number(backlog, found -> found.oldest().toMillis() / 1000.0))
                .description("For how long the part that has waited longest has done so")
                .baseUnit("seconds")
                .register(registry);
    }

    private void gaugeParts(MeterRegistry registry, String state, ToDoubleFunction<Backlog> parts) {
        Gauge.builder("carga.backlog.parts", () -> number(backlog, parts))
                .description("Parts that are not settled yet, by state")
                .tag("state", state)
                .register(registry);
    }

    private static <T> double number(@Nullable T seen, ToDoubleFunction<T> number) {
        return seen == null ? Double.NaN : number.applyAsDouble(seen);
    }
}
