package dev.carga.bootstrap.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.bootstrap.scaling.SimulatedCluster.Moment;
import dev.carga.bootstrap.scaling.SimulatedCluster.Speed;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The ScaledObject as it stands in its file, on loads as they come.
class ScalingSimulationTest {

    private static final int MINUTE = 60;

    private final ScaledObject settings = ScaledObject.ofCarga();
    private final int window = Manifests.number("CARGA_WINDOW");

    /// As fast as the rule takes them for, on a database that is never at its end.
    private final Speed asThought = new Speed(10, 1_000);

    private SimulatedCluster cluster(ScaledObject object, int connections, Speed speed) {
        return new SimulatedCluster(object, QueryRule.RULE, QueryRule.budget(connections), window, speed);
    }

    private SimulatedCluster cluster() {
        return cluster(settings, 397, asThought);
    }

    private static int mostReplicas(SimulatedCluster cluster) {
        return cluster.history().stream().mapToInt(Moment::replicas).max().orElseThrow();
    }

    private static Moment last(SimulatedCluster cluster) {
        return cluster.history().getLast();
    }

    private static long longestWait(SimulatedCluster cluster) {
        return cluster.history().stream().mapToLong(Moment::oldest).max().orElseThrow();
    }

    /// How long it takes from now on until nothing waits.
    private static int secondsToClear(SimulatedCluster cluster, int bound) {
        for (int second = 1; second <= bound; second++) {
            cluster.pass(1);
            if (last(cluster).parts() == 0) {
                return second;
            }
        }
        throw new AssertionError("After " + bound + " s " + last(cluster) + " still waits");
    }

    /// The numbers of replicas, one after the other, without repetition.
    private static List<Integer> steps(SimulatedCluster cluster) {
        List<Integer> steps = new ArrayList<>();
        for (Moment moment : cluster.history()) {
            if (steps.isEmpty() || steps.getLast() != moment.replicas()) {
                steps.add(moment.replicas());
            }
        }
        return steps;
    }

    /// How often it went up after it had gone down.
    private static long turns(SimulatedCluster cluster) {
        List<Integer> steps = steps(cluster);
        long turns = 0;
        for (int i = 2; i < steps.size(); i++) {
            if (steps.get(i) > steps.get(i - 1) && steps.get(i - 1) < steps.get(i - 2)) {
                turns++;
            }
        }
        return turns;
    }

    @Test
    void withNothingToDoTheLeastAreThere() {
        SimulatedCluster cluster = cluster();
        cluster.pass(60 * MINUTE);
        assertThat(steps(cluster)).containsExactly(settings.minReplicaCount());
    }

    /// 120 million lines, received in two minutes; one worker would take twenty.
    @Test
    void aHugeFileTakesAllWorkersAtOnceAndLetsThemGoSlowly() {
        SimulatedCluster cluster = cluster();
        int upload = cluster.open();
        for (int i = 0; i < 2 * MINUTE; i++) {
            cluster.receive(upload, 100);
            cluster.pass(1);
        }
        assertThat(last(cluster).replicas()).isEqualTo(settings.maxReplicaCount());
        assertThat(secondsToClear(cluster, 3 * MINUTE)).isGreaterThan(MINUTE);

        cluster.pass(2 * MINUTE);
        assertThat(last(cluster).replicas()).isEqualTo(settings.maxReplicaCount());
        cluster.pass(5 * MINUTE);
        assertThat(last(cluster).replicas()).isEqualTo(settings.minReplicaCount());
        assertThat(turns(cluster)).isZero();
    }

    /// What the window is for: with the eight parts of the default, three workers have something to do.
    @Test
    void noWorkerIsStartedThatWouldFindNoPart() {
        SimulatedCluster cluster = new SimulatedCluster(settings, QueryRule.RULE, QueryRule.budget(397), 8, asThought);
        cluster.receive(cluster.open(), 6_000);
        cluster.pass(MINUTE);
        assertThat(last(cluster).replicas()).isEqualTo(3);
    }

    @Test
    void smallFilesAreWorkForOne() {
        SimulatedCluster cluster = cluster();
        for (int burst = 0; burst < 30; burst++) {
            for (int file = 0; file < 50; file++) {
                cluster.receive(cluster.open(), 1);
            }
            cluster.pass(2 * MINUTE);
        }
        assertThat(steps(cluster)).containsExactly(1);
        assertThat(longestWait(cluster)).isLessThanOrEqualTo(10);
    }

