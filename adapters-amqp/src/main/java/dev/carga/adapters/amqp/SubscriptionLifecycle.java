package dev.carga.adapters.amqp;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The state of a subscription: whether it is closing, and how many deliveries are in progress. Lets threads
/// wait for changes of it, and for the loss of a [ConsumerLink]. Thread-safe.
final class SubscriptionLifecycle {

    private final ReentrantLock lock = new ReentrantLock();
    /// Signalled when one of the three fields below changes, and when a link is lost.
    private final Condition changed = lock.newCondition();

    private boolean closing;
    private boolean consumerCancelled;
    private int inProgress;

    /// From now on no delivery is handled.
    void requestClose() {
        update(() -> closing = true);
    }

    /// From now on the broker delivers no messages.
    void consumerCancelled() {
        update(() -> consumerCancelled = true);
    }

    void deliveryStarted() {
        update(() -> inProgress++);
    }

    void deliveryEnded() {
        update(() -> inProgress--);
    }

    boolean isClosing() {
        lock.lock();
        try {
            return closing;
        } finally {
            lock.unlock();
        }
    }

    void awaitIdle() {
        lock.lock();
        try {
            while (inProgress > 0) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    void awaitLostOrClosing(ConsumerLink link) {
        lock.lock();
        try {
            while (!closing && !link.isLost()) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    void awaitConsumerCancelled(ConsumerLink link) {
        lock.lock();
        try {
            while (!consumerCancelled && !link.isLost()) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Waits before a message is requeued. A closing subscription waits for the cancellation of its consumer
    /// instead, because a message that is requeued earlier would be delivered here again.
    void awaitRequeue(ConsumerLink link, long millis) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        lock.lock();
        try {
            while (!consumerCancelled && !link.isLost()) {
                long left = deadline - System.nanoTime();
                if (left <= 0 && !closing) {
                    return;
                }
                awaitChange(closing ? TimeUnit.SECONDS.toNanos(1) : left);
            }
        } finally {
            lock.unlock();
        }
    }

    void pauseUnlessClosing(long millis) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        lock.lock();
        try {
            while (!closing && System.nanoTime() < deadline) {
                awaitChange(deadline - System.nanoTime());
            }
        } finally {
            lock.unlock();
        }
    }

    /// Runs the change under the lock and wakes all waiting threads.
    void update(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    // The callers call it in a loop.
    @SuppressWarnings("WaitNotInLoop")
    private void awaitChange(long nanos) {
        try {
            long _ = changed.awaitNanos(nanos);
        } catch (InterruptedException e) {
            throw new IllegalStateException("No code interrupts this thread", e);
        }
    }
}
