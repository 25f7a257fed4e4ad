package dev.carga.bootstrap.faults;

import java.io.IOException;

/// A broker in its own processes, on a fixed port. Not thread-safe: callers must not kill and start it at the
/// same time.
sealed interface BrokerNode extends AutoCloseable permits RabbitNode, QpidNode {

    String product();

    int port();

    /// Starts it, and waits until clients can connect, at most 90 s.
    void start() throws IOException, InterruptedException;

    /// `kill -9`.
    void kill();

    /// Deletes all that it has stored; to be called while it is not running.
    void wipe() throws IOException;

    /// SIGSTOP.
    void suspend();

    /// SIGCONT.
    void resume();

    boolean hasDiskAlarm();

    /// Makes the broker take its disk for full, or for free again.
    void alarm(boolean on) throws IOException, InterruptedException;

    @Override
    void close();

    default String uriThrough(int port) {
        return "amqp://guest:guest@127.0.0.1:" + port;
    }
}
