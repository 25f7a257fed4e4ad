package dev.carga.bootstrap.scaling;

import dev.carga.bootstrap.scaling.ScaledObject.Direction;
import dev.carga.bootstrap.scaling.ScaledObject.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/// What Kubernetes and KEDA make of a metric, second by second: KEDA starts the first replica and takes away
/// the last, the HorizontalPodAutoscaler that it makes does the rest. Modelled after their documentation: an
/// average value of a metric per pod, a tolerance of a tenth, windows of stabilisation, and policies of which
/// the widest counts.
final class Autoscaler {

    /// The controller manager's default.
    private static final int SYNC_SECONDS = 15;

    private static final double TOLERANCE = 0.1;

    private final ScaledObject settings;
    private final List<Change> changes = new ArrayList<>();
    private final List<Recommendation> recommendations = new ArrayList<>();
    private int replicas;
    private long lastActive;

    private record Change(long second, int by) {}

    private record Recommendation(long second, int replicas) {}

    Autoscaler(ScaledObject settings) {
        this.settings = settings;
        this.replicas = settings.minReplicaCount();
    }

    int replicas() {
        return replicas;
    }

    /// One second passes.
    void tick(long second, double metric) {
        if (second % settings.pollingInterval() == 0) {
            poll(second, metric);
        }
        if (second % SYNC_SECONDS == 0 && replicas > 0) {
            int next = next(second, metric);
            if (next != replicas) {
                changes.add(new Change(second, next - replicas));
                replicas = next;
            }
        }
    }

    /// KEDA: from none to one, and back when nothing was there for a while.
    private void poll(long second, double metric) {
        if (metric > 0) {
            lastActive = second;
            replicas = Math.max(replicas, Math.max(1, settings.minReplicaCount()));
        } else if (second - lastActive >= settings.cooldownPeriod()) {
            replicas = settings.minReplicaCount() == 0 ? 0 : replicas;
        }
    }

    private int next(long second, double metric) {
        double perReplica = metric / replicas / settings.target();
        int wanted = Math.abs(perReplica - 1) <= TOLERANCE ? replicas : (int) Math.ceil(metric / settings.target());
        return limited(second, stabilised(second, wanted));
    }

    /// The least that was wanted in the window of going up, the most that was wanted in that of going down.
    private int stabilised(long second, int wanted) {
        recommendations.add(new Recommendation(second, wanted));
        int up = recommended(second, settings.up()).min().orElse(wanted);
        int down = recommended(second, settings.down()).max().orElse(wanted);
        return Math.clamp(replicas, up, down);
    }

    private IntStream recommended(long second, Direction direction) {
        long since = second - direction.stabilizationWindowSeconds();
        return recommendations.stream()
                .filter(recommendation -> recommendation.second() > since || recommendation.second() == second)
                .mapToInt(Recommendation::replicas);
    }

    private int limited(long second, int wanted) {
        if (wanted > replicas) {
            int limit = widest(second, settings.up(), +1).orElse(wanted);
            return Math.min(wanted, Math.min(settings.maxReplicaCount(), Math.max(replicas, limit)));
        }
        if (wanted < replicas) {
            int limit = widest(second, settings.down(), -1).orElse(wanted);
            int least = Math.max(1, settings.minReplicaCount());
            return Math.max(wanted, Math.max(least, Math.min(replicas, limit)));
        }
        return replicas;
    }

    /// How far the policies let it go: each counts from what was there when its period began.
    private OptionalInt widest(long second, Direction direction, int sign) {
        ToIntFunction<Policy> limit = policy -> {
            int before = replicas
                    - changes.stream()
                            .filter(change -> change.second() > second - policy.periodSeconds())
                            .mapToInt(Change::by)
                            .filter(by -> by * sign > 0)
                            .sum();
            return switch (policy.type()) {
                case Pods -> before + sign * policy.value();
                case Percent ->
                    sign > 0
                            ? (int) Math.ceil(before * (1 + policy.value() / 100.0))
                            : (int) (before * (1 - policy.value() / 100.0));
            };
        };
        var limits = direction.policies().stream().mapToInt(limit);
        return sign > 0 ? limits.max() : limits.min();
    }
}
