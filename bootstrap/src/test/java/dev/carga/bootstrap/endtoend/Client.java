package dev.carga.bootstrap.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;

/// A client of the HTTP routes.
final class Client implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;

    Client(int port) {
        this.port = port;
    }

    /// Sends the file, which must be accepted, and returns its message_id.
    String send(String name, byte[] file) {
        return accepted(post("/", name, file));
    }

    /// As `send(name, file)`, with this header `traceparent`.
    String send(String name, byte[] file, String traceParent) {
        return accepted(exchange(
                form("/", name, file).header("traceparent", traceParent).build()));
    }

    private String accepted(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        JsonNode answer = parse(response.body());
        String id = answer.path("message_id").asText();
        assertThat(answer.path("url").asText()).isEqualTo("http://127.0.0.1:" + port + "/status?message_id=" + id);
        return id;
    }

    /// Sends the file to a path, and returns any response.
    HttpResponse<String> post(String path, String name, byte[] file) {
        return exchange(form(path, name, file).build());
    }

    private HttpRequest.Builder form(String path, String name, byte[] file) {
        String head =
                "--limit\r\nContent-Disposition: form-data; name=\"base_teste\"; filename=\"" + name + "\"\r\n\r\n";
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", "multipart/form-data; boundary=limit")
                .POST(BodyPublishers.concat(
                        BodyPublishers.ofString(head, StandardCharsets.UTF_8),
                        BodyPublishers.ofByteArray(file),
                        BodyPublishers.ofString("\r\n--limit--\r\n")));
    }

    /// Gets a path, and returns any response.
    HttpResponse<String> get(String path) {
        return exchange(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build());
    }

    /// Gets a JSON document.
    JsonNode json(String path) {
        return parse(get(path).body());
    }

    /// Gets the bytes of a document.
    byte[] bytes(String path) {
        try {
            return http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                    .build(),
                            BodyHandlers.ofByteArray())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    JsonNode status(String messageId) {
        HttpResponse<String> response = exchange(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/status?message_id=" + messageId))
                        .build());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return parse(response.body());
    }

    /// Gets `/api/v1/uploads/{id}`.
    JsonNode upload(String id) {
        HttpResponse<String> response =
                exchange(HttpRequest.newBuilder(uploadUri(id)).build());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return parse(response.body());
    }

    /// Waits until the upload is in a final state.
    JsonNode awaitEnd(String id) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !upload(id).path("state").asText().matches("receiving|loading|cancelling|undoing"));
        return upload(id);
    }

    /// Posts `cancel`, `retry` or `undo`, and returns the status of the response.
    int act(String id, String action) {
        return exchange(HttpRequest.newBuilder(URI.create(uploadUri(id) + "/" + action))
                        .POST(BodyPublishers.noBody())
                        .build())
                .statusCode();
    }

    private URI uploadUri(String id) {
        return URI.create("http://127.0.0.1:" + port + "/api/v1/uploads/" + id);
    }

    JsonNode awaitCompleted(String messageId) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> status(messageId).path("status").asText().equals("completed"));
        return status(messageId);
    }

    private HttpResponse<String> exchange(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
