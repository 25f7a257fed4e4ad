package dev.carga.bootstrap.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.carga.adapters.http.view.UploadFields;
import dev.carga.application.receive.UploadOptions;
import dev.carga.bootstrap.cli.client.ClientResult.Declined;
import dev.carga.bootstrap.cli.client.ClientResult.Success;
import dev.carga.bootstrap.cli.client.SentFile.NamedUpload;
import dev.carga.bootstrap.cli.client.SentFile.RefusedFile;
import dev.carga.domain.Nullable;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.UploadState;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// A running server. Files are sent to `POST /`, as every client does; uploads are read and managed below
/// `/api/v1/uploads`.
public final class HttpCargaClient implements CargaClient {

    private static final String UPLOADS = "api/v1/uploads";

    private final ServerConnection server;

    private HttpCargaClient(ServerConnection server) {
        this.server = server;
    }

    /// Connects with the first call.
    ///
    /// @throws dev.carga.bootstrap.settings.InvalidSettingException if no server can have this URL
    public static HttpCargaClient at(URI url) {
        return new HttpCargaClient(new ServerConnection(ServerUrl.checked(url)));
    }

    @Override
    public ClientResult<SentFile> send(String name, UploadOptions options, InputStream body, long bytes)
            throws IOException, InterruptedException {
        Map<String, String> fields = UploadFields.of(options);
        if (checkKnown(fields.keySet()) instanceof Declined<?>(String reason)) {
            return new Declined<>(reason);
        }
        String boundary = UUID.randomUUID().toString();
        TimedInputStream timed = new TimedInputStream(body);
        HttpRequest request = server.requestToRoot()
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(form(boundary, fields, name, timed, bytes))
                .build();
        return server.sendOnce(request, timed).then(response -> sentFile(response, name));
    }

    private static BodyPublisher form(
            String boundary, Map<String, String> fields, String name, InputStream body, long bytes) {
        StringBuilder head = new StringBuilder();
        fields.forEach((field, value) -> head.append("--" + boundary + "\r\nContent-Disposition: form-data; name=\""
                + field + "\"\r\n\r\n" + value + "\r\n"));
        head.append("--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + escape(name)
                + "\"\r\nContent-Type: text/plain\r\n\r\n");
        return BodyPublishers.concat(
                BodyPublishers.ofString(head.toString()),
                BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> body), Math.max(1, bytes)),
                BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
    }

    /// As browsers escape names in multipart/form-data.
    private static String escape(String name) {
        return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
    }

    private ClientResult<SentFile> sentFile(JsonNode response, String name) {
        Optional<UploadId> first = UploadId.parse(response.path("message_id").asText());
        if (first.isEmpty()) {
            return server.notCarga();
        }
        List<NamedUpload> uploads = new ArrayList<>();
        for (JsonNode upload : response.path("uploads")) {
            Optional<UploadId> id = UploadId.parse(upload.path("id").asText());
            if (id.isEmpty()) {
                return server.notCarga();
            }
            uploads.add(new NamedUpload(id.get(), upload.path("name").asText()));
        }
        if (uploads.isEmpty()) {
            uploads.add(new NamedUpload(first.get(), name));
        }
        List<RefusedFile> refused = new ArrayList<>();
        for (JsonNode file : response.path("refused")) {
            refused.add(new RefusedFile(
                    file.path("name").asText(), file.path("error").asText()));
        }
        return new Success<>(new SentFile(uploads, refused));
    }

    /// Checks that the server's version knows these fields: it would ignore an unknown one, and load a file
    /// that was only to be checked. Every version knows `on_duplicate`, so a single field needs no request.
    private ClientResult<Set<String>> checkKnown(Set<String> fields) throws IOException, InterruptedException {
        if (fields.size() == 1) {
            return new Success<>(fields);
        }
        return server.get("openapi.json").then(openapi -> {
            Set<String> known = new HashSet<>();
            openapi.at("/paths/~1/post/parameters")
                    .forEach(parameter -> known.add(parameter.path("name").asText()));
            Optional<String> unknown =
                    fields.stream().filter(field -> !known.contains(field)).findFirst();
            return unknown.isEmpty()
                    ? new Success<>(fields)
                    : new Declined<>("the server does not know " + unknown.get() + ": it has an earlier version");
        });
    }

    @Override
    public ClientResult<UploadProgress> progress(UploadId id) throws IOException, InterruptedException {
        return status(id).map(JsonUploads::progress);
    }

    private ClientResult<JsonNode> status(UploadId id) throws IOException, InterruptedException {
        return server.get("status?message_id=" + id);
    }

    @Override
    public ClientResult<UploadPage> page(Set<UploadState> states, int limit, @Nullable String cursor)
            throws IOException, InterruptedException {
        String query = "?limit=" + limit
                + (states.isEmpty()
                        ? ""
                        : "&state=" + states.stream().map(UploadState::key).collect(Collectors.joining(",")))
                + (cursor == null ? "" : "&cursor=" + cursor);
        return server.get(UPLOADS + query)
                .then(page -> page.path("uploads").isArray() ? new Success<>(page(page)) : server.notCarga());
    }

    private static UploadPage page(JsonNode json) {
        List<UploadDetails> uploads = new ArrayList<>();
        json.path("uploads").forEach(upload -> uploads.add(JsonUploads.details(upload)));
        @Nullable String next = json.hasNonNull("next") ? json.path("next").asText() : null;
        return new UploadPage(uploads, next, json.toString());
    }

    @Override
    public ClientResult<UploadDetails> find(UploadId id) throws IOException, InterruptedException {
        return upload(id).map(JsonUploads::details);
    }

    @Override
    public ClientResult<String> findJson(UploadId id) throws IOException, InterruptedException {
        return upload(id).map(JsonNode::toString);
    }

    private ClientResult<JsonNode> upload(UploadId id) throws IOException, InterruptedException {
        return server.get(UPLOADS + "/" + id)
                .then(json -> json.path("state").isTextual() ? new Success<>(json) : server.notCarga());
    }

    @Override
    public ClientResult<List<FailedPart>> failedParts(UploadId id) throws IOException, InterruptedException {
        return status(id).map(JsonUploads::failedParts);
    }

    @Override
    public ClientResult<StartedAction> start(UploadAction action, UploadId id, @Nullable DuplicatePolicy policy)
            throws IOException, InterruptedException {
        String query = policy == null ? "" : "?on_duplicate=" + policy.key();
        return server.post(UPLOADS + "/" + id + "/" + action.key() + query).then(response -> {
            JsonNode upload = response.path("upload");
            return upload.path("state").isTextual()
                    ? new Success<>(new StartedAction(response.path("info").asText(), JsonUploads.details(upload)))
                    : server.notCarga();
        });
    }

    @Override
    public void close() {
        server.close();
    }
}
