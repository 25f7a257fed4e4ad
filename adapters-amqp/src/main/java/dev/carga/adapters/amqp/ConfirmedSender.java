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

/// Sends messages, and returns when the broker has confirmed all of them.
///
/// All senders share one connection with one channel, behind a lock and opened on first use: a confirm takes
/// a few milliseconds and receiving a part takes hundreds, so senders rarely wait for each other.
/// Subscriptions have other connections: a broker that runs out of disk or memory stops reading from
/// connections that publish, and a worker's acknowledgements must not wait for that.
///
/// Every call returns within about the timeout of the settings. A call that waits for another call, or that
/// first detects a dead connection, may take twice as long.
final class ConfirmedSender implements AutoCloseable {

    /// Messages that are published before their confirms are awaited. They fit into a socket's buffer: a
    /// write to a broker that has stopped reading would block, and no timeout applies to it.
    private static final int BATCH_SIZE = 100;

    private final Broker broker;
    private final long timeoutNanos;
    private final ReentrantLock lock = new ReentrantLock(true);
    private volatile @Nullable Link link;
    private volatile boolean closed;
    private long reconnectNotBefore = System.nanoTime();
    private @Nullable InfrastructureException lastFailure;

    ConfirmedSender(Broker broker) {
        this.broker = broker;
        this.timeoutNanos = broker.settings().timeout().toNanos();
    }

    void send(List<TracedPart> parts) {
        onLink((channel, deadline) -> {
            for (int at = 0; at < parts.size(); at += BATCH_SIZE) {
                channel.publish(parts.subList(at, Math.min(at + BATCH_SIZE, parts.size())), deadline);
            }
            return parts.size();
        });
    }

    /// The number of messages that are ready: messages that a worker has not acknowledged yet do not count.
    long waiting() {
        return onLink((channel, _) -> channel.count());
    }

    /// Runs the action on the open link, and again on a new link if the connection is broken or the queue is
    /// gone. So callers do not notice a broker that restarted between two calls, and a deleted queue is
    /// declared again.
    private <T> T onLink(LinkAction<T> action) {
        long deadline = System.nanoTime() + timeoutNanos;
        lock(deadline);
        try {
            Link used = link;
            if (used != null && used.isOpen()) {
                try {
                    return action.on(used, deadline);
                } catch (InfrastructureException.Transient e) {
                    if (used.isUsableAfterFailure()) {
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
                return action.on(fresh, deadline);
            } catch (InfrastructureException e) {
                if (!fresh.isUsableAfterFailure()) {
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
                throw new InfrastructureException.Transient("Other senders still wait for the broker", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InfrastructureException.Transient("Interrupted while waiting to send", e);
        }
    }

    private Link open() {
        if (closed) {
            throw new InfrastructureException.Transient("This process has closed the queue", null);
        }
        InfrastructureException last = lastFailure;
        if (last != null && System.nanoTime() < reconnectNotBefore) {
            throw last instanceof InfrastructureException.Permanent
                    ? new InfrastructureException.Permanent(String.valueOf(last.getMessage()), last)
                    : new InfrastructureException.Transient(String.valueOf(last.getMessage()), last);
        }
        long start = System.nanoTime();
        try {
            Link opened = new Link(broker, timeoutNanos);
            link = opened;
            lastFailure = null;
            return opened;
        } catch (InfrastructureException e) {
            // The pause is as long as the attempt was: a receiver that sends after every part loses at
            // most half of its time to a broker that never responds, and almost none to one that refuses
            // connections.
            long now = System.nanoTime();
            reconnectNotBefore = now + (now - start);
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

    /// Waits for a running call, or aborts it after the timeout. Later calls fail.
    @Override
    public void close() {
        closed = true;
        boolean locked = false;
        try {
            locked = lock.tryLock(timeoutNanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        try {
            drop();
        } finally {
            if (locked) {
                lock.unlock();
            }
        }
    }

    @FunctionalInterface
    private interface LinkAction<T> {
        T on(Link link, long deadline);
    }

    /// A connection with its one channel. Used under the lock, except for the listeners, which the client's
    /// threads call.
    private static final class Link {

        private final Broker broker;
        private final long timeoutNanos;
        private final Connection connection;
        private final Channel channel;
        private final Set<String> returned = ConcurrentHashMap.newKeySet();
        private final PublisherBlock block = new PublisherBlock();

        Link(Broker broker, long timeoutNanos) {
            this.broker = broker;
            this.timeoutNanos = timeoutNanos;
            this.connection = broker.connect("sending");
            try {
                connection.addBlockedListener(block::begin, block::end);
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

        /// A blocked connection is intact, and the broker accepts its messages when the alarm is over. A new
        /// connection would be blocked too, and leave another batch of messages in its buffers.
        boolean isUsableAfterFailure() {
            return block.isActive() && channel.isOpen();
        }

        void publish(List<TracedPart> parts, long deadline) {
            if (!block.awaitEnd(Math.min(deadline, block.since() + timeoutNanos))) {
                throw new InfrastructureException.Transient(
                        "The broker accepts no messages for now: " + block.reason(), null);
            }
            returned.clear();
            try {
                for (TracedPart part : parts) {
                    // Mandatory: without it, a message for a missing queue is confirmed and dropped.
                    channel.basicPublish(
                            "",
                            broker.settings().queue(),
                            true,
                            PartMessage.properties(part),
                            PartMessage.body(part.part()));
                }
                long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                // Zero would wait forever. The broker returns a message before it confirms it.
                if (!channel.waitForConfirms(Math.max(1, millis))) {
                    throw new InfrastructureException.Transient("The broker could not store a message", null);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InfrastructureException.Transient("Interrupted while waiting for the broker's confirm", e);
            } catch (TimeoutException e) {
                throw new InfrastructureException.Transient(
                        block.isActive()
                                ? "The broker accepts no messages for now: " + block.reason()
                                : "The broker did not confirm within the timeout",
                        e);
            } catch (IOException | RuntimeException e) {
                throw e instanceof InfrastructureException known ? known : AmqpFailures.working("take a message", e);
            }
            if (!returned.isEmpty()) {
                throw new InfrastructureException.Transient(
                        "The queue " + broker.settings().queue() + " is gone; the broker returned the messages", null);
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
