package dev.carga.bootstrap.faults;

import java.io.IOException;

/// A broker in processes of its own, on a port that it keeps. Not thread-safe: who kills and who starts must agree.
sealed interface BrokerNode extends AutoCloseable permits RabbitNode, QpidNode {

    String product();

    int port();

    /// Starts it, and waits until it takes connections, a minute and a half at most.
    void start() throws IOException, InterruptedException;

    /// `kill -9`.
    void kill();

    /// Removes all that it has stored; to be called while it is not running.
    void wipe() throws IOException;

    /// SIGSTOP.
    void pause();

    /// SIGCONT.
    void resume();

    boolean hasDiskAlarm();

    /// Makes it believe that its disk is full, or that it is not any more.
    void alarm(boolean on) throws IOException, InterruptedException;

    @Override
    void close();

    default String uriThrough(int port) {
        return "amqp://guest:guest@127.0.0.1:" + port;
    }
}
