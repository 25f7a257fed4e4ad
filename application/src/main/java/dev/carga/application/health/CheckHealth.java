package dev.carga.application.health;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Tells how this process is, within a bound, whatever has happened to database and broker. However often it
/// is asked, each is looked at once a second at most, and never while a look is under way. Thread-safe.
public final class CheckHealth {

    /// Two seconds: those who ask, as Kubernetes does, seldom wait much longer.
    public static final Duration BOUND = Duration.ofSeconds(2);

    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Supplier<Optional<String>> closed;
    private final CachedProbe<Condition> database;
    private final CachedProbe<Condition> migrations;
    private final CachedProbe<Condition> broker;
    private final Duration bound;

    /// Looks at these three.
    ///
    /// @param closed     why the process takes nothing in, if it does not
    /// @param migrations whether the schema is as the program needs it; looked at only where the database
    ///                   is there
    /// @param bound      a look that takes longer says that there was no answer
    public CheckHealth(
            Supplier<Optional<String>> closed, Probe database, Probe migrations, Probe broker, Duration bound) {
        this.closed = closed;
        this.database = look(database);
        this.migrations = look(migrations);
        this.broker = look(broker);
        this.bound = bound;
    }

    private static CachedProbe<Condition> look(Probe probe) {
        return new CachedProbe<>("probe", FRESH, probe::check);
    }

    /// How it is now.
    public Health check() {
        long deadline = System.nanoTime() + bound.toNanos();
        FutureTask<Condition> one = database.begin();
        FutureTask<Condition> other = broker.begin();
        Condition databaseNow = await(one, deadline);
        Condition migrationsNow = !(databaseNow instanceof Condition.Up)
                ? new Condition.Unknown("Not known while the database is down")
                : await(migrations.begin(), deadline);
        Condition brokerNow = await(other, deadline);
        return new Health(closed.get().orElse(null), databaseNow, migrationsNow, brokerNow);
    }

    private Condition await(FutureTask<Condition> look, long deadline) {
        try {
            return look.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
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
