package dev.carga.application.health;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Checks the health of this process within a time limit, whatever state database and broker are in. However
/// often it is called, it probes each of them once a second at most, and never while a probe is in progress.
/// Thread-safe.
public final class CheckHealth {

    /// Two seconds: callers such as Kubernetes rarely wait much longer.
    public static final Duration BOUND = Duration.ofSeconds(2);

    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Supplier<Optional<String>> closed;
    private final CachedProbe<Condition> database;
    private final CachedProbe<Condition> migrations;
    private final CachedProbe<Condition> broker;
    private final Duration bound;

    /// @param closed     why the process accepts no requests; empty if it accepts them
    /// @param migrations checks that the schema is as the program needs it; run only while the database is up
    /// @param bound      a probe that takes longer counts as down
    public CheckHealth(
            Supplier<Optional<String>> closed, Probe database, Probe migrations, Probe broker, Duration bound) {
        this.closed = closed;
        this.database = cached(database);
        this.migrations = cached(migrations);
        this.broker = cached(broker);
        this.bound = bound;
    }

    private static CachedProbe<Condition> cached(Probe probe) {
        return new CachedProbe<>("probe", FRESH, probe::check);
    }

    public Health check() {
        long deadline = System.nanoTime() + bound.toNanos();
        FutureTask<Condition> databaseRun = database.begin();
        FutureTask<Condition> brokerRun = broker.begin();
        Condition databaseNow = await(databaseRun, deadline);
        Condition migrationsNow = !(databaseNow instanceof Condition.Up)
                ? new Condition.Unknown("Not known while the database is down")
                : await(migrations.begin(), deadline);
        Condition brokerNow = await(brokerRun, deadline);
        return new Health(closed.get().orElse(null), databaseNow, migrationsNow, brokerNow);
    }

    private Condition await(FutureTask<Condition> run, long deadline) {
        try {
            return run.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            return new Condition.Down("No answer within " + bound.toMillis() + " ms");
        } catch (ExecutionException e) {
            return new Condition.Down(
                    String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Condition.Down("Interrupted while it was looked at");
        }
    }
}
