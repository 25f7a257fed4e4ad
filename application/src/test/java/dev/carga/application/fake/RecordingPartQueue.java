package dev.carga.application.fake;

import dev.carga.application.InfrastructureException;
import dev.carga.application.dispatch.PartQueue;
import dev.carga.application.trace.TracedPart;
import dev.carga.domain.upload.PartRef;
import java.util.ArrayList;
import java.util.List;

/// Remembers what was sent and delivers nothing: for the tests of use cases that only send. Thread-safe.
public final class RecordingPartQueue implements PartQueue {

    private final List<TracedPart> sent = new ArrayList<>();
    private boolean away;
    private long waiting;

    /// While away, nothing is sent and nobody is told how many wait.
    public synchronized void setAway(boolean away) {
        this.away = away;
    }

    public synchronized void setWaiting(long waiting) {
        this.waiting = waiting;
    }

    /// What was sent since the last call, in order.
    public List<PartRef> takeSent() {
        return takeMessages().stream().map(TracedPart::part).toList();
    }

    /// The same with the traces.
    public synchronized List<TracedPart> takeMessages() {
        List<TracedPart> taken = List.copyOf(sent);
        sent.clear();
        return taken;
    }

    @Override
    public synchronized void send(List<TracedPart> parts) {
        answer();
        sent.addAll(parts);
    }

    @Override
    public synchronized long waiting() {
        answer();
        return waiting;
    }

    @Override
    public Subscription subscribe(PartHandler handler, int atOnce) {
        throw new UnsupportedOperationException("Nothing is delivered here");
    }

    @Override
    public Subscription subscribeToAbandoned(PartHandler handler) {
        throw new UnsupportedOperationException("Nothing is delivered here");
    }

    private void answer() {
        if (away) {
            throw new InfrastructureException.Transient("The queue is away", null);
        }
    }
}
