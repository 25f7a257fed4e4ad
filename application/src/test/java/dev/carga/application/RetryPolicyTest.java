package dev.carga.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

    private static final RetryPolicy SHORT =
            new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMinutes(1));

    @Test
    void firstResultIsReturned() {
        AtomicInteger attempts = new AtomicInteger();
        assertThat(SHORT.call("count", RetryPolicyTest::never, attempts::incrementAndGet))
                .isEqualTo(1);
    }

    @Test
    void transientFailureIsRetriedUntilThereIsAResult() {
        AtomicInteger attempts = new AtomicInteger();
        assertThat(SHORT.call("count", RetryPolicyTest::never, failing(attempts, 20)))
                .isEqualTo(21);
    }

    @Test
    void endlessPolicyRetries() {
        AtomicInteger attempts = new AtomicInteger();
        assertThat(RetryPolicy.ENDLESS.call("count", RetryPolicyTest::never, failing(attempts, 1)))
                .isEqualTo(2);
    }

    @Test
    void permanentFailureIsThrownAtOnce() {
        AtomicInteger attempts = new AtomicInteger();
        assertThatThrownBy(() -> SHORT.call("count", RetryPolicyTest::never, () -> {
                    attempts.incrementAndGet();
                    throw new InfrastructureException.Permanent("no such table", null);
                }))
                .isInstanceOf(InfrastructureException.Permanent.class);
        assertThat(attempts).hasValue(1);
    }

    @Test
    void permanentFailureAfterTransientOnesIsThrown() {
        AtomicInteger attempts = new AtomicInteger();
        assertThatThrownBy(() -> SHORT.call("count", RetryPolicyTest::never, () -> {
                    if (attempts.incrementAndGet() == 3) {
                        throw new InfrastructureException.Permanent("no such table", null);
                    }
                    throw new InfrastructureException.Transient("away", null);
                }))
                .isInstanceOf(InfrastructureException.Permanent.class);
        assertThat(attempts).hasValue(3);
    }

    @Test
    void otherExceptionIsNotRetried() {
        AtomicInteger attempts = new AtomicInteger();
        assertThatThrownBy(() -> SHORT.call("count", RetryPolicyTest::never, () -> {
                    attempts.incrementAndGet();
                    throw new IllegalStateException("a bug");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(attempts).hasValue(1);
    }

    @Test
    void lastFailureIsThrownWhenTimeRunsOut() {
        RetryPolicy retryPolicy = new RetryPolicy(Duration.ofMillis(5), Duration.ofMillis(5), Duration.ofMillis(100));
        AtomicInteger attempts = new AtomicInteger();
        long start = System.nanoTime();
        assertThatThrownBy(
                        () -> retryPolicy.call("count", RetryPolicyTest::never, failing(attempts, Integer.MAX_VALUE)))
                .isInstanceOf(InfrastructureException.Transient.class)
                .satisfies(e -> assertThat(e).hasMessage("failure " + attempts.get()));
        assertThat(attempts.get()).isGreaterThan(1);
        assertThat(millisSince(start)).isBetween(80L, 30_000L);
    }

    @Test
    void noPauseExceedsTheLimit() {
        RetryPolicy retryPolicy =
                new RetryPolicy(Duration.ofMinutes(10), Duration.ofMinutes(10), Duration.ofMinutes(1));
        AtomicInteger attempts = new AtomicInteger();
        assertThatThrownBy(
                        () -> retryPolicy.call("count", RetryPolicyTest::never, failing(attempts, Integer.MAX_VALUE)))
                .isInstanceOf(InfrastructureException.Transient.class);
        assertThat(attempts).hasValue(1);
    }

    @Test
    void failureIsThrownAtOnceWhenTheCallerCancels() {
        AtomicInteger attempts = new AtomicInteger();
        assertThatThrownBy(() -> SHORT.call("count", () -> attempts.get() == 4, failing(attempts, Integer.MAX_VALUE)))
                .isInstanceOf(InfrastructureException.Transient.class);
        assertThat(attempts).hasValue(4);
    }

    @Test
    void cancelledCallStillMakesOneAttempt() {
        assertThat(SHORT.call("count", () -> true, () -> 7)).isEqualTo(7);
    }

    @Test
    void pausesGrow() {
        RetryPolicy retryPolicy = new RetryPolicy(Duration.ofMillis(20), Duration.ofSeconds(1), Duration.ofMinutes(1));
        List<Long> times = timesOfFourAttempts(retryPolicy);
        // At least 20, 40 and 80, less a quarter each.
        assertThat(times.get(1) - times.get(0)).isGreaterThanOrEqualTo(14);
        assertThat(times.get(2) - times.get(1)).isGreaterThanOrEqualTo(29);
        assertThat(times.get(3) - times.get(2)).isGreaterThanOrEqualTo(59);
    }

    @Test
    void pausesGrowUpToTheLongest() {
        RetryPolicy retryPolicy = new RetryPolicy(Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofMinutes(10));
        long start = System.nanoTime();
        retryPolicy.call("count", RetryPolicyTest::never, failing(new AtomicInteger(), 14));
        // If they doubled each time, they would sum up to 80 seconds.
        assertThat(millisSince(start)).isLessThan(20_000);
    }

    @Test
    void interruptEndsTheWaitingAndStaysSet() throws InterruptedException {
        RetryPolicy retryPolicy = new RetryPolicy(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofHours(1));
        AtomicInteger attempts = new AtomicInteger();
        List<Object> seen = new ArrayList<>();
        Thread waiting = Thread.ofPlatform().start(() -> {
            try {
                retryPolicy.call("count", RetryPolicyTest::never, failing(attempts, Integer.MAX_VALUE));
            } catch (InfrastructureException e) {
                seen.add(e.getClass());
                seen.add(Thread.currentThread().isInterrupted());
            }
        });
        while (attempts.get() == 0) {
            Thread.onSpinWait();
        }
        waiting.interrupt();
        waiting.join(TimeUnit.SECONDS.toMillis(30));
        assertThat(seen).containsExactly(InfrastructureException.Transient.class, true);
        assertThat(attempts).hasValue(1);
    }

    private static boolean never() {
        return false;
    }

    private static List<Long> timesOfFourAttempts(RetryPolicy retryPolicy) {
        List<Long> times = new ArrayList<>();
        AtomicInteger attempts = new AtomicInteger();
        retryPolicy.call("count", RetryPolicyTest::never, () -> {
            times.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
            return failing(attempts, 3).get();
        });
        return times;
    }

    /// Fails so many times, then returns the number of the attempt.
    private static Supplier<Integer> failing(AtomicInteger attempts, int times) {
        return () -> {
            int attempt = attempts.incrementAndGet();
            if (attempt <= times) {
                throw new InfrastructureException.Transient("failure " + attempt, null);
            }
            return attempt;
        };
    }

    private static long millisSince(long start) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }
}
