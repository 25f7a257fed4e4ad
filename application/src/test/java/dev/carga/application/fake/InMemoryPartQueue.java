package dev.carga.application.fake;

import dev.carga.application.InfrastructureException;
import dev.carga.application.dispatch.PartQueue;
import dev.carga.application.trace.TracedPart;
import dev.carga.domain.Nullable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Phaser;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A queue in memory that can be told to misbehave as the port allows: to lose, to duplicate, to give up, to be
/// away.
/// Thread-safe.
public final class InMemoryPartQueue implements PartQueue {

    private static final long AGAIN_PAUSE_MILLIS = 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<TracedPart> waiting = new ArrayDeque<>();
    private final Deque<TracedPart> abandoned = new ArrayDeque<>();
    private final List<TracedPart> sent = new ArrayList<>();
    private boolean duplicating;
    private @Nullable InfrastructureException away;

    /// Forgets every message that waits, as a broker does whose disk was wiped.
    public void loseAll() {
        locked(waiting::clear);
    }

    /// Gives up on every message that waits, as a broker does after too many deliveries.
    public void abandonAll() {
        locked(() -> {
            abandoned.addAll(waiting);
            waiting.clear();
        });
    }

    /// From now on each message that is sent is delivered twice.
    public void duplicateEverything() {
        locked(() -> duplicating = true);
    }

    /// From now on [#send] and [#waiting] throw this.
    public void goAway(InfrastructureException cause) {
        locked(() -> away = cause);
    }

    /// Ends [#goAway].
    public void comeBack() {
        locked(() -> away = null);
    }

    /// Every part ever sent, in order, lost and handled ones too.
    public List<TracedPart> sent() {
        lock.lock();
        try {
            return List.copyOf(sent);
        } finally {
            lock.unlock();
        }
    }

    /// Hands what waits to the handler on the caller's thread, until nothing waits: for tests that want no thread
    /// of their own. A message that is answered [Disposition#REQUEUE] is handed over once more at the end, in
    /// the next call.
    ///
    /// @return the messages handled, refused ones too
    public int deliverAll(PartHandler handler) {
        List<TracedPart> again = new ArrayList<>();
        int handled = 0;
        for (TracedPart part = poll(); part != null; part = poll()) {
            handled++;
            if (answer(handler, part) == Disposition.REQUEUE) {
                again.add(part);
            }
        }
        locked(() -> waiting.addAll(again));
        return handled;
    }

    @Override
    public void send(List<TracedPart> parts) {
        locked(() -> {
            throwIfAway();
            for (TracedPart part : parts) {
                sent.add(part);
                waiting.add(part);
                if (duplicating) {
                    waiting.add(part);
                }
            }
        });
    }

    @Override
    public long waiting() {
        lock.lock();
        try {
            throwIfAway();
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Subscription subscribe(PartHandler handler, int atOnce) {
        return subscribe(waiting, handler, atOnce);
    }

    @Override
    public Subscription subscribeToAbandoned(PartHandler handler) {
        return subscribe(abandoned, handler, 1);
    }

    private Subscription subscribe(Deque<TracedPart> source, PartHandler handler, int atOnce) {
        Hands hands = new Hands(source, handler);
        for (int i = 0; i < atOnce; i++) {
            hands.workers.register();
            Thread.startVirtualThread(hands::work);
        }
        return hands;
    }

    private final class Hands implements Subscription {

        private final Deque<TracedPart> source;
        private final PartHandler handler;
        private final Phaser workers = new Phaser(1);
        private boolean leaving;

        Hands(Deque<TracedPart> source, PartHandler handler) {
            this.source = source;
            this.handler = handler;
        }

        void work() {
            try {
                for (TracedPart part = next(); part != null; part = next()) {
                    if (answer(handler, part) == Disposition.REQUEUE) {
                        TracedPart refused = part;
                        Thread.startVirtualThread(() -> {
                            pause();
                            locked(() -> source.add(refused));
                        });
                    }
                }
            } finally {
                workers.arriveAndDeregister();
            }
        }

        private @Nullable TracedPart next() {
            lock.lock();
            try {
                while (!leaving && source.isEmpty()) {
                    changed.awaitUninterruptibly();
                }
                return leaving ? null : source.poll();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            locked(() -> leaving = true);
            workers.awaitAdvance(workers.arrive());
        }
    }

    private static Disposition answer(PartHandler handler, TracedPart part) {
        try {
            return handler.handle(part);
        } catch (RuntimeException | Error _) {
            return Disposition.REQUEUE;
        }
    }

    private @Nullable TracedPart poll() {
        lock.lock();
        try {
            return waiting.poll();
        } finally {
            lock.unlock();
        }
    }

    private void throwIfAway() {
        if (away != null) {
            throw away;
        }
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(AGAIN_PAUSE_MILLIS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
