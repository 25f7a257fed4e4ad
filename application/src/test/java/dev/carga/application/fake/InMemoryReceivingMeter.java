package dev.carga.application.fake;

import dev.carga.application.receive.ReceivingMeter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Remembers what it is told of files that are received. Thread-safe.
public final class InMemoryReceivingMeter implements ReceivingMeter {

    private final List<End> ends = new ArrayList<>();
    private final List<Duration> receiving = new ArrayList<>();
    private final List<Duration> storing = new ArrayList<>();
    private int begun;
    private long bytes;

    @Override
    public synchronized void begin() {
        begun++;
    }

    @Override
    public synchronized void read(int more) {
        bytes += more;
    }

    @Override
    public synchronized void stored(Duration took) {
        storing.add(took);
    }

    @Override
    public synchronized void end(End end, Duration took) {
        ends.add(end);
        receiving.add(took);
    }

    /// How many have begun and not ended.
    public synchronized int inFlight() {
        return begun - ends.size();
    }

    /// All that were told, in order; of what follows, too.
    public synchronized List<End> ends() {
        return List.copyOf(ends);
    }

    public synchronized List<Duration> receiving() {
        return List.copyOf(receiving);
    }

    public synchronized List<Duration> storing() {
        return List.copyOf(storing);
    }

    public synchronized long bytes() {
        return bytes;
    }
}
