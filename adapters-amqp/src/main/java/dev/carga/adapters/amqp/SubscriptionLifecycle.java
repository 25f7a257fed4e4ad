package dev.carga.adapters.amqp;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// How far a subscription has come on its way out, how many messages are in its hands, and the waiting for either.
/// Thread-safe.
final class SubscriptionLifecycle {

    private final ReentrantLock lock = new ReentrantLock();
    /// Signalled when any of the three below changes, and when a link is lost.
    private final Condition changed = lock.newCondition();

    private boolean leaving;
    private boolean cancelled;
    private int inHand;

    /// No more messages are begun.
    void leave() {
        change(() -> leaving = true);
    }

    /// The broker sends no more.
    void cancelled() {
        change(() -> cancelled = true);
    }

    void took() {
        change(() -> inHand++);
    }

    void answered() {
        change(() -> inHand--);
    }

    boolean isLeaving() {
        lock.lock();
        try {
            return leaving;
        } finally {
            lock.unlock();
        }
    }

    void awaitEmptyHands() {
        lock.lock();
        try {
            while (inHand > 0) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    void awaitLostOrLeaving(ConsumerLink link) {
        lock.lock();
        try {
            while (!leaving && !link.isLost()) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    void awaitCancelled(ConsumerLink link) {
        lock.lock();
        try {
            while (!cancelled && !link.isLost()) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /// For a message that was refused. One who leaves holds nothing back, but waits for the cancellation: given
    /// back earlier, the message would be delivered here again.
    void hold(ConsumerLink link, long millis) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        lock.lock();
        try {
            while (!cancelled && !link.isLost()) {
                long left = deadline - System.nanoTime();
                if (left <= 0 && !leaving) {
                    return;
                }
                awaitChange(leaving ? TimeUnit.SECONDS.toNanos(1) : left);
            }
        } finally {
            lock.unlock();
        }
    }

    void pauseOrLeave(long millis) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        lock.lock();
        try {
            while (!leaving && System.nanoTime() < deadline) {
                awaitChange(deadline - System.nanoTime());
            }
        } finally {
            lock.unlock();
        }
    }

    /// Makes a change that somebody may be waiting for.
    void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    // The callers loop.
    @SuppressWarnings("WaitNotInLoop")
    private void awaitChange(long nanos) {
        try {
            long _ = changed.awaitNanos(nanos);
        } catch (InterruptedException e) {
            throw new IllegalStateException("Nobody interrupts this thread", e);
        }
    }
}
