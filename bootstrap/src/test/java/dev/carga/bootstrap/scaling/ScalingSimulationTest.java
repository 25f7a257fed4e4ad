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

/// Simulates the ScaledObject of the manifest under typical loads.
class ScalingSimulationTest {

    private static final int MINUTE = 60;

    private final ScaledObject settings = ScaledObject.ofCarga();
    private final int window = Manifests.number("CARGA_WINDOW");

    /// Workers as fast as the rule assumes, and a database that is never saturated.
    private final Speed assumedSpeed = new Speed(10, 1_000);

    private SimulatedCluster cluster(ScaledObject object, int connections, Speed speed) {
        return new SimulatedCluster(object, QueryRule.RULE, QueryRule.budget(connections), window, speed);
    }

    private SimulatedCluster cluster() {
        return cluster(settings, 397, assumedSpeed);
    }

    private static int maxReplicas(SimulatedCluster cluster) {
        return cluster.history().stream().mapToInt(Moment::replicas).max().orElseThrow();
    }

    private static Moment last(SimulatedCluster cluster) {
        return cluster.history().getLast();
    }

    private static long longestWaitSeconds(SimulatedCluster cluster) {
        return cluster.history().stream().mapToLong(Moment::oldest).max().orElseThrow();
    }

    /// Runs the cluster until no part waits, and returns how many seconds that took.
    private static int secondsToClear(SimulatedCluster cluster, int bound) {
        for (int second = 1; second <= bound; second++) {
            cluster.pass(1);
            if (last(cluster).parts() == 0) {
                return second;
            }
        }
        throw new AssertionError("Parts still wait after " + bound + " s: " + last(cluster));
    }

    /// The numbers of replicas in order, without consecutive repetitions.
    private static List<Integer> steps(SimulatedCluster cluster) {
        List<Integer> steps = new ArrayList<>();
        for (Moment moment : cluster.history()) {
            if (steps.isEmpty() || steps.getLast() != moment.replicas()) {
                steps.add(moment.replicas());
            }
        }
        return steps;
    }

    /// How often the number of replicas rose directly after a fall.
    private static long reversals(SimulatedCluster cluster) {
        List<Integer> steps = steps(cluster);
        long reversals = 0;
        for (int i = 2; i < steps.size(); i++) {
            if (steps.get(i) > steps.get(i - 1) && steps.get(i - 1) < steps.get(i - 2)) {
                reversals++;
            }
        }
        return reversals;
    }

    @Test
    void idleClusterHasMinReplicas() {
        SimulatedCluster cluster = cluster();
        cluster.pass(60 * MINUTE);
        assertThat(steps(cluster)).containsExactly(settings.minReplicaCount());
    }

    /// 120 million lines, received in two minutes; one worker would take twenty.
    @Test
    void hugeFileScalesUpAtOnceAndDownSlowly() {
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
        assertThat(reversals(cluster)).isZero();
    }

    /// Only parts in the window occupy workers: with the default window of eight parts, three workers have work.
    @Test
    void smallWindowLimitsWorkers() {
        SimulatedCluster cluster =
                new SimulatedCluster(settings, QueryRule.RULE, QueryRule.budget(397), 8, assumedSpeed);
        cluster.receive(cluster.open(), 6_000);
        cluster.pass(MINUTE);
        assertThat(last(cluster).replicas()).isEqualTo(3);
    }

    @Test
    void smallFilesNeedOneWorker() {
        SimulatedCluster cluster = cluster();
        for (int burst = 0; burst < 30; burst++) {
            for (int file = 0; file < 50; file++) {
                cluster.receive(cluster.open(), 1);
            }
            cluster.pass(2 * MINUTE);
        }
        assertThat(steps(cluster)).containsExactly(1);
        assertThat(longestWaitSeconds(cluster)).isLessThanOrEqualTo(10);
    }

    /// Two thousand parts every twenty minutes scale up once and down once each time.
    @Test
    void burstsScaleUpAndDownOnce() {
        SimulatedCluster cluster = cluster();
        for (int burst = 0; burst < 6; burst++) {
            for (int file = 0; file < 200; file++) {
                cluster.receive(cluster.open(), 10);
            }
            assertThat(secondsToClear(cluster, 3 * MINUTE)).isGreaterThan(MINUTE / 2);
            cluster.pass(20 * MINUTE);
            assertThat(last(cluster).replicas()).isEqualTo(settings.minReplicaCount());
        }
        assertThat(maxReplicas(cluster)).isEqualTo(4);
        assertThat(reversals(cluster)).isEqualTo(5);
    }

    /// For an hour, slightly more parts than one, two or three workers load.
    @ParameterizedTest
    @ValueSource(ints = {12, 25, 35})
    void steadyFlowIsLoadedWithoutFlapping(int partsPerSecond) {
        SimulatedCluster cluster = cluster();
        int upload = cluster.open();
        for (int i = 0; i < 60 * MINUTE; i++) {
            upload = i % 20 == 0 ? cluster.open() : upload;
            cluster.receive(upload, partsPerSecond);
            cluster.pass(1);
        }
        assertThat(longestWaitSeconds(cluster)).isLessThan(3 * MINUTE);
        assertThat(reversals(cluster)).isLessThan(60 / 3);
        secondsToClear(cluster, 5 * MINUTE);
    }

    @Test
    void killedWorkersAreReplacedAndBacklogIsCleared() {
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
        assertThat(maxReplicas(cluster)).isEqualTo(settings.maxReplicaCount());
    }

    /// Workers load a quarter of the assumed speed, so the age of the oldest part raises the number of workers.
    @Test
    void slowWorkersAreAddedByAge() {
        SimulatedCluster cluster = cluster(settings, 397, new Speed(2.5, 1_000));
        cluster.receive(cluster.open(), 1_200);
        cluster.pass(MINUTE);
        assertThat(last(cluster).replicas()).isEqualTo(2);
        cluster.pass(2 * MINUTE);
        assertThat(last(cluster).replicas()).isEqualTo(4);
        secondsToClear(cluster, 3 * MINUTE);
    }

    /// On a saturated database, more workers have no effect and do no harm.
    @Test
    void slowDatabaseIsNotOverloadedWithConnections() {
        SimulatedCluster cluster = cluster(settings, 97, new Speed(10, 12));
        cluster.receive(cluster.open(), 20_000);
        secondsToClear(cluster, 30 * MINUTE);
        assertThat(maxReplicas(cluster)).isEqualTo(7);
        assertThat(cluster.history())
                .allSatisfy(moment -> assertThat(moment.connected()).isLessThanOrEqualTo(7));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 45, 52, 60, 70, 97, 110})
    void connectedWorkersNeverExceedConnectionBudget(int connections) {
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
    void withMinimumZeroLastWorkerStopsAndStartsAgain() {
        SimulatedCluster cluster = cluster(settings.withMinReplicaCount(0), 397, assumedSpeed);
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
