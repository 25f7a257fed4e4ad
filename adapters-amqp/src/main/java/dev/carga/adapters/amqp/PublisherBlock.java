package dev.carga.adapters.amqp;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Whether the broker has told us to publish nothing: its disk or memory runs low. Thread-safe.
final class PublisherBlock {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition over = lock.newCondition();
    private boolean on;
    private String reason = "";
    private long since = System.nanoTime();

    void begin(String why) {
        lock.lock();
        try {
            if (!on) {
                since = System.nanoTime();
            }
            on = true;
            reason = why;
        } finally {
            lock.unlock();
        }
    }

    void end() {
        lock.lock();
        try {
            on = false;
            over.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isOn() {
        lock.lock();
        try {
            return on;
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

    /// When it began, in [System#nanoTime]. Waiters count from here: who comes late to a long blockade does not
    /// wait.
    long since() {
        lock.lock();
        try {
            return on ? since : System.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    /// Waits for the end, if it is on.
    ///
    /// @return true if there is none, or none any more, at the deadline
    boolean awaitEnd(long deadline) {
        lock.lock();
        try {
            while (on) {
                long left = deadline - System.nanoTime();
                if (left <= 0 || (!over.await(left, TimeUnit.NANOSECONDS) && on)) {
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