    /// Two thousand parts every twenty minutes: up once and down once each time.
    @Test
    void burstsAreClearedAndForgotten() {
        SimulatedCluster cluster = cluster();
        for (int burst = 0; burst < 6; burst++) {
            for (int file = 0; file < 200; file++) {
                cluster.receive(cluster.open(), 10);
            }
            assertThat(secondsToClear(cluster, 3 * MINUTE)).isGreaterThan(MINUTE / 2);
            cluster.pass(20 * MINUTE);
            assertThat(last(cluster).replicas()).isEqualTo(settings.minReplicaCount());
        }
        assertThat(mostReplicas(cluster)).isEqualTo(4);
        assertThat(turns(cluster)).isEqualTo(5);
    }

    /// For an hour, a bit more than one worker clears, or than three.
    @ParameterizedTest
    @ValueSource(ints = {12, 25, 35})
    void aSteadyFlowIsKeptUpWithWithoutFlapping(int partsPerSecond) {
        SimulatedCluster cluster = cluster();
        int upload = cluster.open();
        for (int i = 0; i < 60 * MINUTE; i++) {
            upload = i % 20 == 0 ? cluster.open() : upload;
            cluster.receive(upload, partsPerSecond);
            cluster.pass(1);
        }
        assertThat(longestWait(cluster)).isLessThan(3 * MINUTE);
        assertThat(turns(cluster)).isLessThan(60 / 3);
        secondsToClear(cluster, 5 * MINUTE);
    }

    @Test
    void workersThatDieAreReplacedAndTheWorkIsDone() {
        SplittableRandom random = new SplittableRandom(7);
        SimulatedCluster cluster = cluster();
        int upload = cluster.open();
        for (int i = 0; i < 5 * MINUTE; i++) {
            cluster.receive(upload, 60);
            if (random.nextInt(10) == 0) {
                cluster.kill();
            }
            cluster.pass(1);
        }
        secondsToClear(cluster, 5 * MINUTE);
        assertThat(mostReplicas(cluster)).isEqualTo(settings.maxReplicaCount());
    }

    /// Workers that clear a quarter of what was thought: the age of what waits calls for more of them.
    @Test
    void whereWorkersAreSlowTheAgeCallsForMore() {
        SimulatedCluster cluster = cluster(settings, 397, new Speed(2.5, 1_000));
        cluster.receive(cluster.open(), 1_200);
        cluster.pass(MINUTE);
        assertThat(last(cluster).replicas()).isEqualTo(2);
        cluster.pass(2 * MINUTE);
        assertThat(last(cluster).replicas()).isEqualTo(4);
        secondsToClear(cluster, 3 * MINUTE);
    }

    /// More workers on a database that gives no more are of no use, and do no harm.
    @Test
    void aSlowDatabaseIsNotDrownedInConnections() {
        SimulatedCluster cluster = cluster(settings, 97, new Speed(10, 12));
        cluster.receive(cluster.open(), 20_000);
        secondsToClear(cluster, 30 * MINUTE);
        assertThat(mostReplicas(cluster)).isEqualTo(7);
        assertThat(cluster.history())
                .allSatisfy(moment -> assertThat(moment.connected()).isLessThanOrEqualTo(7));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 45, 52, 60, 70, 97, 110})
    void neverAreMoreConnectedThanTheDatabaseHasConnectionsFor(int connections) {
        int affordable = Math.max(
                settings.minReplicaCount(), QueryRule.budget(connections).workers());
        for (long seed = 1; seed <= 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            SimulatedCluster cluster = cluster(settings, connections, new Speed(1 + random.nextInt(20), 100));
            while (cluster.second() < 40 * MINUTE) {
                int upload = cluster.open();
                cluster.receive(upload, 1 << random.nextInt(13));
                if (random.nextInt(4) == 0) {
                    cluster.kill();
                }
                cluster.pass(random.nextInt(1, 8 * MINUTE));
            }
            assertThat(cluster.history())
                    .allSatisfy(moment -> assertThat(moment.connected()).isLessThanOrEqualTo(affordable));
        }
    }

    @Test
    void withoutAMinimumTheLastOneGoesAndComesBack() {
        SimulatedCluster cluster = cluster(settings.withMinReplicaCount(0), 397, asThought);
        cluster.pass(10 * MINUTE);
        assertThat(steps(cluster)).containsExactly(0);
        cluster.receive(cluster.open(), 20);
        assertThat(secondsToClear(cluster, MINUTE)).isLessThanOrEqualTo(settings.pollingInterval() + 20);
        cluster.pass(settings.cooldownPeriod() - MINUTE);
        assertThat(last(cluster).replicas()).isOne();
        cluster.pass(2 * MINUTE);
        assertThat(last(cluster).replicas()).isZero();
    }
}
