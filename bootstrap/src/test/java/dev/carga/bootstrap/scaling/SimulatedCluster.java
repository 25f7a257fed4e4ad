package dev.carga.bootstrap.scaling;

import dev.carga.application.dispatch.Backlog;
import dev.carga.application.scale.ConnectionBudget;
import dev.carga.application.scale.WantedWorkers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Uploads that come in, workers that load them, and an autoscaler that looks on, second by second and without
/// a clock. Of each upload a window of parts is in the queue; a worker that starts is of use only after a
/// while, and one that is told to leave still has its connections while it finishes.
final class SimulatedCluster {

    private static final int START_SECONDS = 12;

    /// Connections are taken only once it runs.
    private static final int CONNECTED_AFTER_SECONDS = 6;

    private static final int DRAIN_SECONDS = 5;

    /// @param partsPerSecond what one worker clears if it always has parts
    /// @param mostPerSecond  what the database takes from all of them together
    record Speed(double partsPerSecond, double mostPerSecond) {}

    private final WantedWorkers rule;
    private final ConnectionBudget budget;
    private final int window;
    private final Speed speed;
    private final Autoscaler autoscaler;

    private final List<Deque<Long>> uploads = new ArrayList<>();
    private final List<Long> starts = new ArrayList<>();
    private final List<Long> leaves = new ArrayList<>();
    private final List<Moment> history = new ArrayList<>();
    private double credit;
    private long second;

    /// What was seen at one second.
    ///
    /// @param connected workers that have their connections, those that are leaving among them
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

    /// A new upload, and its number.
    int open() {
        uploads.add(new ArrayDeque<>());
        return uploads.size() - 1;
    }

    void receive(int upload, int parts) {
        for (int i = 0; i < parts; i++) {
            uploads.get(upload).add(second);
        }
    }

    /// The oldest worker is killed; another starts in its place.
    void kill() {
        if (!starts.isEmpty()) {
            starts.removeFirst();
            starts.add(second);
        }
    }

    void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            load();
            Backlog backlog = backlog();
            autoscaler.tick(second, rule.of(backlog, budget.workers()));
            follow(autoscaler.replicas());
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

    /// The parts in the queue, upload by upload, as far as hands and database go.
    private void load() {
        long ready =
                starts.stream().filter(start -> second - start >= START_SECONDS).count();
        double hands = (double) Math.min(ready * rule.partsAtOnce(), backlog().queuedParts());
        credit = Math.min(
                credit + Math.min((hands / rule.partsAtOnce()) * speed.partsPerSecond(), speed.mostPerSecond()),
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

    private void follow(int replicas) {
        while (starts.size() < replicas) {
            starts.add(second);
        }
        while (starts.size() > replicas) {
            // The youngest go first.
            starts.removeLast();
            leaves.add(second);
        }
        leaves.removeIf(leave -> second - leave >= DRAIN_SECONDS);
    }

    private int connected() {
        long running = starts.stream()
                .filter(start -> second - start >= CONNECTED_AFTER_SECONDS)
                .count();
        return (int) running + leaves.size();
    }
}
