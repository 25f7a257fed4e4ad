package dev.carga.bootstrap.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.carga.bootstrap.doctor.Finding.Level;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PortCheckTest {

    private static Finding check(int port) {
        return new PortCheck("--port", "127.0.0.1", port).check();
    }

    private static Finding checkServerAnswering(int status, String body) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        try {
            return check(server.getAddress().getPort());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void freePortIsOk() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertThat(check(port).level()).isEqualTo(Level.OK);
        assertThat(check(0).level()).isEqualTo(Level.OK);
    }

    @Test
    void portOfAnotherProgramFails() throws IOException {
        // This one listens and never answers.
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Finding found = check(socket.getLocalPort());

            assertThat(found.level()).isEqualTo(Level.FAIL);
            assertThat(found.found()).isEqualTo("taken by another program");
        }
    }

    @Test
    void webServerOtherThanCargaFails() throws IOException {
        assertThat(checkServerAnswering(200, "<html>").level()).isEqualTo(Level.FAIL);
        assertThat(checkServerAnswering(200, "{\"status\":\"ready\"}").level()).isEqualTo(Level.FAIL);
    }

    @Test
    void runningCargaReportsItsHealth() throws IOException {
        assertThat(checkServerAnswering(
                        200, "{\"status\":\"ready\",\"database\":{\"status\":\"up\"},\"broker\":{\"status\":\"up\"}}"))
                .satisfies(found -> assertThat(found.level()).isEqualTo(Level.OK));

        Finding waiting = checkServerAnswering(
                503,
                "{\"status\":\"not_ready\",\"database\":{\"status\":\"up\"},\"broker\":{\"status\":\"up\"},"
                        + "\"migrations\":{\"status\":\"down\",\"reason\":\"run carga migrate\"}}");
        assertThat(waiting.level()).isEqualTo(Level.WARN);
        assertThat(waiting.found()).endsWith("reports: not_ready; migrations: run carga migrate");
    }

    @Test
    void addressOfAnotherMachineFails() {
        Finding found = new PortCheck("--port", "192.0.2.1", 8080).check();

        assertThat(found.level()).isEqualTo(Level.FAIL);
        assertThat(found.advice()).contains("--host");
    }

    @Test
    void unknownHostNameFails() {
        assertThat(new PortCheck("--port", "no-such-host.invalid", 8080).check().advice())
                .contains("--host");
    }
}
