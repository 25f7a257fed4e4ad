package dev.carga.adapters.http;

import static dev.carga.adapters.http.RunningServer.HEADER;
import static dev.carga.adapters.http.RunningServer.ROW_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Options of uploads in the URL, in forms and in the metadata of resumable uploads.
class OptionsTest {

    private static final RunningServer SERVER = new RunningServer();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static JsonNode upload(String id, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(SERVER.uri("/api/v1/uploads/" + id));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return Json.read(SERVER.send(request.build()).body());
    }

    private static String sent(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return Json.text(answer.body(), "message_id");
    }

    private static String byTus(String option, String value) {
        String metadata = option + " " + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> answer = SERVER.send(HttpRequest.newBuilder(SERVER.uri("/api/v1/tus"))
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", "100")
                .header("Upload-Metadata", metadata)
                .POST(BodyPublishers.noBody())
                .build());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return answer.headers().firstValue("Location").orElseThrow().replaceFirst(".*/", "");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            decimal         | .                         | point
            decimal         | comma                     | comma
            dates           | MM-DD-AAAA                | mm/dd/yyyy
            dates           | dd/mm/yy                  | dd/mm/yy
            booleans        | Sim/Não                   | sim/nao
            nulls           | n/i,sem dado              | n/i,sem dado
            columns         | cpf,-,private,incompleto,data_ultima_compra,ticket_medio,ticket_ultima_compra,loja_mais_frequente | cpf,-,private,incompleto,data_ultima_compra,ticket_medio,ticket_ultima_compra,loja_mais_frequente
            extra_columns   | Ignore                    | ignore
            missing_columns | null                      | null
            sheet           | Clientes de março         | Clientes de março
            """)
    void optionInUrlFormOrTusMetadataIsReported(String option, String value, String reported) {
        String inUrl = "/?" + option + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
        String byUrl = sent(SERVER.post(inUrl, Form.withFile("a.txt", ROW_1)));
        String byField = sent(
                SERVER.post(new Form().field(option, value).file("a.txt", ROW_1).end()));
        for (String id : new String[] {byUrl, byField, byTus(option, value)}) {
            JsonNode options = upload(id).required("options");
            assertThat(options).hasSize(1);
            assertThat(options.required(option).asText()).isEqualTo(reported);
        }
    }

    @Test
    void rulesAreReported() {
        String id = sent(SERVER.post("/?on_unreadable=reject&max_flaws=2.5%25", Form.withFile("a.txt", ROW_1)));
        JsonNode upload = upload(id);
        assertThat(upload.required("on_unreadable").asText()).isEqualTo("reject");
        assertThat(upload.required("max_flaws").asText()).isEqualTo("2.5%");
        assertThat(upload.required("options")).isEmpty();
    }

    @Test
    void fileMayCorrectExistingUpload() {
        String first = sent(SERVER.postFile("a.txt", HEADER + ROW_1));
        sent(SERVER.post("/?corrects=" + first, Form.withFile("a.txt", ROW_1)));
    }

    @Test
    void dryRunIsMarkedInEveryReport() {
        HttpResponse<String> answer = SERVER.post("/?dry_run=true", Form.withFile("a.txt", HEADER + ROW_1));
        String id = sent(answer);
        SERVER.loadAll();
        assertThat(Json.text(answer.body(), "info")).contains("nothing is loaded");
        JsonNode upload = upload(id);
        assertThat(upload.required("dry_run").asBoolean()).isTrue();
        assertThat(upload.required("warnings").get(0).required("code").asText()).isEqualTo("dry_run");
        assertThat(Json.read(SERVER.get("/status?message_id=" + id).body())
                        .required("dry_run")
                        .asBoolean())
                .isTrue();
        assertThat(Json.read(SERVER.get("/api/v1/uploads?limit=1").body())
                        .required("uploads")
                        .get(0)
                        .required("dry_run")
                        .asBoolean())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"pt-BR, Esta é uma simulação, pt-BR", "en, This is a dry run, en", "fr, This is a dry run, en"})
    void warningsAreInPreferredLanguage(String wanted, String begin, String language) {
        String id = sent(SERVER.post("/?dry_run=true", Form.withFile("a.txt", ROW_1)));
        HttpResponse<String> answer = SERVER.send(HttpRequest.newBuilder(SERVER.uri("/api/v1/uploads/" + id))
                .header("Accept-Language", wanted)
                .build());
        assertThat(answer.headers().firstValue("Content-Language")).hasValue(language);
        assertThat(Json.read(answer.body()).at("/warnings/0/text").asText()).startsWith(begin);
    }

    @Test
    void fileWithoutAnyRowGetsAWarning() {
        String id = sent(SERVER.postFile("a.txt", HEADER + "x\ny\n"));
        SERVER.loadAll();
        JsonNode upload = upload(id);
        assertThat(upload.required("state").asText()).isEqualTo("failed");
        assertThat(upload.required("reason").asText()).isEqualTo("no_rows");
        assertThat(upload.at("/warnings/0/code").asText()).isEqualTo("no_rows");
        assertThat(upload.at("/warnings/0/count").asInt()).isEqualTo(2);
    }
}
