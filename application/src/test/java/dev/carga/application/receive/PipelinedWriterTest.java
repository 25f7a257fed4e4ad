package dev.carga.application.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carga.application.InfrastructureException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PipelinedWriterTest {

    @Test
    void callerContinuesWhileAStepRuns() {
        CountDownLatch callerContinued = new CountDownLatch(1);
        AtomicInteger done = new AtomicInteger();
        try (PipelinedWriter steps = new PipelinedWriter()) {
            steps.start(() -> {
                await(callerContinued);
                done.incrementAndGet();
            });
            assertThat(done).hasValue(0);
            callerContinued.countDown();
            steps.await();
            assertThat(done).hasValue(1);
        }
    }

    @Test
    void stepsRunInOrderAndOneAtATime() {
        List<Integer> done = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger atOnce = new AtomicInteger();
        try (PipelinedWriter steps = new PipelinedWriter()) {
            for (int i = 0; i < 500; i++) {
                int number = i;
                steps.start(() -> {
                    assertThat(atOnce.incrementAndGet()).isEqualTo(1);
                    done.add(number);
                    atOnce.decrementAndGet();
                });
                assertThat(done).hasSizeGreaterThanOrEqualTo(i);
            }
            steps.await();
        }
        assertThat(done).hasSize(500).isSorted();
    }

    @Test
    void failureOfAStepStopsTheNextAndIsThrownOnce() {
        AtomicInteger done = new AtomicInteger();
        InfrastructureException away = new InfrastructureException.Transient("away", null);
        try (PipelinedWriter steps = new PipelinedWriter()) {
            steps.start(() -> {
                throw away;
            });
            assertThatThrownBy(() -> steps.start(done::incrementAndGet)).isSameAs(away);
            assertThatCode(steps::await).doesNotThrowAnyException();
        }
        assertThat(done).hasValue(0);
    }

    @Test
    void closingWaitsForTheRunningStep() {
        CountDownLatch started = new CountDownLatch(1);
        AtomicInteger done = new AtomicInteger();
        try (PipelinedWriter steps = new PipelinedWriter()) {
            steps.start(() -> {
                started.countDown();
                sleep(100);
                done.incrementAndGet();
            });
            await(started);
        }
        assertThat(done).hasValue(1);
    }

    @Test
    void interruptingTheCallerInterruptsTheStep() {
        CountDownLatch stepStarted = new CountDownLatch(1);
        CountDownLatch stepInterrupted = new CountDownLatch(1);
        try (PipelinedWriter steps = new PipelinedWriter()) {
            steps.start(() -> {
                stepStarted.countDown();
                try {
                    Thread.sleep(10_000);
                } catch (InterruptedException _) {
                    stepInterrupted.countDown();
                }
            });
            await(stepStarted);
            Thread.currentThread().interrupt();
            assertThatThrownBy(steps::await).isInstanceOf(InfrastructureException.Transient.class);
            assertThat(Thread.interrupted()).isTrue();
            await(stepInterrupted);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
