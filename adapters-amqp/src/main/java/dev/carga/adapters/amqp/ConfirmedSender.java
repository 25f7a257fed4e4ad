package dev.carga.adapters.amqp;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.carga.application.InfrastructureException;
import dev.carga.application.trace.TracedPart;
import dev.carga.domain.Nullable;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/// Sends messages and does not return before the broker has confirmed every one.
///
/// One connection with one channel behind a lock, opened when first needed: a confirm takes a few milliseconds
/// and a part some hundred, so senders seldom meet. The connection is not the subscriptions': a broker that runs
/// out of disk or memory stops reading from those that publish, and a worker's acknowledgements must not wait
/// behind that.
///
/// Every call comes back within about the settings' bound; one that waits behind another, or that first has to
/// find a dead connection dead, may take twice that.
final class ConfirmedSender implements AutoCloseable {

    /// Confirmed before the next follow: little enough to fit into a socket's buffer, so that writing to a broker
    /// that has stopped reading does not hang where no timeout reaches.
    private static final int BATCH = 100;

    private final Broker broker;
    private final long bound;
    private final ReentrantLock lock = new ReentrantLock(true);
    private volatile @Nullable Link link;
    private volatile boolean closed;
    private long notBefore = System.nanoTime();
    private @Nullable InfrastructureException lastFailure;

    ConfirmedSender(Broker broker) {
        this.broker = broker;
        this.bound = broker.settings().bound().toNanos();
    }

    void send(List<TracedPart> parts) {
        onLink((channel, deadline) -> {
            for (int at = 0; at < parts.size(); at += BATCH) {
                channel.publish(parts.subList(at, Math.min(at + BATCH, parts.size())), deadline);
            }
            return parts.size();
        });
    }

    /// The messages that are ready: those a worker holds are not counted.
    long waiting() {
        return onLink((channel, _) -> channel.count());
    }

    /// Does the work on the link at hand, and once more on a new one if the old one turns out to be broken or the
    /// queue gone: so a broker's restart between two calls goes unnoticed, and a deleted queue is declared again.
    private <T> T onLink(Work<T> work) {
        long deadline = System.nanoTime() + bound;
        lock(deadline);
        try {
            Link used = link;
            if (used != null && used.isOpen()) {
                try {
                    return work.on(used, deadline);
                } catch (InfrastructureException.Transient e) {
                    if (used.keepThoughFailed()) {
                        throw e;
                    }
                    drop();
                    if (System.nanoTime() >= deadline) {
                        throw e;
                    }
                }
            }
            drop();
            Link fresh = open();
            try {
                return work.on(fresh, deadline);
            } catch (InfrastructureException e) {
                if (!fresh.keepThoughFailed()) {
                    drop();
                }
                throw e;
            }
        } finally {
            lock.unlock();
        }
    }

    private void lock(long deadline) {
        try {
            if (!lock.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw new InfrastructureException.Transient("The broker keeps other senders waiting", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InfrastructureException.Transient("Interrupted while waiting to send", e);
        }
    }

    private Link open() {
        if (closed) {
            throw new InfrastructureException.Transient("The queue is closed on this side", null);
        }
        InfrastructureException last = lastFailure;
        if (last != null && System.nanoTime() < notBefore) {
            throw last instanceof InfrastructureException.Permanent
                    ? new InfrastructureException.Permanent(String.valueOf(last.getMessage()), last)
                    : new InfrastructureException.Transient(String.valueOf(last.getMessage()), last);
        }
        long start = System.nanoTime();
        try {
            Link opened = new Link(broker, bound);
            link = opened;
            lastFailure = null;
            return opened;
        } catch (InfrastructureException e) {
            // As long again as the attempt took: whoever sends with every part received loses at most
            // half of his time to a broker that swallows connections, and nothing to one that refuses
            // them.
            long now = System.nanoTime();
            notBefore = now + (now - start);
            lastFailure = e;
            throw e;
        }
    }

    private void drop() {
        Link dropped = link;
        link = null;
        if (dropped != null) {
            Broker.discard(dropped.connection);
        }
    }

    /// Later calls fail. A call at work ends first, or is cut off after the bound.
    @Override
    public void close() {
        closed = true;
        boolean mine = false;
        try {
            mine = lock.tryLock(bound, TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        try {
            drop();
        } finally {
            if (mine) {
                lock.unlock();
            }
        }
    }

    @FunctionalInterface
    private interface Work<T> {
        T on(Link link, long deadline);
    }

    /// A connection with its one channel. Used under the lock; the listeners come on the client's threads.
    private static final class Link {

        private final Broker broker;
        private final long bound;
        private final Connection connection;
        private final Channel channel;
        private final Set<String> returned = ConcurrentHashMap.newKeySet();
        private final PublisherBlock blockade = new PublisherBlock();

        Link(Broker broker, long bound) {
            this.broker = broker;
            this.bound = bound;
            this.connection = broker.connect("sending");
            try {
                connection.addBlockedListener(blockade::begin, blockade::end);
                channel = AmqpFailures.present(connection.createChannel());
                channel.confirmSelect();
                channel.addReturnListener(message ->
                        returned.add(String.valueOf(message.getProperties().getMessageId())));
            } catch (IOException | RuntimeException e) {
                Broker.discard(connection);
                throw AmqpFailures.working("open a channel", e);
            }
        }

        boolean isOpen() {
            return channel.isOpen();
        }

        /// A blocked connection is sound, and what lies in it is taken when the alarm is over: a new one
        /// would be blocked just the same, and leave another batch behind.
        boolean keepThoughFailed() {
            return blockade.isOn() && channel.isOpen();
        }

        void publish(List<TracedPart> parts, long deadline) {
            if (!blockade.awaitEnd(Math.min(deadline, blockade.since() + bound))) {
                throw new InfrastructureException.Transient(
                        "The broker takes no messages for now: " + blockade.reason(), null);
            }
            returned.clear();
            try {
                for (TracedPart part : parts) {
                    // Mandatory: without it, a message for a queue that is gone would be
                    // confirmed and dropped.
                    channel.basicPublish(
                            "",
                            broker.settings().queue(),
                            true,
                            PartMessage.properties(part),
                            PartMessage.body(part.part()));
                }
                long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                // Zero would mean for ever. A returned message is returned before it is confirmed.
                if (!channel.waitForConfirms(Math.max(1, millis))) {
                    throw new InfrastructureException.Transient("The broker could not keep a message", null);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InfrastructureException.Transient("Interrupted while the broker was to confirm", e);
            } catch (TimeoutException e) {
                throw new InfrastructureException.Transient(
                        blockade.isOn()
                                ? "The broker takes no messages for now: " + blockade.reason()
                                : "The broker has not confirmed in time",
                        e);
            } catch (IOException | RuntimeException e) {
                throw e instanceof InfrastructureException known ? known : AmqpFailures.working("take a message", e);
            }
            if (!returned.isEmpty()) {
                throw new InfrastructureException.Transient(
                        "The queue " + broker.settings().queue() + " is gone; messages came back", null);
            }
        }

        long count() {
            try {
                return channel.messageCount(broker.settings().queue());
            } catch (IOException | RuntimeException e) {
                throw AmqpFailures.working("count the messages", e);
            }
        }
    }
}
