package dev.carga.application.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carga.application.InfrastructureException;
import dev.carga.application.health.Health.Status;
import dev.carga.domain.Nullable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
class CheckHealthTest {

    private static final Condition UP = new Condition.Up();
    private static final Condition DOWN = new Condition.Down("gone");

    private static CheckHealth health(Probe database, Probe broker) {
        return new CheckHealth(Optional::empty, database, broker, Duration.ofMillis(100));
    }

    @ParameterizedTest
    @CsvSource({
        "true,  true,  ,         READY",
        "true,  false, ,         DEGRADED",
        "false, true,  ,         NOT_READY",
        "false, false, ,         NOT_READY",
        "true,  true,  starting, NOT_READY",
        "true,  false, leaving,  NOT_READY"
    })
    void withoutTheDatabaseNothingWorksAndWithoutTheBrokerUploadsDo(
            boolean database, boolean broker, @Nullable String closed, Status expected) {
        CheckHealth health = new CheckHealth(
                () -> Optional.ofNullable(closed),
                () -> database ? UP : DOWN,
                () -> broker ? UP : DOWN,
                Duration.ofSeconds(10));

        assertThat(health.check().status()).isEqualTo(expected);
    }

    @Test
    void whatTheMachineryThrowsIsTheReason() {
        CheckHealth health = health(() -> UP, () -> {
            throw new InfrastructureException.Transient("refused", null);
        });

        assertThat(health.check().broker()).isEqualTo(new Condition.Down("refused"));
    }

    @Test
    void aLookThatHangsIsNotWaitedForAndNotRepeatedMeanwhile() {
        CountDownLatch answers = new CountDownLatch(1);
        AtomicInteger looks = new AtomicInteger();
        CheckHealth health = health(
                () -> {
                    looks.incrementAndGet();
                    awaitUninterruptibly(answers);
                    return UP;
                },
                () -> UP);

        for (int i = 0; i < 15; i++) {
            Health found = health.check();
            assertThat(found.database()).isEqualTo(new Condition.Down("No answer within 100 ms"));
            assertThat(found.broker()).isEqualTo(UP);
        }
        assertThat(looks).hasValue(1);

        answers.countDown();
        await().until(() -> health.check().status() == Status.READY);
    }

    @Test
    void howeverOftenItIsAskedItLooksOnceASecond() {
        AtomicInteger looks = new AtomicInteger();
        CheckHealth health = health(
                () -> {
                    looks.incrementAndGet();
                    return UP;
                },
                () -> UP);
        long start = System.nanoTime();
        for (int i = 0; i < 1_000; i++) {
            health.check();
        }
        assertThat(looks.get())
                .isLessThanOrEqualTo(
                        1 + (int) Duration.ofNanos(System.nanoTime() - start).toSeconds());

        await().until(() -> {
            health.check();
            return looks.get() > 1;
        });
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
