package dev.carga.application.fake;

import dev.carga.application.load.LoadingMeter;
import dev.carga.application.load.PartLoader;
import dev.carga.domain.Nullable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Remembers what it is told of parts that are loaded. Thread-safe.
public final class InMemoryLoadingMeter implements LoadingMeter {

    private final List<Optional<PartLoader.Outcome>> ends = new ArrayList<>();
    private final List<Duration> loading = new ArrayList<>();
    private final List<Steps> steps = new ArrayList<>();
    private int begun;

    @Override
    public synchronized void begin() {
        begun++;
    }

    @Override
    public synchronized void settled(Steps told) {
        steps.add(told);
    }

    @Override
    public synchronized void end(PartLoader.@Nullable Outcome outcome, Duration took) {
        ends.add(Optional.ofNullable(outcome));
        loading.add(took);
    }

    /// How many have begun and not ended.
    public synchronized int inHand() {
        return begun - ends.size();
    }

    /// What was told of each, in order; empty for one that was given back.
    public synchronized List<Optional<PartLoader.Outcome>> ends() {
        return List.copyOf(ends);
    }

    public synchronized List<Duration> loading() {
        return List.copyOf(loading);
    }

    public synchronized List<Steps> steps() {
        return List.copyOf(steps);
    }
}
