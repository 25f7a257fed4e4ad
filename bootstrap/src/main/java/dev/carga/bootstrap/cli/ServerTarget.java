package dev.carga.bootstrap.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.carga.adapters.http.view.UploadFields;
import dev.carga.application.receive.UploadOptions;
import dev.carga.domain.Nullable;
import dev.carga.domain.upload.UploadId;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// A running server, spoken to by the two routes that every client uses.
final class ServerTarget implements LoadTarget {

    private final ServerClient client;

    ServerTarget(ServerClient client) {
        this.client = client;
    }

    @Override
    public Sent send(String name, UploadOptions options, InputStream body, long bytes)
            throws IOException, InterruptedException {
        String boundary = UUID.randomUUID().toString();
        Map<String, String> said = UploadFields.of(options);
        requireKnown(said.keySet());
        StringBuilder fields = new StringBuilder();
        said.forEach((field, value) -> fields.append("--" + boundary + "\r\nContent-Disposition: form-data; name=\""
                + field + "\"\r\n\r\n" + value + "\r\n"));
        String head = fields + "--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                + escape(name) + "\"\r\nContent-Type: text/plain\r\n\r\n";
        WatchedStream watched = new WatchedStream(body);
        BodyPublisher form = BodyPublishers.concat(
                BodyPublishers.ofString(head),
                BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> watched), Math.max(1, bytes)),
                BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
        HttpRequest request = client.toRoot()
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(form)
                .build();
        JsonNode answer = client.onceWhileMoving(request, watched);
        String first = UploadId.parse(answer.path("message_id").asText())
                .map(UploadId::toString)
                .orElseThrow(client::notCarga);
        List<Upload> uploads = new ArrayList<>();
        for (JsonNode upload : answer.path("uploads")) {
            uploads.add(
                    new Upload(upload.path("id").asText(), upload.path("name").asText()));
        }
        if (uploads.isEmpty()) {
            uploads.add(new Upload(first, name));
        }
        List<String> refused = new ArrayList<>();
        for (JsonNode file : answer.path("refused")) {
            refused.add(file.path("name").asText() + ": " + file.path("error").asText());
        }
        return new Sent(uploads, refused);
    }

    /// A server that does not know a field passes it over, and would load what was only to be checked.
    private void requireKnown(Set<String> fields) throws IOException, InterruptedException {
        if (fields.size() == 1) {
            return;
        }
        Set<String> known = new HashSet<>();
        client.get("openapi.json")
                .at("/paths/~1/post/parameters")
                .forEach(parameter -> known.add(parameter.path("name").asText()));
        for (String field : fields) {
            if (!known.contains(field)) {
                throw new RefusedException("the server does not know " + field + ": it is of an earlier version");
            }
        }
    }

    /// As browsers do in multipart/form-data.
    private static String escape(String name) {
        return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
    }

    /// The file is safe with the server by now.
    @Override
    public Progress progress(String upload) throws IOException, InterruptedException {
        try {
            return progress(client.get("status?message_id=" + upload));
        } catch (IOException e) {
            throw new OutcomeUnknownException(
                    "it was received, and then the server stopped answering; ask it later: carga status " + upload, e);
        }
    }

    /// The file is loaded by now, whatever an earlier version can tell of it.
    @Override
    public Verdict verdict(String upload) throws IOException, InterruptedException {
        try {
            return Verdict.of(client.get("api/v1/uploads/" + upload));
        } catch (RefusedException _) {
            return Verdict.NONE;
        }
    }

    private static Progress progress(JsonNode status) {
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
            failed.add(failedPart(part));
        }
        return new Progress(
                status.path("status").asText().equals("completed"),
                status.path("total_parts").asInt(),
                status.path("success_count").asInt(),
                counters,
                duplicateLines,
                failed);
    }

    static FailedPart failedPart(JsonNode part) {
        JsonNode message = part.path("message");
        @Nullable Long line = message.hasNonNull("line") ? message.path("line").asLong() : null;
        return new FailedPart(part.path("part").asInt(), message.path("error").asText(), line);
    }

    @Override
    public void close() {
        client.close();
    }
}
