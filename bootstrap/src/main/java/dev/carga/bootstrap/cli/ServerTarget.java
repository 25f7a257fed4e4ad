package dev.carga.bootstrap.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.carga.domain.Nullable;
import dev.carga.domain.upload.DuplicatePolicy;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A running server, spoken to by the two routes that every client uses.
final class ServerTarget implements LoadTarget {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PROGRESS_ATTEMPTS = 30;
    /// The server itself waits a minute for its database.
    private static final Duration STANDS_STILL = Duration.ofMinutes(5);

    private static final Duration PROGRESS_PAUSE = Duration.ofSeconds(2);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final URI url;

    ServerTarget(URI url) {
        this.url = url;
    }

    @Override
    public String send(String name, DuplicatePolicy policy, InputStream body, long bytes)
            throws IOException, InterruptedException {
        String boundary = UUID.randomUUID().toString();
        String head = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"on_duplicate\"\r\n\r\n"
                + policy.key()
                + "\r\n--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + escape(name)
                + "\"\r\nContent-Type: text/plain\r\n\r\n";
        WatchedStream watched = new WatchedStream(body);
        BodyPublisher form = BodyPublishers.concat(
                BodyPublishers.ofString(head),
                BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> watched), Math.max(1, bytes)),
                BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
        HttpRequest request = HttpRequest.newBuilder(url)
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(form)
                .build();
        JsonNode answer = answerWhileMoving(request, watched);
        return answer.path("message_id").asText();
    }

    /// As browsers do in multipart/form-data.
    private static String escape(String name) {
        return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
    }

    /// A file may take as long as it takes, as long as it moves.
    private JsonNode answerWhileMoving(HttpRequest request, WatchedStream body)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(request, BodyHandlers.ofString());
        while (true) {
            try {
                return read(answer.get(1, TimeUnit.SECONDS), 202);
            } catch (TimeoutException e) {
                if (System.nanoTime() - body.lastRead > STANDS_STILL.toNanos()) {
                    answer.cancel(true);
                    throw new IOException(
                            "the server at " + place() + " has neither taken anything nor answered for "
                                    + STANDS_STILL.toMinutes() + " minutes",
                            e);
                }
            } catch (ExecutionException e) {
                throw asIo(e.getCause());
            }
        }
    }

    private IOException asIo(@Nullable Throwable failure) {
        return failure instanceof ConnectException ? nobodyAnswers(failure) : new IOException(failure);
    }

    /// Knows when anything of it was read last.
    private static final class WatchedStream extends FilterInputStream {

        private volatile long lastRead = System.nanoTime();

        WatchedStream(InputStream body) {
            super(body);
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            lastRead = System.nanoTime();
            return super.read(bytes, from, length);
        }
    }

    /// The file is safe with the server by now: if it does not answer, it is asked again for a while.
    @Override
    public Progress progress(String upload) throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return askProgress(upload);
            } catch (IOException e) {
                if (attempt == PROGRESS_ATTEMPTS) {
                    throw new OutcomeUnknownException(
                            "it was received, and then the server stopped answering; ask it later for"
                                    + " /status?message_id=" + upload,
                            e);
                }
                Thread.sleep(PROGRESS_PAUSE);
            }
        }
    }

    private Progress askProgress(String upload) throws IOException, InterruptedException {
        String path = url.getPath().endsWith("/") ? url.getPath() : url.getPath() + "/";
        HttpRequest request = HttpRequest.newBuilder(url.resolve(path + "status?message_id=" + upload))
                .timeout(Duration.ofMinutes(2))
                .build();
        JsonNode status = answer(request, 200);
        Map<String, Long> counters = new LinkedHashMap<>();
        List<Long> duplicateLines = new ArrayList<>();
        for (JsonNode part : status.path("success")) {
            for (var count : part.path("message").properties()) {
                if (count.getValue().isNumber()) {
                    counters.merge(count.getKey(), count.getValue().asLong(), Long::sum);
                }
            }
            part.path("message").path("duplicate_lines").forEach(line -> duplicateLines.add(line.asLong()));
        }
        List<FailedPart> failed = new ArrayList<>();
        for (JsonNode part : status.path("failed")) {
            JsonNode message = part.path("message");
            @Nullable
            Long line = message.hasNonNull("line") ? message.path("line").asLong() : null;
            failed.add(new FailedPart(
                    part.path("part").asInt(), message.path("error").asText(), line));
        }
        return new Progress(
                status.path("status").asText().equals("completed"),
                status.path("total_parts").asInt(),
                status.path("success_count").asInt(),
                counters,
                duplicateLines,
                failed);
    }

    private JsonNode answer(HttpRequest request, int expected) throws IOException, InterruptedException {
        HttpResponse<String> response;
        try {
            response = client.send(request, BodyHandlers.ofString());
        } catch (ConnectException e) {
            throw nobodyAnswers(e);
        }
        return read(response, expected);
    }

    private IOException nobodyAnswers(Throwable cause) {
        return new IOException("Nobody answers at " + place() + ": is the server running there?", cause);
    }

    private static JsonNode read(HttpResponse<String> response, int expected) throws IOException {
        if (response.statusCode() == expected) {
            return JSON.readTree(response.body());
        }
        String said = "the server answers " + response.statusCode() + reason(response.body());
        if (response.statusCode() >= 500) {
            throw new IOException(said); // it may be better in a while
        }
        throw new LoadRefusedException(said);
    }

    /// Without a password that somebody may have put before the host.
    private String place() {
        return url.toString().replaceFirst("//[^/]*@", "//");
    }

    private static String reason(String body) {
        try {
            String error = JSON.readTree(body).path("error").asText();
            return error.isEmpty() ? "" : ": " + error;
        } catch (JsonProcessingException _) {
            return ", not as Carga does";
        }
    }

    @Override
    public void close() {
        // Closing alone waits for an answer that may never come.
        client.shutdownNow();
        client.close();
    }
}
