package dev.carga.bootstrap.scaling;

import dev.carga.application.dispatch.Backlog;
import dev.carga.application.scale.ConnectionBudget;
import dev.carga.application.scale.WantedWorkers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Simulates uploads, the workers that load them and an autoscaler, in steps of one second and without a clock. The
/// queue holds a window of parts of each upload. A new worker loads parts only after its start time, and a
/// terminating worker keeps its connections until it has finished.
final class SimulatedCluster {

    private static final int START_SECONDS = 12;

    /// A worker opens its connections only when its program runs, before it loads parts.
    private static final int CONNECTED_AFTER_SECONDS = 6;

    private static final int DRAIN_SECONDS = 5;

    /// @param partsPerSecond the parts that one worker loads if it always has enough
    /// @param maxPerSecond   the parts that the database accepts from all workers together
    record Speed(double partsPerSecond, double maxPerSecond) {}

    private final WantedWorkers rule;
    private final ConnectionBudget budget;
    private final int window;
    private final Speed speed;
    private final Autoscaler autoscaler;

    private final List<Deque<Long>> uploads = new ArrayList<>();
    private final List<Long> starts = new ArrayList<>();
    private final List<Long> stops = new ArrayList<>();
    private final List<Moment> history = new ArrayList<>();
    private double credit;
    private long second;

    /// The state at one second.
    ///
    /// @param connected workers that hold connections, including those that are terminating
    /// @param parts     parts that wait
    /// @param oldest    how long the oldest part has waited, in seconds
    record Moment(int replicas, int connected, long parts, long oldest) {}

    SimulatedCluster(ScaledObject settings, WantedWorkers rule, ConnectionBudget budget, int window, Speed speed) {
        this.rule = rule;
        this.budget = budget;
        this.window = window;
        this.speed = speed;
        this.autoscaler = new Autoscaler(settings);
        for (int i = 0; i < settings.minReplicaCount(); i++) {
            starts.add((long) -START_SECONDS);
        }
    }

    List<Moment> history() {
        return history;
    }

    long second() {
        return second;
    }

    /// Opens an upload and returns its number.
    int open() {
        uploads.add(new ArrayDeque<>());
        return uploads.size() - 1;
    }

    void receive(int upload, int parts) {
        for (int i = 0; i < parts; i++) {
            uploads.get(upload).add(second);
        }
    }

    /// Kills the oldest worker; another starts in its place.
    void kill() {
        if (!starts.isEmpty()) {
            starts.removeFirst();
            starts.add(second);
        }
    }

    /// Runs the simulation for this time.
    void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            load();
            Backlog backlog = backlog();
            autoscaler.tick(second, rule.of(backlog, budget.workers()));
            startAndStopWorkers(autoscaler.replicas());
            history.add(new Moment(
                    autoscaler.replicas(),
                    connected(),
                    backlog.parts(),
                    backlog.oldest().toSeconds()));
            second++;
        }
    }

    private Backlog backlog() {
        long parts = 0;
        long queued = 0;
        long oldest = second;
        for (Deque<Long> upload : uploads) {
            parts += upload.size();
            queued += Math.min(window, upload.size());
            oldest = upload.isEmpty() ? oldest : Math.min(oldest, upload.getFirst());
        }
        return new Backlog(parts - queued, queued, parts * 10_000, Duration.ofSeconds(second - oldest));
    }

    /// Loads queued parts, from each upload in turn, as fast as the workers and the database can.
    private void load() {
        long ready =
                starts.stream().filter(start -> second - start >= START_SECONDS).count();
        double partsInProgress =
                (double) Math.min(ready * rule.partsAtOnce(), backlog().queuedParts());
        credit = Math.min(
                credit
                        + Math.min(
                                (partsInProgress / rule.partsAtOnce()) * speed.partsPerSecond(), speed.maxPerSecond()),
                (double) backlog().parts());
        while (credit >= 1) {
            for (Deque<Long> upload : uploads) {
                if (credit >= 1 && !upload.isEmpty()) {
                    upload.removeFirst();
                    credit--;
                }
            }
        }
    }

    private void startAndStopWorkers(int replicas) {
        while (starts.size() < replicas) {
            starts.add(second);
        }
        while (starts.size() > replicas) {
            // The newest workers stop first.
            starts.removeLast();
            stops.add(second);
        }
        stops.removeIf(stop -> second - stop >= DRAIN_SECONDS);
    }

    private int connected() {
        long running = starts.stream()
                .filter(start -> second - start >= CONNECTED_AFTER_SECONDS)
                .count();
        return (int) running + stops.size();
    }
}
