package dev.carga.adapters.http;

import static dev.carga.adapters.http.RunningServer.HEADER;
import static dev.carga.adapters.http.RunningServer.ROW_1;
import static dev.carga.adapters.http.RunningServer.ROW_2;
import static dev.carga.adapters.http.RunningServer.ROW_3;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.carga.application.receive.Openings;
import dev.carga.application.trace.Traces;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.UploadId;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UploadsRoutesTest {

    private static final String FILE = HEADER + ROW_1 + ROW_2 + ROW_3;

    private final RunningServer server = new RunningServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private String send() {
        return Json.text(server.postFile("a.txt", FILE).body(), "message_id");
    }

    private String load() {
        String id = send();
        server.loadAll();
        return id;
    }

    private JsonNode get(String path) {
        HttpResponse<String> answer = server.get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.read(answer.body());
    }

    private JsonNode upload(String id) {
        return get("/api/v1/uploads/" + id);
    }

    private JsonNode post(int status, String id, String action) {
        HttpResponse<String> answer = postTo("/api/v1/uploads/" + id + "/" + action);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return Json.read(answer.body());
    }

    private HttpResponse<String> postTo(String path) {
        return server.send(HttpRequest.newBuilder(server.uri(path))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
    }

    private static List<String> ids(JsonNode page) {
        List<String> ids = new ArrayList<>();
        page.required("uploads").forEach(upload -> ids.add(upload.required("id").asText()));
        return ids;
    }

    @Test
    void uploadIsReportedInFull() {
        String id = load();

        JsonNode upload = upload(id);

        assertThat(upload.propertyStream().map(Map.Entry::getKey))
                .containsExactly(
                        "id",
                        "trace_id",
                        "name",
                        "state",
                        "reason",
                        "on_duplicate",
                        "on_invalid",
                        "on_unreadable",
                        "max_rejects",
                        "max_flaws",
                        "on_abort",
                        "dry_run",
                        "options",
                        "aborted",
                        "retried_on_duplicate",
                        "bytes",
                        "sha256",
                        "layout",
                        "opened_at",
                        "received_at",
                        "interrupted_at",
                        "withdrawn_at",
                        "finished_at",
                        "estimated_end",
                        "rows_per_second",
                        "rows",
                        "parts",
                        "counters",
                        "corrects",
                        "corrections",
                        "open_rejects",
                        "webhook",
                        "warnings");
        assertThat(upload.path("id").asText()).isEqualTo(id);
        assertThat(upload.path("name").asText()).isEqualTo("a.txt");
        assertThat(upload.path("state").asText()).isEqualTo("completed");
        assertThat(upload.path("bytes").asInt()).isEqualTo(FILE.length());
        assertThat(upload.path("sha256").asText()).matches("[0-9a-f]{64}");
        assertThat(Instant.parse(upload.path("finished_at").asText()))
                .isBetween(
                        Instant.parse(upload.path("opened_at").asText()),
                        Instant.now().plusSeconds(1));
        assertThat(upload.path("withdrawn_at").isNull()).isTrue();
        assertThat(upload.path("estimated_end").isNull()).isTrue();
        assertThat(upload.path("rows_per_second").asLong()).isPositive();
        assertThat(upload.path("rows").toString())
                .isEqualTo("{\"received\":3,\"settled\":3,\"removed\":0,\"restored\":0,\"kept\":0}");
        assertThat(upload.path("parts").toString())
                .isEqualTo("{\"total\":2,\"received\":0,\"queued\":0,\"loaded\":2,\"failed\":0,\"cancelled\":0,"
                        + "\"undone\":0}");
        assertThat(upload.path("counters").path("total_rows").asInt()).isEqualTo(3);
        assertThat(upload.path("counters").path("total_added").asInt()).isEqualTo(3);
    }

    @Test
    void loadingUploadHasNoEndYet() {
        JsonNode upload = upload(send());
        assertThat(upload.path("state").asText()).isEqualTo("loading");
        assertThat(upload.path("finished_at").isNull()).isTrue();
        assertThat(upload.path("rows_per_second").isNull()).isTrue();
        assertThat(upload.path("parts").path("queued").asInt()).isEqualTo(2);
    }

    @Test
    void failedAndPartiallyFailedDifferExceptInLegacyStatus() {
        load();
        String all = load();
        String some = server.statusOf(
                "b.txt", HEADER + ROW_1 + "191 0 0 NULL NULL NULL NULL NULL\n" + "272 0 0 NULL NULL NULL NULL NULL\n");
        assertThat(upload(all).path("state").asText()).isEqualTo("failed");
        assertThat(upload(Json.text(some, "message_id")).path("state").asText()).isEqualTo("partially_failed");
        assertThat(Json.text(some, "status")).isEqualTo("completed");
    }

    @Test
    void newestUploadsComeFirstAcrossPages() {
        List<String> sent = IntStream.range(0, 5).mapToObj(_ -> send()).toList().reversed();

        JsonNode first = get("/api/v1/uploads?limit=2");
        JsonNode second =
                get("/api/v1/uploads?limit=2&cursor=" + first.path("next").asText());
        JsonNode third =
                get("/api/v1/uploads?limit=2&cursor=" + second.path("next").asText());

        assertThat(Stream.of(first, second, third).flatMap(page -> ids(page).stream()))
                .containsExactlyElementsOf(sent);
        assertThat(third.path("next").isNull()).isTrue();
        assertThat(ids(get("/api/v1/uploads"))).containsExactlyElementsOf(sent);
    }

    @Test
    void pageOfSomeStatesHoldsNoOthers() {
        String completed = load();
        String failed = load();
        String loading = send();

        assertThat(ids(get("/api/v1/uploads?state=failed"))).containsExactly(failed);
        assertThat(ids(get("/api/v1/uploads?state=loading,completed"))).containsExactly(loading, completed);
        assertThat(ids(get("/api/v1/uploads?state=loading&state=FAILED"))).containsExactly(loading, failed);
        assertThat(ids(get("/api/v1/uploads?state=undone"))).isEmpty();
        JsonNode page = get("/api/v1/uploads?state=failed,completed&limit=1");
        assertThat(ids(page)).containsExactly(failed);
        assertThat(ids(get("/api/v1/uploads?state=failed,completed&limit=1&cursor="
                        + page.path("next").asText())))
                .containsExactly(completed);
    }

    @Test
    void rareStateIsFoundBehindManyOthers() {
        String undone = load();
        post(200, undone, "undo");
        for (int i = 0; i < 450; i++) {
            server.stores.uploads().open(UploadId.random(), Openings.of("x.txt", DuplicatePolicy.FAIL, Traces.TRACE));
        }
        assertThat(ids(get("/api/v1/uploads?state=undone&limit=1"))).containsExactly(undone);
    }

    @Test
    void waitingPartsAreCancelledAndLoadedOnesReported() {
        String id = send();

        JsonNode answer = post(200, id, "cancel");

        assertThat(answer.path("info").asText()).contains("2 parts are dropped, and 0 parts are loaded");
        assertThat(answer.path("upload").path("state").asText()).isEqualTo("cancelled");
        server.loadAll();
        assertThat(server.stores.rows()).isEmpty();
        assertThat(post(200, id, "cancel").path("upload").path("state").asText())
                .isEqualTo("cancelled");
        assertThat(server.get("/status?message_id=" + id).body()).contains("\"status\":\"completed\"");
    }

    @Test
    void uploadWithoutWaitingPartsHasNothingToCancel() {
        String id = load();
        JsonNode answer = post(200, id, "cancel");
        assertThat(answer.path("info").asText()).startsWith("Nothing is left to cancel");
        assertThat(answer.path("upload").path("state").asText()).isEqualTo("completed");
    }

    @Test
    void uploadIsUndone() {
        String id = load();

        JsonNode answer = post(200, id, "undo");

        assertThat(answer.path("info").asText()).isEqualTo("Undone: 3 rows are removed.");
        assertThat(answer.path("upload").path("state").asText()).isEqualTo("undone");
        assertThat(answer.path("upload").path("rows").path("removed").asInt()).isEqualTo(3);
        assertThat(server.stores.rows()).isEmpty();
        assertThat(post(200, id, "undo")
                        .path("upload")
                        .path("rows")
                        .path("removed")
                        .asInt())
                .isEqualTo(3);
        assertThat(post(200, id, "cancel").path("info").asText()).contains("undone");
    }

    @Test
    void failedUploadIsRetriedWithAnotherPolicy() {
        load();
        String id = load();

        JsonNode answer = post(202, id, "retry?on_duplicate=skip");

        assertThat(answer.path("info").asText()).isEqualTo("2 failed parts are tried again.");
        assertThat(answer.path("upload").path("state").asText()).isEqualTo("loading");
        server.loadAll();
        assertThat(upload(id).path("state").asText()).isEqualTo("completed");
        assertThat(upload(id).path("counters").path("duplicate_count").asInt()).isEqualTo(3);
        assertThat(upload(id).path("on_duplicate").asText()).isEqualTo("fail");
        assertThat(upload(id).path("retried_on_duplicate").toString()).isEqualTo("[\"skip\"]");
        assertThat(post(200, id, "retry").path("info").asText()).isEqualTo("There is no failed part to try again.");
    }

    @Test
    void policyOfRetryMayBeFormField() {
        load();
        String id = load();
        HttpResponse<String> answer = server.send(HttpRequest.newBuilder(server.uri("/api/v1/uploads/" + id + "/retry"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("on_duplicate=skip"))
                .build());
        assertThat(answer.statusCode()).isEqualTo(202);
        server.loadAll();
        assertThat(upload(id).path("state").asText()).isEqualTo("completed");
    }

    @Test
    void withdrawnUploadIsNotRetried() {
        String id = load();
        post(200, id, "undo");
        assertThat(post(409, id, "retry").path("code").asText()).isEqualTo("upload_withdrawn");
    }

    @Test
    void cancelWhileReceivingIsReportedToTheSender() throws Exception {
        try (Socket sender = OutageTest.beginUpload(server, ROW_1.repeat(2000))) {
            String id = server.onlyUpload().id().toString();

            JsonNode cancelled = post(200, id, "cancel").path("upload");
            sender.getOutputStream().write(ROW_2.repeat(2000).getBytes(StandardCharsets.US_ASCII));
            sender.shutdownOutput();

            assertThat(cancelled.path("state").asText()).isEqualTo("cancelled");
            RawHttp.Reply reply = RawHttp.read(sender);
            assertThat(reply.status()).isEqualTo(409);
            assertThat(Json.text(reply.body(), "code")).isEqualTo("upload_ended");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  /api/v1/uploads/123e4567-e89b-42d3-a456-426614174000,                            404, unknown_upload",
        "GET,  /api/v1/uploads/7,                                                               400, malformed_upload_id",
        "POST, /api/v1/uploads/123e4567-e89b-42d3-a456-426614174000/cancel,                     404, unknown_upload",
        "POST, /api/v1/uploads/123e4567-e89b-42d3-a456-426614174000/undo,                       404, unknown_upload",
        "POST, /api/v1/uploads/123e4567-e89b-42d3-a456-426614174000/retry,                      404, unknown_upload",
        "POST, /api/v1/uploads/x/cancel,                                                        400, malformed_upload_id",
        "POST, /api/v1/uploads/123e4567-e89b-42d3-a456-426614174000/retry?on_duplicate=ignore,  400,"
                + " unknown_duplicate_policy",
        "POST, /api/v1/uploads/123e4567-e89b-42d3-a456-426614174000/retry?on_duplicate=skip&on_duplicate=fail, 400,"
                + " ambiguous_duplicate_policy",
        "POST, /api/v1/uploads/123e4567-e89b-42d3-a456-426614174000/retry?on_duplicate,         400,"
                + " unknown_duplicate_policy",
        "GET,  /api/v1/uploads?state=done,                                                      400, unknown_state",
        "GET,  /api/v1/uploads?limit=0,                                                         400, malformed_limit",
        "GET,  /api/v1/uploads?limit=101,                                                       400, malformed_limit",
        "GET,  /api/v1/uploads?limit=99999999999999999999,                                      400, malformed_limit",
        "GET,  /api/v1/uploads?limit=x,                                                         400, malformed_limit",
        "GET,  /api/v1/uploads?cursor=x,                                                        400, unknown_cursor",
        "GET,  /api/v1/uploads?cursor=123e4567-e89b-42d3-a456-426614174000,                     400, unknown_cursor",
        "GET,  /api/v1/uploads/123e4567-e89b-42d3-a456-426614174000/undo,                       405, method_not_allowed",
        "DELETE, /api/v1/uploads/123e4567-e89b-42d3-a456-426614174000,                          405, method_not_allowed",
        "GET,  /api/v1/nothing,                                                                 404, unknown_route"
    })
    void wrongQueriesAreRefused(String method, String path, int status, String code) {
        HttpResponse<String> answer = server.send(HttpRequest.newBuilder(server.uri(path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(Json.text(answer.body(), "code")).isEqualTo(code);
        assertThat(Json.text(answer.body(), "error")).isNotBlank();
    }
}
