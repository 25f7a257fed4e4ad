package dev.carga.bootstrap.scaling;

import dev.carga.bootstrap.scaling.ScaledObject.Direction;
import dev.carga.bootstrap.scaling.ScaledObject.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/// Simulates how Kubernetes and KEDA scale a deployment by a metric, in steps of one second. KEDA starts the
/// first replica and stops the last one; the HorizontalPodAutoscaler that KEDA creates does the rest. Follows
/// their documentation: the average value of the metric per pod, a tolerance of 10%, stabilization windows, and
/// the policy that allows the largest change.
final class Autoscaler {

    /// The controller manager's default sync period.
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

    /// Advances the simulation by one second, with the metric's value at that second.
    void tick(long second, double metric) {
        if (second % settings.pollingInterval() == 0) {
            poll(second, metric);
        }
        if (second % SYNC_SECONDS == 0 && replicas > 0) {
            int desired = desiredReplicas(second, metric);
            if (desired != replicas) {
                changes.add(new Change(second, desired - replicas));
                replicas = desired;
            }
        }
    }

    /// KEDA: scales from zero to one, and back to the minimum after the cooldown period without work.
    private void poll(long second, double metric) {
        if (metric > 0) {
            lastActive = second;
            replicas = Math.max(replicas, Math.max(1, settings.minReplicaCount()));
        } else if (second - lastActive >= settings.cooldownPeriod()) {
            replicas = settings.minReplicaCount() == 0 ? 0 : replicas;
        }
    }

    private int desiredReplicas(long second, double metric) {
        double perReplica = metric / replicas / settings.target();
        int wanted = Math.abs(perReplica - 1) <= TOLERANCE ? replicas : (int) Math.ceil(metric / settings.target());
        return limitedByPolicies(second, stabilized(second, wanted));
    }

    /// Scales up at most to the smallest recommendation of the scale-up window, and down at most to the largest
    /// recommendation of the scale-down window.
    private int stabilized(long second, int wanted) {
        recommendations.add(new Recommendation(second, wanted));
        int up = recommendations(second, settings.up()).min().orElse(wanted);
        int down = recommendations(second, settings.down()).max().orElse(wanted);
        return Math.clamp(replicas, up, down);
    }

    private IntStream recommendations(long second, Direction direction) {
        long since = second - direction.stabilizationWindowSeconds();
        return recommendations.stream()
                .filter(recommendation -> recommendation.second() > since || recommendation.second() == second)
                .mapToInt(Recommendation::replicas);
    }

    private int limitedByPolicies(long second, int wanted) {
        if (wanted > replicas) {
            int limit = limitOfPolicies(second, settings.up(), +1).orElse(wanted);
            return Math.min(wanted, Math.min(settings.maxReplicaCount(), Math.max(replicas, limit)));
        }
        if (wanted < replicas) {
            int limit = limitOfPolicies(second, settings.down(), -1).orElse(wanted);
            int minimum = Math.max(1, settings.minReplicaCount());
            return Math.max(wanted, Math.max(minimum, Math.min(replicas, limit)));
        }
        return replicas;
    }

    /// The number of replicas that the most permissive policy allows. Each policy counts from the replicas at the
    /// start of its period.
    private OptionalInt limitOfPolicies(long second, Direction direction, int sign) {
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
