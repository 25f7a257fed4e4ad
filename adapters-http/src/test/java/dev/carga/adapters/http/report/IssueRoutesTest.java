package dev.carga.adapters.http.report;

import static dev.carga.adapters.http.RunningServer.HEADER;
import static dev.carga.adapters.http.RunningServer.ROW_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.carga.adapters.http.Json;
import dev.carga.adapters.http.RunningServer;
import dev.carga.adapters.http.exchange.IssueMessages;
import dev.carga.domain.layout.Column;
import dev.carga.domain.purchase.IssueCode;
import dev.carga.domain.purchase.LineIssue;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class IssueRoutesTest {

    private static final String BAD_ROW = "041.091.641-26 0 9 NULL NULL NULL =1+1 NULL\n";
    private static final String REJECTED = "a;b \"c\"\r\n";

    private final RunningServer server = new RunningServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private String load(String file) {
        String id = Json.text(server.postFile("a.txt", file).body(), "message_id");
        server.loadAll();
        return id;
    }

    private HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri("/api/v1/uploads/" + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return server.send(request.build());
    }

    @Test
    void everyIssueIsListedByLine() {
        String id = load(HEADER + ROW_1 + BAD_ROW + REJECTED);

        HttpResponse<String> response = get(id + "/issues");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Language")).contains("en");
        assertThat(response.body()).isEqualTo("""
                {"issues":[\
                {"line":3,"column":"cpf","code":"invalid_cpf","reason":"Invalid CPF (wrong length, \
                punctuation or check digits): stored with cpf_valido=false","value":"***.***.***-26","rejected":false},\
                {"line":3,"column":"incompleto","code":"invalid_incompleto","reason":"Not a known word for true or \
                false: the field is NULL or, with update, keeps its value. Set booleans=yes/no to use other words","value":"9","rejected":false},\
                {"line":3,"column":"loja_mais_frequente","code":"invalid_loja_mais_frequente","reason":"Invalid CNPJ \
                (wrong length, punctuation or check digits): stored and marked as invalid (an update keeps the previous \
                CNPJ)","value":"=1+1","rejected":false},\
                {"line":4,"column":null,"code":"wrong_columns","reason":"The number of fields differs from \
                the rest of the file, or a quote is not closed: line rejected","value":null,"rejected":true}\
                ],"next":null,"counted":4,"kept":4,"cut":false}""");
    }

    @Test
    void pagesFollowEachOther() {
        String id = load(HEADER + "x\n".repeat(5));
        List<Integer> lines = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = Json.read(get(id + "/issues?limit=2" + (next.isEmpty() ? "" : "&cursor=" + next))
                    .body());
            page.required("issues")
                    .forEach(issue -> lines.add(issue.required("line").asInt()));
            next = page.required("next").asText("");
        } while (!next.equals("null") && !next.isEmpty());
        assertThat(lines).containsExactly(2, 3, 4, 5, 6);
    }

    @Test
    void codeFiltersIssues() {
        String id = load(HEADER + BAD_ROW + REJECTED);
        JsonNode page = Json.read(get(id + "/issues?code=wrong_columns").body());
        assertThat(page.required("issues")).hasSize(1);
        assertThat(page.required("kept").asInt()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            pt-BR                      | pt-BR
            pt                         | pt-BR
            pt-PT,en;q=0.5             | pt-BR
            en-US,pt;q=0.5             | en
            de, pt-BR;q=0.2            | pt-BR
            fr                         | en
            *;;=                       | en
            """)
    void reasonIsInThePreferredLanguage(String accepted, String language) {
        String id = load(HEADER + "x\n");
        HttpResponse<String> response = get(id + "/issues", "Accept-Language", accepted);
        assertThat(response.headers().firstValue("Content-Language")).contains(language);
        assertThat(response.body())
                .contains(language.equals("en") ? "The number of fields differs" : "Número de campos diferente");
    }

    @ParameterizedTest
    @EnumSource(IssueCode.class)
    void everyCodeHasAReasonInBothLanguages(IssueCode code) {
        assertThat(IssueMessages.ENGLISH.reason(code)).isNotBlank();
        assertThat(IssueMessages.PORTUGUESE.reason(code)).isNotBlank().isNotEqualTo(IssueMessages.ENGLISH.reason(code));
    }

    @ParameterizedTest
    @CsvSource({
        "CPF, 041.091.641-25, ***.***.***-25",
        "CPF, 4109164125, ********25",
        "LOJA_ULTIMA_COMPRA, LT.G70.XC5/0017-28, **.***.***/****-28",
        "CPF, ab, ab",
        "CPF, NULL, NULL",
        "DATA_ULTIMA_COMPRA, 31/02/2011, 31/02/2011"
    })
    void documentIsMasked(Column column, String value, String masked) {
        assertThat(IssueMessages.masked(new LineIssue(1, IssueCode.INVALID_CPF, column, value, null)))
                .isEqualTo(masked);
    }

    @Test
    void allIssuesAreStreamedAsNdjson() {
        String id = load(HEADER + "x\n".repeat(3));
        for (HttpResponse<String> response :
                List.of(get(id + "/issues?format=ndjson"), get(id + "/issues", "Accept", "application/x-ndjson"))) {
            assertThat(response.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("application/x-ndjson");
            assertThat(response.body()
                            .lines()
                            .map(line -> Json.read(line).required("line").asInt()))
                    .containsExactly(2, 3, 4);
        }
    }

    @Test
    void csvOfIssuesContainsNoFormula() {
        String id = load(HEADER + BAD_ROW);
        for (HttpResponse<String> response :
                List.of(get(id + "/issues?format=csv"), get(id + "/issues", "Accept", "text/csv"))) {
            assertThat(response.headers().firstValue("Content-Type")).contains("text/csv; charset=utf-8");
            assertThat(response.body())
                    .startsWith("line,column,code,reason,value,rejected\r\n\"2\",\"cpf\",\"invalid_cpf\",")
                    .contains(",\"'=1+1\",\"false\"\r\n");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "x/issues, 400, malformed_upload_id",
        "123e4567-e89b-42d3-a456-426614174000/issues, 404, unknown_upload",
        "<id>/issues?code=wrong, 400, unknown_issue_code",
        "<id>/issues?limit=0, 400, malformed_limit",
        "<id>/issues?limit=1001, 400, malformed_limit",
        "<id>/issues?cursor=9, 400, unknown_cursor",
        "<id>/issues?cursor=9999999999999999999-1, 400, unknown_cursor"
    })
    void invalidRequestIsRefused(String path, int status, String code) {
        HttpResponse<String> response = get(path.replace("<id>", load(HEADER)));
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(Json.text(response.body(), "code")).isEqualTo(code);
    }
}
