package dev.carga.adapters.amqp;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Whether the broker blocks publishing on a connection (`connection.blocked`), because its disk or memory
/// runs low. Thread-safe.
final class PublisherBlock {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private boolean active;
    private String reason = "";
    private long since = System.nanoTime();

    void begin(String why) {
        lock.lock();
        try {
            if (!active) {
                since = System.nanoTime();
            }
            active = true;
            reason = why;
        } finally {
            lock.unlock();
        }
    }

    void end() {
        lock.lock();
        try {
            active = false;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isActive() {
        lock.lock();
        try {
            return active;
        } finally {
            lock.unlock();
        }
    }

    String reason() {
        lock.lock();
        try {
            return reason;
        } finally {
            lock.unlock();
        }
    }

    /// When the block began, or now if there is none, as [System#nanoTime]. Waiters count from here, so a
    /// caller that arrives late in a long block does not wait.
    long since() {
        lock.lock();
        try {
            return active ? since : System.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until there is no block.
    ///
    /// @param deadline as [System#nanoTime]
    /// @return false if the block lasts beyond the deadline, or if the thread is interrupted
    boolean awaitEnd(long deadline) {
        lock.lock();
        try {
            while (active) {
                long left = deadline - System.nanoTime();
                if (left <= 0 || (!ended.await(left, TimeUnit.NANOSECONDS) && active)) {
                    return false;
                }
            }
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
