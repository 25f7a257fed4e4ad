package dev.carga.application;

import dev.carga.domain.Nullable;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Retries after transient failures, with growing pauses.
///
/// @param firstPause   before the second attempt; each next pause is twice as long, plus or minus a random
///                     quarter, so that many callers do not retry at the same moment
/// @param longestPause the upper limit of a pause
/// @param limit        the last failure is thrown rather than begin a pause that ends after this time
public record RetryPolicy(Duration firstPause, Duration longestPause, Duration limit) {

    private static final long POLL_INTERVAL_MS = 100;
    private static final Logger LOG = LoggerFactory.getLogger(RetryPolicy.class);

    /// One minute: longer than a restart of the database, and a client still waits.
    public static final RetryPolicy FOR_A_CLIENT =
            new RetryPolicy(Duration.ofMillis(100), Duration.ofSeconds(2), Duration.ofMinutes(1));

    /// No limit: no client waits for a worker, and the part that it holds must not be lost.
    public static final RetryPolicy ENDLESS =
            new RetryPolicy(Duration.ofMillis(100), Duration.ofSeconds(10), Duration.ofDays(36_500));

    /// Returns the first result of `attempt` that is not a transient failure.
    ///
    /// @param step      for the log, as its keys: `step=store upload=… part=3`
    /// @param cancelled checked before and during every pause; when true, the failure is thrown at once
    /// @throws InfrastructureException the last failure, if it was permanent, the limit is reached, the
    ///                                 caller cancelled, or the thread was interrupted (its interrupt status
    ///                                 stays set)
    public <T> T call(String step, BooleanSupplier cancelled, Supplier<T> attempt) {
        long start = System.nanoTime();
        long pause = firstPause.toMillis();
        while (true) {
            try {
                return attempt.get();
            } catch (InfrastructureException.Transient e) {
                if (cancelled.getAsBoolean() || System.nanoTime() - start + pause * 1_000_000 > limit.toNanos()) {
                    throw e;
                }
                LOG.warn("event=retry {} pause_ms={} cause={}", step, pause, e.getMessage());
                sleep(pause, cancelled, e);
                pause = Math.min(pause * 2, longestPause.toMillis());
            }
        }
    }

    /// As [#call(String, BooleanSupplier, Supplier)], for a caller that nothing can cancel.
    public <T> T call(String step, Supplier<T> attempt) {
        return call(step, () -> false, attempt);
    }

    /// As [#call(String, Supplier)], for an attempt without a result.
    public void run(String step, Runnable attempt) {
        run(step, () -> false, attempt);
    }

    /// As [#call(String, BooleanSupplier, Supplier)], for an attempt without a result.
    public void run(String step, BooleanSupplier cancelled, Runnable attempt) {
        Supplier<@Nullable Void> withoutResult = () -> {
            attempt.run();
            return null;
        };
        call(step, cancelled, withoutResult);
    }

    private static void sleep(long pause, BooleanSupplier cancelled, InfrastructureException cause) {
        long left = pause + ThreadLocalRandom.current().nextLong(-pause / 4, pause / 4 + 1);
        try {
            while (left > 0 && !cancelled.getAsBoolean()) {
                Thread.sleep(Math.min(left, POLL_INTERVAL_MS));
                left -= POLL_INTERVAL_MS;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw cause;
        }
    }
}
