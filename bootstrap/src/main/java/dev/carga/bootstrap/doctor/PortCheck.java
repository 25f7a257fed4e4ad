package dev.carga.bootstrap.doctor;

import static dev.carga.bootstrap.doctor.Finding.fail;
import static dev.carga.bootstrap.doctor.Finding.ok;
import static dev.carga.bootstrap.doctor.Finding.warn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.carga.domain.Nullable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// Whether a server can listen on a port, or already does.
final class PortCheck {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final String host;
    private final int port;
    private final String what;

    /// @param flag that names the port
    PortCheck(String flag, String host, int port) {
        this.what = flag + " " + port;
        this.host = host;
        this.port = port;
    }

    Finding check() {
        if (port == 0) {
            return ok(what, "any free port is used");
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return ok(what, "free on " + host);
        } catch (UnknownHostException _) {
            return fail(what, host + " cannot be resolved", "correct --host");
        } catch (BindException e) {
            return String.valueOf(e.getMessage()).contains("in use") ? taken() : cannotListen(e);
        } catch (IOException e) {
            return cannotListen(e);
        }
    }

    private Finding cannotListen(IOException e) {
        return fail(what, "cannot listen on it: " + e.getMessage(), "choose another, or another --host");
    }

    private Finding taken() {
        @Nullable JsonNode health = health();
        if (health == null) {
            return fail(what, "taken by another program", "stop what listens there, or choose another port");
        }
        String status = health.path("status").asText();
        StringBuilder found = new StringBuilder("a Carga listens there, and reports: ").append(status);
        for (String piece : new String[] {"database", "broker", "migrations"}) {
            if (health.path(piece).path("status").asText().equals("down")) {
                found.append("; ")
                        .append(piece)
                        .append(": ")
                        .append(health.path(piece).path("reason").asText());
            }
        }
        return status.equals("ready")
                ? ok(what, found.toString())
                : warn(what, found.toString(), "fix what it names; the checks above may say more");
    }

    private @Nullable JsonNode health() {
        // A server that listens on all addresses also listens on this one.
        String reached =
                InetSocketAddress.createUnresolved(host, port).getHostString().equals("0.0.0.0") ? "127.0.0.1" : host;
        String name = reached.contains(":") && !reached.startsWith("[") ? "[" + reached + "]" : reached;
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create("http://" + name + ":" + port + "/health/ready"))
                            .timeout(TIMEOUT)
                            .build(),
                    BodyHandlers.ofString());
            JsonNode health = JSON.readTree(answer.body());
            return health.path("database").has("status") ? health : null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }
}
