package dev.carga.application;

import dev.carga.domain.Nullable;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tries again while the machinery is away, with growing pauses.
///
/// @param firstPause   before the second attempt; doubles from there, give or take a quarter, so that many who
///                     wait do not come back all at once
/// @param longestPause the pauses grow no further
/// @param limit        after this time the last failure is thrown
public record RetryPolicy(Duration firstPause, Duration longestPause, Duration limit) {

    private static final long LOOK_EVERY_MS = 100;
    private static final Logger LOG = LoggerFactory.getLogger(RetryPolicy.class);

    /// A minute: a database restarts well within it, and a client still waits.
    public static final RetryPolicy FOR_A_CLIENT =
            new RetryPolicy(Duration.ofMillis(100), Duration.ofSeconds(2), Duration.ofMinutes(1));

    /// As long as it takes: nobody waits for a worker, and what it holds must not be lost.
    public static final RetryPolicy ENDLESS =
            new RetryPolicy(Duration.ofMillis(100), Duration.ofSeconds(10), Duration.ofDays(36_500));

    /// The first answer of `attempt` that is not a transient failure.
    ///
    /// @param what    for the log, in its form: `step=store upload=… part=3`
    /// @param cancelled looked at before and during every pause: when true, the failure is thrown at once
    /// @throws InfrastructureException the last failure, if time ran out, the caller gave up, the thread was
    ///                                 interrupted (it stays so), or it was a permanent one
    public <T> T call(String what, BooleanSupplier cancelled, Supplier<T> attempt) {
        long start = System.nanoTime();
        long pause = firstPause.toMillis();
        while (true) {
            try {
                return attempt.get();
            } catch (InfrastructureException.Transient e) {
                if (cancelled.getAsBoolean() || System.nanoTime() - start + pause * 1_000_000 > limit.toNanos()) {
                    throw e;
                }
                LOG.warn("event=retry {} pause_ms={} cause={}", what, pause, e.getMessage());
                sleep(pause, cancelled, e);
                pause = Math.min(pause * 2, longestPause.toMillis());
            }
        }
    }

    /// As [#call(String, BooleanSupplier, Supplier)], for a caller that nothing can cancel.
    public <T> T call(String what, Supplier<T> attempt) {
        return call(what, () -> false, attempt);
    }

    /// As [#call(String, Supplier)], for a step without a result.
    public void run(String what, Runnable step) {
        run(what, () -> false, step);
    }

    /// As [#call(String, BooleanSupplier, Supplier)], for a step without a result.
    public void run(String what, BooleanSupplier cancelled, Runnable step) {
        Supplier<@Nullable Void> attempt = () -> {
            step.run();
            return null;
        };
        call(what, cancelled, attempt);
    }

    private static void sleep(long pause, BooleanSupplier cancelled, InfrastructureException cause) {
        long left = pause + ThreadLocalRandom.current().nextLong(-pause / 4, pause / 4 + 1);
        try {
            while (left > 0 && !cancelled.getAsBoolean()) {
                Thread.sleep(Math.min(left, LOOK_EVERY_MS));
                left -= LOOK_EVERY_MS;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw cause;
        }
    }
}
