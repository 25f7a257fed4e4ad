package dev.carga.adapters.http.preview;

import static dev.carga.adapters.http.RunningServer.HEADER;
import static dev.carga.adapters.http.RunningServer.ROW_1;
import static dev.carga.adapters.http.RunningServer.ROW_2;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.carga.adapters.http.Json;
import dev.carga.adapters.http.RunningServer;
import dev.carga.domain.document.Cpf;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PreviewRouteTest {

    private static final String DELIMITED =
            "cpf;private;incompleto;data_ultima_compra;ticket_medio;ticket_ultima_compra;loja_mais_frequente;"
                    + "loja_ultima_compra\n";

    private final RunningServer server = new RunningServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> preview(String query, byte[] body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.uri("/api/v1/previews" + query)).POST(BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return server.send(request.build());
    }

    private HttpResponse<String> preview(String query, String body, String... headers) {
        return preview(query, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    private static JsonNode onlyFile(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode files = Json.read(response.body()).required("files");
        assertThat(files).hasSize(1);
        return files.get(0);
    }

    @Test
    void rowsAreReturnedAsTheyWouldBeStoredAndNothingIsStored() {
        HttpResponse<String> response = preview("?filename=a.txt", HEADER + ROW_2 + "041.091.641-25 0 0 NU");

        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(Json.read(response.body()).required("ok").asBoolean()).isTrue();
        JsonNode file = onlyFile(response);
        assertThat(file.required("name").asText()).isEqualTo("a.txt");
        assertThat(file.required("whole").asBoolean()).isFalse();
        assertThat(file.required("wrong")).isEmpty();
        assertThat(file.required("refused").isNull()).isTrue();
        assertThat(file.at("/layout/separator").asText()).isEqualTo("blanks");
        assertThat(response.body()).contains("""
                "rows":[{"line":2,"cpf":"058.189.421-98","private":false,"incompleto":false,"data_ultima_compra":"2013-01-24",\
                "ticket_medio":100.50,"ticket_ultima_compra":0.59,"loja_mais_frequente":"79.379.491/0008-50",\
                "loja_ultima_compra":"79.379.491/0008-50","cpf_valido":true,"cnpj_loja_mais_frequente_valido":true,\
                "cnpj_loja_ultima_compra_valido":true}]""");
        assertThat(server.begun).isEmpty();
        assertThat(server.get("/api/v1/uploads").body()).contains("\"uploads\":[]");
    }

    @Test
    void problemsAreInThePreferredLanguage() {
        String text = HEADER + ROW_1 + ROW_2.replace("0,59", "?") + "um dois\n" + ROW_1;
        HttpResponse<String> response = preview("?whole=true", text, "Accept-Language", "pt-BR");

        assertThat(response.headers().firstValue("Content-Language")).contains("pt-BR");
        assertThat(Json.read(response.body()).required("ok").asBoolean()).isFalse();
        JsonNode file = onlyFile(response);
        assertThat(file.required("wrong").findValuesAsText("code")).containsExactly("rejects", "flaws", "duplicates");
        assertThat(file.required("wrong").findValuesAsText("detail")).first().isEqualTo("Linhas rejeitadas: 1");
        JsonNode reject = file.required("rejects").get(0);
        assertThat(reject.required("code").asText()).isEqualTo("wrong_columns");
        assertThat(reject.required("reason").asText()).startsWith("Número de campos diferente");
        assertThat(reject.at("/examples/0/text").asText()).isEqualTo("um dois");
        JsonNode issue = file.required("columns").get(5).required("issues").get(0);
        assertThat(issue.required("code").asText()).isEqualTo("invalid_ticket_ultima_compra");
        assertThat(issue.required("examples").toString()).isEqualTo("[{\"line\":3,\"value\":\"?\"}]");
        assertThat(file.required("duplicates").toString())
                .isEqualTo("{\"count\":1,\"lines\":[5],\"every_cpf_compared\":true}");
        assertThat(file.at("/lines/rows").asInt()).isEqualTo(2);
    }

    @Test
    void policiesOfTheUrlApply() {
        String text = DELIMITED + "1;0;0;;;;;\n" + "041.091.641-25;0;0;;;;;\n";

        assertThat(onlyFile(preview("", text)).at("/lines/rejected").asInt()).isZero();
        JsonNode rejecting = onlyFile(preview("?on_invalid=reject&max_rejects=1", text));
        assertThat(rejecting.at("/lines/rejected").asInt()).isEqualTo(1);
        assertThat(rejecting.required("ok").asBoolean()).isTrue();
    }

    @Test
    void fileThatWouldBeRefusedHasTheRefusal() {
        JsonNode header = onlyFile(preview("?filename=a.csv", "cpf;nome\n1;2\n"));
        assertThat(header.at("/refused/code").asText()).isEqualTo("wrong_header");
        assertThat(header.at("/refused/error").asText()).contains("nome");
        assertThat(header.at("/wrong/0/code").asText()).isEqualTo("not_read");
        assertThat(header.required("layout").isNull()).isTrue();
    }

    @Test
    void truncatedGzipIsReadAsFarAsPossible() throws IOException {
        StringBuilder text = new StringBuilder(DELIMITED);
        for (int i = 0; i < 2000; i++) {
            text.append(Cpf.ofRoot(123_456_780 + i * 37).text()).append(";0;0;;;;;\n");
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(text.toString().getBytes(StandardCharsets.UTF_8));
        }
        byte[] half = Arrays.copyOf(packed.toByteArray(), packed.size() / 2);

        JsonNode head = onlyFile(preview("?filename=a.csv.gz", half));
        assertThat(head.required("ok").asBoolean()).isTrue();
        assertThat(head.at("/layout/packed_by/0").asText()).isEqualTo("gzip");
        assertThat(head.required("rows")).hasSize(50);
        JsonNode whole = onlyFile(preview("?filename=a.csv.gz&whole=true", half));
        assertThat(whole.at("/refused/code").asText()).isEqualTo("truncated_package");
        assertThat(whole.at("/refused/error").asText()).doesNotContain("loaded");
    }

    @Test
    void tooLargeBodyWithoutContentLengthIsRefused() {
        HttpRequest request = HttpRequest.newBuilder(server.uri("/api/v1/previews"))
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[300_000])))
                .build();
        HttpResponse<String> response = server.send(request);

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(Json.text(response.body(), "code")).isEqualTo("preview_too_large");
    }
}
