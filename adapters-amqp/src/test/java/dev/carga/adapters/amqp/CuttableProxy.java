package dev.carga.adapters.amqp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A TCP port in front of a server, whose connections a test can refuse, cut, and make silent: the same for every
/// server, and nobody else who uses it notices.
///
/// While it refuses it hangs up on those who connect: were the port given back, somebody else might take it.
public final class CuttableProxy implements AutoCloseable {

    private final String host;
    private final int target;
    private final ServerSocket listening;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition resumed = lock.newCondition();
    private boolean silent;
    private volatile boolean refusing;

    /// Opens at once.
    public CuttableProxy(String host, int target) {
        this.host = host;
        this.target = target;
        try {
            this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        Thread.startVirtualThread(this::acceptAll);
    }

    public int port() {
        return listening.getLocalPort();
    }

    /// Accepts again after [#refuse].
    public void accept() {
        refusing = false;
    }

    /// Cuts all connections and hangs up on new ones.
    public void refuse() {
        refusing = true;
        cut();
    }

    /// Cuts all connections; new ones are welcome.
    public void cut() {
        sockets.forEach(CuttableProxy::quietly);
        sockets.clear();
    }

    /// The connections that are open now.
    public int connections() {
        return (int) sockets.stream()
                .filter(socket -> socket.getLocalPort() == port() && !socket.isClosed())
                .count();
    }

    /// From now on no byte passes in either direction, though connections are accepted: a network that swallows.
    public void fallSilent() {
        lock.lock();
        try {
            silent = true;
        } finally {
            lock.unlock();
        }
    }

    /// Ends [#fallSilent]; what was held back passes.
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
        quietly(listening);
    }

    private void acceptAll() {
        try {
            while (true) {
                Socket client = listening.accept();
                sockets.add(client);
                if (refusing) {
                    quietly(client);
                } else {
                    Thread.startVirtualThread(() -> connect(client));
                }
            }
        } catch (IOException _) {
            // Closed, at the end of the test.
        }
    }

    private void connect(Socket client) {
        try {
            awaitSpeech();
            Socket server = new Socket(host, target);
            sockets.add(server);
            if (client.isClosed()) {
                quietly(server);
                return;
            }
            Thread.startVirtualThread(() -> pump(server, client));
            pump(client, server);
        } catch (IOException _) {
            quietly(client);
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[8192];
        try (from;
                to) {
            var in = from.getInputStream();
            var out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                awaitSpeech();
                out.write(buffer, 0, n);
            }
        } catch (IOException _) {
            // Cut, or closed at one end; closing both tells the other.
        }
    }

    private void awaitSpeech() {
        lock.lock();
        try {
            while (silent) {
                resumed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private static void quietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception _) {
            // It was to be closed, and so it is.
        }
    }
}
