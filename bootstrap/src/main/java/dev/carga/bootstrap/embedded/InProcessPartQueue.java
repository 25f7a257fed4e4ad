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

/// The queue of a Carga that is a single process. Its messages are lost with the process. The port allows that,
/// since the store knows which parts are queued, and they are sent again.
///
/// It is unbounded: a message takes about fifty bytes, and each upload queues only a window of parts at a time.
/// Thread-safe. Handlers run on platform threads: their long computations would keep the virtual threads of
/// requests off the few carriers.
public final class InProcessPartQueue implements PartQueue, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(InProcessPartQueue.class);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final ReentrantLock lock = new ReentrantLock();

    /// Signalled when a message arrives, a worker thread ends, or a subscription is asked to stop.
    private final Condition changed = lock.newCondition();

    private final PriorityQueue<Message> waiting =
            new PriorityQueue<>(Comparator.comparingLong(Message::due).thenComparingLong(Message::order));
    private final long start = System.nanoTime();
    private final Set<Workers> subscriptions = ConcurrentHashMap.newKeySet();
    private long sent;
    private boolean closed;

    /// @param due   not delivered before this time, in nanoseconds since the queue was created; 0 unless requeued
    /// @param order among messages that are due, the lowest is delivered first
    /// @param tries how often it was requeued
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
        Workers workers = new Workers(handler, atOnce);
        subscriptions.add(workers);
        for (int i = 0; i < atOnce; i++) {
            Thread.ofPlatform().daemon().name("carga-part").start(workers::work);
        }
        return workers;
    }

    /// Never calls the handler: a requeued message is delivered again without limit, and when a worker process
    /// dies the queue dies with it.
    @Override
    public Subscription subscribeToAbandoned(PartHandler handler) {
        return () -> {};
    }

    /// Ends the subscriptions, and waits for the parts in progress. Later sends fail.
    @Override
    public void close() {
        subscriptions.forEach(Workers::stop);
        subscriptions.forEach(Workers::close);
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    /// The worker threads of one subscription, each with at most one message at a time.
    private final class Workers implements Subscription {

        private final PartHandler handler;
        private int running;
        private boolean stopping;

        Workers(PartHandler handler, int atOnce) {
            this.handler = handler;
            this.running = atOnce;
        }

        void work() {
            try {
                for (Message message = next(); message != null; message = next()) {
                    if (handle(message.part()) == Disposition.REQUEUE) {
                        requeue(message);
                    }
                }
            } finally {
                lock.lock();
                try {
                    running--;
                    changed.signalAll();
                } finally {
                    lock.unlock();
                }
            }
        }

        private Disposition handle(TracedPart part) {
            try {
                return handler.handle(part);
            } catch (RuntimeException | Error e) {
                LOG.error("event=handler_failed {}", part.keys(), e);
                return Disposition.REQUEUE;
            }
        }

        /// Waits for a message that is due.
        ///
        /// @return null once the subscription is asked to stop
        private @Nullable Message next() {
            lock.lock();
            try {
                while (!stopping) {
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
                // Only a handler can have interrupted this thread, and it has returned.
            }
        }

        void stop() {
            lock.lock();
            try {
                stopping = true;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        /// A handler must not call this: it would wait for itself.
        @Override
        public void close() {
            stop();
            lock.lock();
            try {
                long deadline = System.nanoTime() + CLOSES_WITHIN.toNanos();
                while (running > 0 && System.nanoTime() < deadline) {
                    awaitChange(deadline - System.nanoTime());
                }
                if (running > 0) {
                    LOG.warn("event=left_with_parts_in_hand parts={}", running);
                }
            } finally {
                lock.unlock();
            }
            subscriptions.remove(this);
        }
    }

    /// Delivers the message again after a pause, which doubles each time: the cause of a requeue rarely passes at
    /// once.
    private void requeue(Message message) {
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
