package dev.carga.application.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.carga.application.dispatch.Backlog;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WantedWorkersTest {

    private static final int PLENTY = 1_000;

    /// 100 parts a minute, three concurrently, one to ten processes.
    private static final WantedWorkers RULE = new WantedWorkers(100, 3, Duration.ofSeconds(60), 1, 10);

    private static Backlog backlog(long received, long queued, long oldestSeconds) {
        return new Backlog(received, queued, (received + queued) * 10_000, Duration.ofSeconds(oldestSeconds));
    }

    @ParameterizedTest(name = "{0} received, {1} queued, the oldest {2} s: {3}")
    @CsvSource({
        // No work, or little.
        "0, 0, 0, 1",
        "0, 1, 0, 1",
        "0, 100, 5, 1",
        // Work that one process finishes in time needs one, and one part more needs two.
        "60, 40, 30, 1",
        "61, 40, 30, 2",
        "500, 400, 59, 9",
        "9000, 900, 59, 10",
        // One upload has eight parts in the queue: three processes find a part.
        "992, 8, 30, 3",
        "992, 9, 30, 3",
        "992, 10, 30, 4",
        // No part is queued yet.
        "1000, 0, 0, 1",
        // A part that has waited twice as long wants twice as many, up to four times.
        "0, 24, 59, 1",
        "0, 24, 119, 1",
        "0, 24, 120, 2",
        "0, 24, 180, 3",
        "0, 24, 100000, 4",
        "120, 30, 120, 4",
        // An old part that cannot be loaded is not work for four processes.
        "0, 1, 100000, 1",
        "0, 4, 100000, 2",
    })
    void numberFollowsTheBacklog(long received, long queued, long oldestSeconds, int wanted) {
        assertThat(RULE.of(backlog(received, queued, oldestSeconds), PLENTY)).isEqualTo(wanted);
    }

    @ParameterizedTest(name = "room for {0}: {1}")
    @CsvSource({"1000, 9", "9, 9", "8, 8", "2, 2", "1, 2", "0, 2"})
    void numberIsBetweenTheMinimumAndTheConnections(int affordable, int wanted) {
        WantedWorkers rule = new WantedWorkers(100, 3, Duration.ofSeconds(60), 2, 10);
        assertThat(rule.of(backlog(500, 400, 0), affordable)).isEqualTo(wanted);
    }

    @Test
    void noWorkersAreWantedWithoutWorkOrMinimum() {
        WantedWorkers rule = new WantedWorkers(100, 3, Duration.ofSeconds(60), 0, 10);
        assertThat(rule.of(backlog(0, 0, 0), PLENTY)).isZero();
        assertThat(rule.of(backlog(1, 0, 0), PLENTY)).isOne();
    }

    @RepeatedTest(20)
    void numberGrowsWithWorkWithinTheBounds(RepetitionInfo repetition) {
        SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
        for (int i = 0; i < 1_000; i++) {
            int min = random.nextInt(4);
            int max = min + 1 + random.nextInt(40);
            WantedWorkers rule = new WantedWorkers(
                    1 + random.nextInt(1_000),
                    1 + random.nextInt(8),
                    Duration.ofSeconds(1 + random.nextInt(300)),
                    min,
                    max);
            int affordable = random.nextInt(60);
            Backlog less = backlog(size(random), size(random), size(random));
            Backlog more = backlog(
                    less.receivedParts() + size(random),
                    less.queuedParts() + size(random),
                    less.oldest().toSeconds() + size(random));

            int fewer = rule.of(less, affordable);
            int wanted = rule.of(more, affordable);

            assertThat(wanted).isBetween(fewer, max).isGreaterThanOrEqualTo(min);
            assertThat(wanted).isLessThanOrEqualTo(Math.max(min, affordable));
            assertThat(rule.of(more, affordable + random.nextInt(60))).isGreaterThanOrEqualTo(wanted);
        }
    }

    /// A number of any magnitude, equally likely.
    private static long size(SplittableRandom random) {
        return random.nextLong(1L << random.nextInt(1, 40));
    }

    @ParameterizedTest
    @CsvSource({"0,3,60,1,10", "1,0,60,1,10", "1,3,0,1,10", "1,3,60,-1,10", "1,3,60,0,0", "1,3,60,5,4"})
    void invalidRuleIsRejected(int partsPerWorker, int partsAtOnce, int seconds, int min, int max) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new WantedWorkers(partsPerWorker, partsAtOnce, Duration.ofSeconds(seconds), min, max));
    }
}
