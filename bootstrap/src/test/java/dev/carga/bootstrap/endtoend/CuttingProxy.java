package dev.carga.bootstrap.endtoend;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// A proxy that cuts a number of connections at random bytes: by an orderly end, by a reset, or so that the
/// server does not notice and keeps waiting.
final class CuttingProxy implements AutoCloseable {

    private final ServerSocket listening;
    private final int target;
    private final int wanted;
    private final int meanBytes;
    private final Random random;
    private final AtomicInteger cuts = new AtomicInteger();
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    /// @param target    the server's port
    /// @param wanted    how many connections to cut
    /// @param meanBytes after how many bytes a connection is cut, on average
    CuttingProxy(int target, int wanted, int meanBytes, long seed) {
        this.target = target;
        this.wanted = wanted;
        this.meanBytes = meanBytes;
        this.random = new Random(seed);
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread _ = Thread.startVirtualThread(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    int cuts() {
        return cuts.get();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                open.add(client);
                open.add(server);
                boolean whole = cuts.get() >= wanted;
                long limit = whole ? Long.MAX_VALUE : random.nextInt(2 * meanBytes);
                Thread _ = Thread.startVirtualThread(() -> forward(client, server, limit));
                Thread _ = Thread.startVirtualThread(() -> forward(server, client, Long.MAX_VALUE));
            } catch (IOException _) {
                // The proxy or the server is closed.
            }
        }
    }

    private void forward(Socket from, Socket to, long limit) {
        byte[] buffer = new byte[8192];
        long left = limit;
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            while (true) {
                int read = in.read(buffer);
                if (read < 0) {
                    to.shutdownOutput();
                    return;
                }
                out.write(buffer, 0, (int) Math.min(read, left));
                left -= read;
                if (left < 0) {
                    cut(from, to);
                    return;
                }
            }
        } catch (IOException _) {
            close(from);
            close(to);
        }
    }

    private void cut(Socket client, Socket server) throws IOException {
        int number = cuts.incrementAndGet();
        client.setSoLinger(true, 0);
        close(client);
        if (number % 3 == 1) {
            server.setSoLinger(true, 0);
        }
        if (number % 3 != 2) {
            close(server);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // It is closed in any case.
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open.forEach(CuttingProxy::close);
    }
}
