package dev.carga.bootstrap.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.carga.domain.Nullable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// HTTP with one server, in JSON. Every wait is bounded, and every failure has a message that says what to
/// check.
final class ServerConnection implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    /// The server itself waits up to a minute for its database.
    private static final Duration REQUEST_TIMEOUT = Duration.ofMinutes(2);

    /// How long the server may read nothing of a file that is being sent: it may be waiting for its database.
    private static final Duration SEND_IDLE_TIMEOUT = Duration.ofMinutes(5);

    private static final Duration RESTART_TIMEOUT = Duration.ofMinutes(1);
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(2);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final URI url;
    private volatile boolean knownAsCarga;

    ServerConnection(URI url) {
        this.url = url;
    }

    /// Sends a GET request, and repeats it for a minute while a server that has responded before restarts.
    ///
    /// @param path with its query, without a leading slash
    /// @throws IOException if no server answers, or the server cannot respond at the moment (5xx)
    ClientResult<JsonNode> get(String path) throws IOException, InterruptedException {
        return repeat(request(path).build());
    }

    /// As [#get], with an idempotent POST request without a body.
    ClientResult<JsonNode> post(String path) throws IOException, InterruptedException {
        return repeat(request(path).POST(BodyPublishers.noBody()).build());
    }

    private HttpRequest.Builder request(String path) {
        String root = url.getRawPath().endsWith("/") ? url.getRawPath() : url.getRawPath() + "/";
        return HttpRequest.newBuilder(url.resolve(root + path)).timeout(REQUEST_TIMEOUT);
    }

    /// A request to the server's URL itself, without a timeout.
    HttpRequest.Builder requestToRoot() {
        return HttpRequest.newBuilder(url);
    }

    /// A server that has never responded is not waited for: the address may be wrong.
    private ClientResult<JsonNode> repeat(HttpRequest request) throws IOException, InterruptedException {
        long deadline = 0;
        while (true) {
            try {
                return once(request);
            } catch (IOException e) {
                long now = System.nanoTime();
                deadline = deadline == 0 ? now + RESTART_TIMEOUT.toNanos() : deadline;
                if (!knownAsCarga && e.getCause() instanceof ConnectException) {
                    throw new IOException(e.getMessage() + " Without a server: --home DIR", e);
                }
                if (!knownAsCarga || now > deadline) {
                    throw e;
                }
                Thread.sleep(RETRY_PAUSE);
            }
        }
    }

    private ClientResult<JsonNode> once(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response;
        try {
            response = client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw noResponse(e);
        }
        return read(response);
    }

    /// Sends a request once. It may take any time, as long as the server reads its body.
    ClientResult<JsonNode> sendOnce(HttpRequest request, TimedInputStream body)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<String>> response = client.sendAsync(request, BodyHandlers.ofString());
        while (true) {
            try {
                return read(response.get(1, TimeUnit.SECONDS));
            } catch (TimeoutException e) {
                if (body.isIdleFor(SEND_IDLE_TIMEOUT)) {
                    response.cancel(true);
                    throw new IOException(
                            "the server at " + ServerUrl.withoutPassword(url)
                                    + " has read nothing and sent no response for " + SEND_IDLE_TIMEOUT.toMinutes()
                                    + " minutes",
                            e);
                }
            } catch (ExecutionException e) {
                throw noResponse(e.getCause());
            }
        }
    }

    private IOException noResponse(@Nullable Throwable failure) {
        String server = ServerUrl.withoutPassword(url);
        return failure instanceof ConnectException || failure instanceof HttpConnectTimeoutException
                ? new IOException("No server answers at " + server + ": is it running there?", failure)
                : new IOException(
                        "No response from " + server + (failure == null ? "" : " (" + failure.getMessage() + ")"),
                        failure);
    }

    private ClientResult<JsonNode> read(HttpResponse<String> response) throws IOException {
        int status = response.statusCode();
        JsonNode body = json(response.body());
        boolean done = status < 300 && body.isObject();
        boolean fromCarga = done || body.hasNonNull("code");
        knownAsCarga |= fromCarga;
        if (done) {
            return new ClientResult.Success<>(body);
        }
        String reason = fromCarga
                ? body.path("error").asText()
                : "the server at " + ServerUrl.withoutPassword(url) + " responds with status " + status
                        + ", not as Carga does";
        if (status >= 500) {
            throw new IOException(reason); // may pass
        }
        return new ClientResult.Declined<>(reason);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException _) {
            return JSON.missingNode();
        }
    }

    /// For a response that is a JSON object, but not of the expected shape.
    <T> ClientResult<T> notCarga() {
        return new ClientResult.Declined<>(
                "the server at " + ServerUrl.withoutPassword(url) + " does not respond as Carga does");
    }

    @Override
    public void close() {
        // close() alone would wait for a response that may never come.
        client.shutdownNow();
        client.close();
    }
}
