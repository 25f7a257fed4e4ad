package dev.carga.bootstrap.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.carga.bootstrap.settings.InvalidSettingException;
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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// HTTP with one server: no request waits for ever, and every failure is a line that a person can act on.
final class ServerClient implements AutoCloseable {

    static final String DEFAULT_URL = "http://127.0.0.1:8080";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int HIGHEST_PORT = 65_535;

    /// The server itself waits up to a minute for its database.
    private static final Duration REQUEST_TIMEOUT = Duration.ofMinutes(2);

    /// For a file that is being sent: the server itself may be waiting for its database.
    private static final Duration STANDS_STILL = Duration.ofMinutes(5);

    private static final Duration RESTARTS_WITHIN = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final URI url;
    private volatile boolean knownAsCarga;

    private ServerClient(URI url) {
        this.url = url;
    }

    /// @throws InvalidSettingException if that is no such URL
    static ServerClient at(URI url) {
        if (url.getHost() == null || !List.of("http", "https").contains(String.valueOf(url.getScheme()))) {
            throw new InvalidSettingException("--url must look like http://host:port");
        }
        if (url.getPort() > HIGHEST_PORT) {
            throw new InvalidSettingException(
                    "--url names the port " + url.getPort() + ": the highest is " + HIGHEST_PORT);
        }
        return new ServerClient(url);
    }

    /// Asks, and asks again while a server that has answered before restarts.
    ///
    /// @param path without a slash before it, and with its query
    /// @throws RefusedException if the server says no, or is none of Carga's
    /// @throws IOException      if nobody answers, or the server cannot at the moment
    JsonNode get(String path) throws IOException, InterruptedException {
        return patiently(request(path).build());
    }

    /// The same for a wish, one that may be repeated: whether the first was heard is not known.
    JsonNode post(String path) throws IOException, InterruptedException {
        return patiently(request(path).POST(BodyPublishers.noBody()).build());
    }

    private HttpRequest.Builder request(String path) {
        String root = url.getRawPath().endsWith("/") ? url.getRawPath() : url.getRawPath() + "/";
        return HttpRequest.newBuilder(url.resolve(root + path)).timeout(REQUEST_TIMEOUT);
    }

    /// A request to the URL as it is, whose body may take as long as it takes.
    HttpRequest.Builder toRoot() {
        return HttpRequest.newBuilder(url);
    }

    /// Somebody who has never answered is not waited for: the address may be wrong.
    private JsonNode patiently(HttpRequest request) throws IOException, InterruptedException {
        long deadline = 0;
        while (true) {
            try {
                return once(request);
            } catch (IOException e) {
                long now = System.nanoTime();
                deadline = deadline == 0 ? now + RESTARTS_WITHIN.toNanos() : deadline;
                if (!knownAsCarga && e.getCause() instanceof ConnectException) {
                    throw new IOException(e.getMessage() + " Without one: --home DIR", e);
                }
                if (!knownAsCarga || now > deadline) {
                    throw e;
                }
                Thread.sleep(PAUSE);
            }
        }
    }

    /// A request that is made only once.
    JsonNode once(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response;
        try {
            response = client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw noAnswer(e);
        }
        return read(response);
    }

    /// The same for a body that may take as long as it takes, as long as it moves.
    JsonNode onceWhileMoving(HttpRequest request, WatchedStream body) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(request, BodyHandlers.ofString());
        while (true) {
            try {
                return read(answer.get(1, TimeUnit.SECONDS));
            } catch (TimeoutException e) {
                if (body.standsStillFor(STANDS_STILL)) {
                    answer.cancel(true);
                    throw new IOException(
                            "the server at " + place(url) + " has neither taken anything nor answered for "
                                    + STANDS_STILL.toMinutes() + " minutes",
                            e);
                }
            } catch (ExecutionException e) {
                throw noAnswer(e.getCause());
            }
        }
    }

    private IOException noAnswer(@Nullable Throwable failure) {
        return failure instanceof ConnectException || failure instanceof HttpConnectTimeoutException
                ? new IOException("Nobody answers at " + place(url) + ": is the server running there?", failure)
                : new IOException(
                        "No answer came from " + place(url)
                                + (failure == null ? "" : " (" + failure.getMessage() + ")"),
                        failure);
    }

    private JsonNode read(HttpResponse<String> response) throws IOException {
        int status = response.statusCode();
        JsonNode body = json(response.body());
        boolean done = status < 300 && body.isObject();
        boolean fromCarga = done || body.hasNonNull("code");
        knownAsCarga |= fromCarga;
        if (done) {
            return body;
        }
        String said = fromCarga
                ? body.path("error").asText()
                : "the server at " + place(url) + " answers " + status + ", not as Carga does";
        if (status >= 500) {
            throw new IOException(said); // it may be better in a while
        }
        throw new RefusedException(said);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException _) {
            return JSON.missingNode();
        }
    }

    /// For an answer that is JSON and yet not what was asked for.
    RefusedException notCarga() {
        return new RefusedException("the server at " + place(url) + " does not answer as Carga does");
    }

    /// For the people who read it: without a password that somebody may have put before the host.
    static String place(URI url) {
        return url.toString().replaceFirst("//[^/]*@", "//");
    }

    @Override
    public void close() {
        // Closing alone waits for an answer that may never come.
        client.shutdownNow();
        client.close();
    }
}
