package dev.carga.adapters.http.report;

import static dev.carga.adapters.http.RunningServer.HEADER;
import static dev.carga.adapters.http.RunningServer.ROW_1;
import static dev.carga.adapters.http.RunningServer.ROW_2;
import static dev.carga.adapters.http.RunningServer.ROW_3;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.carga.adapters.http.Form;
import dev.carga.adapters.http.Json;
import dev.carga.adapters.http.RunningServer;
import dev.carga.adapters.http.view.StatusJson;
import dev.carga.application.report.LegacyStatusView;
import dev.carga.application.report.LegacyStatusView.PartReport;
import dev.carga.domain.purchase.Counters;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.PartFailure;
import dev.carga.domain.upload.PartState;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatusRouteTest {

    private static final UploadId ID =
            UploadId.parse("123e4567-e89b-42d3-a456-426614174000").orElseThrow();

    private final RunningServer server = new RunningServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void loadedPartsHaveEveryCounter() {
        String flawed = "111.111.111-11 2 0 2013-13-01 x 0,59 79.379.491/0008-51 NULL\nonly three columns\n";

        String status = server.statusOf("a.txt", HEADER + ROW_1 + ROW_2 + flawed);

        assertThat(status).isEqualTo("""
                        {"completed_parts":2,"failed":[],"failed_count":0,"message_id":"%s","on_duplicate":"fail","status":"completed",\
                        "success":[\
                        {"message":{"ambiguous_date":0,"ambiguous_ticket_medio":0,\
                        "ambiguous_ticket_ultima_compra":0,"cpf_digits_lost_count":0,"date_out_of_range":0,\
                        "duplicate_count":0,"duplicate_lines":[],"invalid_cpf_count":0,"invalid_date":0,\
                        "invalid_encoding_count":0,"invalid_incompleto":0,"invalid_loja_mais_frequente":0,\
                        "invalid_loja_ultima_compra":0,"invalid_private":0,"invalid_ticket_medio":0,\
                        "invalid_ticket_ultima_compra":0,"line_too_long_count":0,\
                        "loja_mais_frequente_digits_lost":0,"loja_ultima_compra_digits_lost":0,\
                        "missing_cpf_count":0,"nul_byte_count":0,"repeated_headers_count":0,\
                        "restored_values_count":0,"text_instead_of_cpf_count":0,"total_added":2,\
                        "total_flawed":0,"total_rejected":0,"total_rows":2,"total_updated":0,\
                        "unknown_header_count":0,"unreadable_value_count":0,"value_too_long_count":0,\
                        "wrong_columns_count":0},"part":1,"status":"success"},\
                        {"message":{"ambiguous_date":0,"ambiguous_ticket_medio":0,\
                        "ambiguous_ticket_ultima_compra":0,"cpf_digits_lost_count":0,"date_out_of_range":0,\
                        "duplicate_count":0,"duplicate_lines":[],"invalid_cpf_count":1,"invalid_date":1,\
                        "invalid_encoding_count":0,"invalid_incompleto":0,"invalid_loja_mais_frequente":1,\
                        "invalid_loja_ultima_compra":0,"invalid_private":1,"invalid_ticket_medio":1,\
                        "invalid_ticket_ultima_compra":0,"line_too_long_count":0,\
                        "loja_mais_frequente_digits_lost":0,"loja_ultima_compra_digits_lost":0,\
                        "missing_cpf_count":0,"nul_byte_count":0,"repeated_headers_count":0,\
                        "restored_values_count":0,"text_instead_of_cpf_count":0,"total_added":1,\
                        "total_flawed":1,"total_rejected":1,"total_rows":2,"total_updated":0,\
                        "unknown_header_count":0,"unreadable_value_count":0,"value_too_long_count":0,\
                        "wrong_columns_count":1},"part":2,"status":"success"}],\
                        "success_count":2,"total_parts":2,"upload_state":"received"}""".formatted(Json.text(status, "message_id")));
    }

    @Test
    void fileSentTwiceFailsInEveryPart() {
        String file = HEADER + ROW_1 + ROW_2 + ROW_3;
        server.statusOf("a.txt", file);

        String status = server.statusOf("a.txt", file);

        assertThat(status).isEqualTo("""
                        {"completed_parts":2,"failed":[\
                        {"message":{"code":"duplicate_cpf","error":"duplicate key value violates unique constraint \
                        \\"user_purchase_cpf_key\\"\\nDETAIL:  Key (cpf)=(041.091.641-25) already exists.","line":2},\
                        "part":1,"status":"fail"},\
                        {"message":{"code":"duplicate_cpf","error":"duplicate key value violates unique constraint \
                        \\"user_purchase_cpf_key\\"\\nDETAIL:  Key (cpf)=(079.427.851-91) already exists.","line":4},\
                        "part":2,"status":"fail"}],\
                        "failed_count":2,"message_id":"%s","on_duplicate":"fail","status":"completed","success":[],"success_count":0,\
                        "total_parts":2,"upload_state":"received"}""".formatted(Json.text(status, "message_id")));
    }

    @Test
    void partListsItsSkippedLines() {
        server.statusOf("a.txt", ROW_2);
        byte[] form = new Form()
                .field("on_duplicate", "skip")
                .file("a.txt", HEADER + ROW_1 + ROW_2 + ROW_3 + ROW_3)
                .end();

        String id = Json.text(server.post(form).body(), "message_id");
        server.loadAll();

        JsonNode status = Json.read(server.get("/status?message_id=" + id).body());
        assertThat(status.required("on_duplicate").textValue()).isEqualTo("skip");
        assertThat(status.required("success").findValues("duplicate_lines"))
                .extracting(JsonNode::toString)
                .containsExactly("[3]", "[5]");
        assertThat(status.required("success").findValues("duplicate_count"))
                .extracting(JsonNode::intValue)
                .containsExactly(1, 1);
    }

    @Test
    void fileWithoutLoadedPartsIsNotStarted() {
        String id = Json.text(server.postFile("a.txt", ROW_1 + ROW_2 + ROW_3).body(), "message_id");

        assertThat(server.get("/status?message_id=" + id).body())
                .isEqualTo("{\"completed_parts\":0,\"failed\":[],\"failed_count\":0,\"message_id\":\"" + id
                        + "\",\"on_duplicate\":\"fail\",\"status\":\"not_started\",\"success\":[],\"success_count\":0,\"total_parts\":2,"
                        + "\"upload_state\":\"received\"}");
    }

    @Test
    void cancelledAndUndonePartsAreListedAsFailed() {
        PartFailure unreadable = new PartFailure(PartFailure.Code.UNREADABLE_PART, "cannot be read", null);
        String status = json(
                ReceptionState.INTERRUPTED,
                List.of(
                        new PartReport(1, new PartState.Undone()),
                        new PartReport(2, new PartState.Cancelled()),
                        new PartReport(3, new PartState.Queued()),
                        new PartReport(4, new PartState.Received()),
                        new PartReport(5, new PartState.Failed(unreadable))));

        assertThat(status).isEqualTo("""
                        {"completed_parts":3,"failed":[\
                        {"message":{"code":"undone","error":"undone","line":null},"part":1,"status":"fail"},\
                        {"message":{"code":"cancelled","error":"cancelled","line":null},"part":2,"status":"fail"},\
                        {"message":{"code":"unreadable_part","error":"cannot be read","line":null},\
                        "part":5,"status":"fail"}],\
                        "failed_count":3,"message_id":"123e4567-e89b-42d3-a456-426614174000","on_duplicate":"fail","status":"incomplete",\
                        "success":[],"success_count":0,"total_parts":5,"upload_state":"interrupted"}""");
    }

    @Test
    void thousandsOfPartsKeepTheirOrder() {
        List<PartReport> parts = IntStream.rangeClosed(1, 10_000)
                .mapToObj(number -> new PartReport(number, new PartState.Loaded(Counters.NONE, List.of())))
                .toList();

        JsonNode status = Json.read(json(ReceptionState.RECEIVED, parts));

        assertThat(status.required("success").findValues("part").stream().map(JsonNode::intValue))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 10_000).boxed().toList());
    }

    @Test
    void statusIsNotCachedAndHeadHasTheSameHeaders() {
        String id = Json.text(server.postFile("a.txt", ROW_1).body(), "message_id");

        HttpResponse<String> get = server.get("/status?message_id=" + id);
        HttpResponse<String> head = head("/status?message_id=" + id);

        assertThat(get.statusCode()).isEqualTo(200);
        assertThat(get.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(get.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(head("/status?message_id=" + ID).statusCode()).isEqualTo(404);
        assertThat(head("/status").statusCode()).isEqualTo(400);
    }

    @Test
    void upperCaseIdAmongOtherParametersIsFound() {
        String id = Json.text(server.postFile("a.txt", ROW_1).body(), "message_id");

        HttpResponse<String> response =
                server.get("/status?x=1&&=&message_id=" + id.toUpperCase(Locale.ROOT) + "&message=2");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(Json.text(response.body(), "message_id")).isEqualTo(id);
    }

    private HttpResponse<String> head(String path) {
        return server.send(HttpRequest.newBuilder(server.uri(path)).HEAD().build());
    }

    private static String json(ReceptionState state, List<PartReport> parts) {
        return new String(
                StatusJson.of(new LegacyStatusView(ID, "a.txt", DuplicatePolicy.FAIL, false, state, parts)),
                StandardCharsets.UTF_8);
    }
}
