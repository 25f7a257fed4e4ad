package dev.carga.bootstrap.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.carga.bootstrap.cli.LoadTarget.FailedPart;
import dev.carga.domain.Nullable;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.UploadState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The uploads of a running server. A wish may be repeated, so one that got no answer is uttered again.
final class ServerUploads implements Uploads {

    private static final String ROUTE = "api/v1/uploads";

    private final ServerClient client;

    ServerUploads(ServerClient client) {
        this.client = client;
    }

    @Override
    public JsonNode page(Set<UploadState> states, int limit, @Nullable String cursor)
            throws IOException, InterruptedException {
        String query = "?limit=" + limit
                + (states.isEmpty()
                        ? ""
                        : "&state=" + states.stream().map(UploadState::key).collect(Collectors.joining(",")))
                + (cursor == null ? "" : "&cursor=" + cursor);
        JsonNode page = client.get(ROUTE + query);
        return checked(page, page.path("uploads").isArray());
    }

    @Override
    public JsonNode one(UploadId id) throws IOException, InterruptedException {
        JsonNode upload = client.get(ROUTE + "/" + id);
        return checked(upload, upload.path("state").isTextual());
    }

    @Override
    public List<FailedPart> failedParts(UploadId id) throws IOException, InterruptedException {
        List<FailedPart> failed = new ArrayList<>();
        for (JsonNode part : client.get("status?message_id=" + id).path("failed")) {
            JsonNode message = part.path("message");
            String code = message.path("code").asText();
            if (!code.equals(UploadState.CANCELLED.key()) && !code.equals(UploadState.UNDONE.key())) {
                failed.add(ServerTarget.failedPart(part));
            }
        }
        return failed;
    }

    @Override
    public JsonNode act(UploadId id, UploadAction wish, @Nullable DuplicatePolicy policy)
            throws IOException, InterruptedException {
        String query = policy == null ? "" : "?on_duplicate=" + policy.key();
        JsonNode answer = client.post(ROUTE + "/" + id + "/" + wish.key() + query);
        return checked(answer, answer.path("upload").path("state").isTextual());
    }

    private JsonNode checked(JsonNode answer, boolean asExpected) {
        if (!asExpected) {
            throw client.notCarga();
        }
        return answer;
    }

    @Override
    public String afterwards() {
        return "the server goes on with it";
    }

    @Override
    public void close() {
        client.close();
    }
}
