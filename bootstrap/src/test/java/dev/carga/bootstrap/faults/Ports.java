package dev.carga.bootstrap.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// Ports for servers that are restarted on the same port: below the range of ephemeral ports.
final class Ports {

    private static final int LOWEST = 15_000;
    private static final int HIGHEST = 32_000;

    private Ports() {}

    static int free() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // In use: try another one.
            }
        }
    }
}
