package dev.carga.bootstrap.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.carga.domain.Nullable;
import dev.carga.domain.upload.DuplicatePolicy;
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

/// A running server, spoken to by the two routes that every client uses.
final class ServerTarget implements LoadTarget {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PROGRESS_ATTEMPTS = 30;
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
        BodyPublisher form = BodyPublishers.concat(
                BodyPublishers.ofString(head),
                BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> body), Math.max(1, bytes)),
                BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
        HttpRequest request = HttpRequest.newBuilder(url)
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(form)
                .build();
        JsonNode answer = answer(request, 202);
        return answer.path("message_id").asText();
    }

    /// As browsers do in multipart/form-data.
    private static String escape(String name) {
        return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
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
            throw new IOException("Nobody answers at " + place() + ": is the server running there?", e);
        }
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
        client.close();
    }
}
