package dev.carga.adapters.amqp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A TCP proxy in front of a server. A test can cut its connections, refuse new ones, and let no bytes pass,
/// and other clients of the server are not affected.
///
/// While it refuses, it accepts and closes each connection at once: if it closed its port, another program
/// might take it.
public final class CuttableProxy implements AutoCloseable {

    private final String host;
    private final int target;
    private final ServerSocket serverSocket;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition resumed = lock.newCondition();
    private boolean silent;
    private volatile boolean refusing;

    /// Opens a free port of the loopback.
    public CuttableProxy(String host, int target) {
        this.host = host;
        this.target = target;
        try {
            this.serverSocket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        Thread.startVirtualThread(this::acceptAll);
    }

    public int port() {
        return serverSocket.getLocalPort();
    }

    /// Accepts again after [#refuse].
    public void accept() {
        refusing = false;
    }

    /// Cuts all connections, and closes new ones at once.
    public void refuse() {
        refusing = true;
        cut();
    }

    /// Cuts all connections. New ones are accepted.
    public void cut() {
        sockets.forEach(CuttableProxy::closeQuietly);
        sockets.clear();
    }

    /// The number of open connections.
    public int connections() {
        return (int) sockets.stream()
                .filter(socket -> socket.getLocalPort() == port() && !socket.isClosed())
                .count();
    }

    /// From now on connections are accepted and no byte passes in either direction, as on a network that
    /// drops packets.
    public void fallSilent() {
        lock.lock();
        try {
            silent = true;
        } finally {
            lock.unlock();
        }
    }

    /// Ends [#fallSilent], and passes the bytes that were held back.
    public void speak() {
        lock.lock();
        try {
            silent = false;
            resumed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        refuse();
        speak();
        closeQuietly(serverSocket);
    }

    private void acceptAll() {
        try {
            while (true) {
                Socket client = serverSocket.accept();
                sockets.add(client);
                if (refusing) {
                    closeQuietly(client);
                } else {
                    Thread.startVirtualThread(() -> connect(client));
                }
            }
        } catch (IOException _) {
            // Closed at the end of the test.
        }
    }

    private void connect(Socket client) {
        try {
            awaitNotSilent();
            Socket server = new Socket(host, target);
            sockets.add(server);
            if (client.isClosed()) {
                closeQuietly(server);
                return;
            }
            Thread.startVirtualThread(() -> pump(server, client));
            pump(client, server);
        } catch (IOException _) {
            closeQuietly(client);
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[8192];
        try (from;
                to) {
            var in = from.getInputStream();
            var out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                awaitNotSilent();
                out.write(buffer, 0, n);
            }
        } catch (IOException _) {
            // Cut, or closed at one end: closing both sockets closes the other end.
        }
    }

    private void awaitNotSilent() {
        lock.lock();
        try {
            while (silent) {
                resumed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception _) {
            // The connection is of no use any more.
        }
    }
}
