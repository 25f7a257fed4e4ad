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
        return new CheckHealth(Optional::empty, database, () -> UP, broker, Duration.ofMillis(100));
    }

    @ParameterizedTest
    @CsvSource({
        "true,  true,  true,  ,         READY",
        "true,  true,  false, ,         DEGRADED",
        "false, true,  true,  ,         NOT_READY",
        "false, true,  false, ,         NOT_READY",
        "true,  false, true,  ,         NOT_READY",
        "true,  false, false, ,         NOT_READY",
        "true,  true,  true,  starting, NOT_READY",
        "true,  true,  false, leaving,  NOT_READY"
    })
    void databaseAndSchemaAreRequiredAndTheBrokerIsNot(
            boolean database, boolean migrations, boolean broker, @Nullable String closed, Status expected) {
        CheckHealth health = new CheckHealth(
                () -> Optional.ofNullable(closed),
                () -> database ? UP : DOWN,
                () -> migrations ? UP : DOWN,
                () -> broker ? UP : DOWN,
                Duration.ofSeconds(10));

        assertThat(health.check().status()).isEqualTo(expected);
    }

    @Test
    void schemaIsNotProbedWhileTheDatabaseIsDown() {
        AtomicInteger looks = new AtomicInteger();
        CheckHealth health = new CheckHealth(
                Optional::empty,
                () -> DOWN,
                () -> {
                    looks.incrementAndGet();
                    return UP;
                },
                () -> UP,
                Duration.ofSeconds(10));

        assertThat(health.check().migrations())
                .isEqualTo(new Condition.Unknown("Not known while the database is down"));
        assertThat(looks).hasValue(0);
    }

    @Test
    void hangingSchemaProbeEndsWithinTheBound() {
        CountDownLatch responds = new CountDownLatch(1);
        CheckHealth health = new CheckHealth(
                Optional::empty,
                () -> UP,
                () -> {
                    awaitUninterruptibly(responds);
                    return UP;
                },
                () -> UP,
                Duration.ofMillis(100));

        assertThat(health.check().migrations()).isEqualTo(new Condition.Down("No answer within 100 ms"));
        responds.countDown();
    }

    @Test
    void exceptionMessageIsTheReason() {
        CheckHealth health = health(() -> UP, () -> {
            throw new InfrastructureException.Transient("refused", null);
        });

        assertThat(health.check().broker()).isEqualTo(new Condition.Down("refused"));
    }

    @Test
    void hangingProbeIsNeitherWaitedForNorRepeated() {
        CountDownLatch responds = new CountDownLatch(1);
        AtomicInteger looks = new AtomicInteger();
        CheckHealth health = health(
                () -> {
                    looks.incrementAndGet();
                    awaitUninterruptibly(responds);
                    return UP;
                },
                () -> UP);

        for (int i = 0; i < 15; i++) {
            Health found = health.check();
            assertThat(found.database()).isEqualTo(new Condition.Down("No answer within 100 ms"));
            assertThat(found.broker()).isEqualTo(UP);
        }
        assertThat(looks).hasValue(1);

        responds.countDown();
        await().until(() -> health.check().status() == Status.READY);
    }

    @Test
    void probesRunAtMostOnceASecond() {
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
