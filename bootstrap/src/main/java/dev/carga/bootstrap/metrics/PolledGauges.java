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

/// Gauges whose values are read when the page is requested: the backlog, and the health of database and broker.
/// An unknown value is `NaN`.
final class PolledGauges {

    /// The health check has its own timeout, and reports what did not answer: this one is longer.
    private static final Duration TIMEOUT = CheckHealth.BOUND.plusMillis(200);

    private static final Duration FRESH = Duration.ofSeconds(2);

    private final CachedProbe<Health> healthProbe;
    private volatile @Nullable CachedProbe<Backlog> backlogProbe;
    private volatile @Nullable CachedProbe<Long> queueProbe;
    private volatile @Nullable Health health;
    private volatile @Nullable Backlog backlog;
    private volatile @Nullable Long messages;

    PolledGauges(MeterRegistry registry, CheckHealth checkHealth) {
        // CheckHealth caches by itself.
        healthProbe = new CachedProbe<>("health", Duration.ZERO, checkHealth::check);
        gaugeHealth(registry);
        gaugeBacklog(registry);
        Gauge.builder("carga.queue.messages", () -> number(messages, Long::doubleValue))
                .description("Messages waiting for a worker")
                .register(registry);
    }

    /// Polls the backlog from now on.
    void watch(BacklogGauge gauge) {
        backlogProbe = new CachedProbe<>("backlog", FRESH, gauge::check);
    }

    /// Polls the queue from now on.
    void watch(PartQueue queue) {
        queueProbe = new CachedProbe<>("queue", FRESH, queue::waiting);
    }

    /// Polls everything concurrently, within the timeout.
    void refresh() {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        FutureTask<Health> healthPoll = healthProbe.begin();
        @Nullable FutureTask<Backlog> backlogPoll = begin(backlogProbe);
        @Nullable FutureTask<Long> queuePoll = begin(queueProbe);
        backlog = backlogPoll == null ? null : await(backlogPoll, deadline);
        messages = queuePoll == null ? null : await(queuePoll, deadline);
        health = await(healthPoll, deadline);
    }

    private static <T> @Nullable FutureTask<T> begin(@Nullable CachedProbe<T> probe) {
        return probe == null ? null : probe.begin();
    }

    /// @param deadline on the clock of [System#nanoTime()]
    /// @return null if the poll failed, or did not end by the deadline
    private static <T> @Nullable T await(FutureTask<T> poll, long deadline) {
        try {
            return poll.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
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
                .description("1 if the piece works, else 0")
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
                .description("Lines of all parts that are not processed yet")
                .register(registry);
        Gauge.builder(
                        "carga.backlog.age",
                        () -> number(backlog, found -> found.oldest().toMillis() / 1000.0))
                .description("How long the oldest part has waited")
                .baseUnit("seconds")
                .register(registry);
    }

    private void gaugeParts(MeterRegistry registry, String state, ToDoubleFunction<Backlog> parts) {
        Gauge.builder("carga.backlog.parts", () -> number(backlog, parts))
                .description("Parts that are not processed yet, by state")
                .tag("state", state)
                .register(registry);
    }

    private static <T> double number(@Nullable T value, ToDoubleFunction<T> toNumber) {
        return value == null ? Double.NaN : toNumber.applyAsDouble(value);
    }
}
