package dev.carga.bootstrap.embedded;

import dev.carga.application.InfrastructureException;
import dev.carga.application.dispatch.PartQueue;
import dev.carga.application.trace.TracedPart;
import dev.carga.domain.Nullable;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The queue of a Carga that is one process: it forgets everything with the process, which the port allows, since
/// the store knows which parts are queued and they are sent again.
///
/// It has no bound of its own: a message is a reference of some fifty bytes, and of each upload only a window of
/// parts is queued at a time. Thread-safe; handlers run on platform threads, since they
/// compute for long and would keep the virtual threads of requests off their few carriers.
public final class InProcessPartQueue implements PartQueue, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(InProcessPartQueue.class);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final ReentrantLock lock = new ReentrantLock();

    /// Signalled when a message comes, a hand ends, or a subscription is told to leave.
    private final Condition changed = lock.newCondition();

    private final PriorityQueue<Message> waiting =
            new PriorityQueue<>(Comparator.comparingLong(Message::due).thenComparingLong(Message::order));
    private final long start = System.nanoTime();
    private final Set<Hands> subscriptions = ConcurrentHashMap.newKeySet();
    private long sent;
    private boolean closed;

    /// @param due   not before this time, in nanoseconds since the queue was made: later than now for what was
    ///              refused
    /// @param order among those due at once, the oldest goes first
    /// @param tries how often it was refused
    private record Message(TracedPart part, long due, long order, int tries) {}

    @Override
    public void send(List<TracedPart> parts) {
        lock.lock();
        try {
            if (closed) {
                throw new InfrastructureException.Transient("The queue is closed", null);
            }
            for (TracedPart part : parts) {
                waiting.add(new Message(part, 0, sent++, 0));
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Subscription subscribe(PartHandler handler, int atOnce) {
        if (atOnce < 1) {
            throw new IllegalArgumentException("At least one at a time, not " + atOnce);
        }
        Hands hands = new Hands(handler, atOnce);
        subscriptions.add(hands);
        for (int i = 0; i < atOnce; i++) {
            Thread.ofPlatform().daemon().name("carga-part").start(hands::work);
        }
        return hands;
    }

    /// Never calls: what a handler refuses comes again without end, and a worker that dies takes the queue along.
    @Override
    public Subscription subscribeToAbandoned(PartHandler handler) {
        return () -> {};
    }

    /// Ends the subscriptions, waiting for what is in hand; later sends fail.
    @Override
    public void close() {
        subscriptions.forEach(Hands::leave);
        subscriptions.forEach(Hands::close);
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    /// The hands of one subscriber, each with at most one message in it.
    private final class Hands implements Subscription {

        private final PartHandler handler;
        private int atWork;
        private boolean leaving;

        Hands(PartHandler handler, int atOnce) {
            this.handler = handler;
            this.atWork = atOnce;
        }

        void work() {
            try {
                for (Message message = next(); message != null; message = next()) {
                    if (answer(message.part()) == Disposition.REQUEUE) {
                        giveBack(message);
                    }
                }
            } finally {
                lock.lock();
                try {
                    atWork--;
                    changed.signalAll();
                } finally {
                    lock.unlock();
                }
            }
        }

        private Disposition answer(TracedPart part) {
            try {
                return handler.handle(part);
            } catch (RuntimeException | Error e) {
                LOG.error("event=handler_failed {}", part.keys(), e);
                return Disposition.REQUEUE;
            }
        }

        /// Waits for a message that is due.
        ///
        /// @return null when there is nothing more to do here
        private @Nullable Message next() {
            lock.lock();
            try {
                while (!leaving) {
                    Message first = waiting.peek();
                    long left = first == null ? 0 : first.due() - (System.nanoTime() - start);
                    if (first != null && left <= 0) {
                        return waiting.poll();
                    }
                    if (first == null) {
                        changed.awaitUninterruptibly();
                    } else {
                        awaitChange(left);
                    }
                }
                return null;
            } finally {
                lock.unlock();
            }
        }

        // The callers loop.
        @SuppressWarnings("WaitNotInLoop")
        private void awaitChange(long nanos) {
            try {
                long _ = changed.awaitNanos(nanos);
            } catch (InterruptedException _) {
                // Only a handler can have asked for this, and it is done.
            }
        }

        void leave() {
            lock.lock();
            try {
                leaving = true;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        /// Not to be called by a handler: it would wait for itself.
        @Override
        public void close() {
            leave();
            lock.lock();
            try {
                long deadline = System.nanoTime() + CLOSES_WITHIN.toNanos();
                while (atWork > 0 && System.nanoTime() < deadline) {
                    awaitChange(deadline - System.nanoTime());
                }
                if (atWork > 0) {
                    LOG.warn("event=left_with_parts_in_hand parts={}", atWork);
                }
            } finally {
                lock.unlock();
            }
            subscriptions.remove(this);
        }
    }

    /// Behind a pause that doubles: whatever made a handler refuse is seldom over at once.
    private void giveBack(Message message) {
        long pause = Math.min(FIRST_PAUSE.toNanos() << Math.min(message.tries(), 10), LONGEST_PAUSE.toNanos());
        lock.lock();
        try {
            waiting.add(new Message(
                    message.part(), System.nanoTime() - start + pause, message.order(), message.tries() + 1));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
