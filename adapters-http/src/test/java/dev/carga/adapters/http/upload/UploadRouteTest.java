package dev.carga.adapters.http.upload;

import static dev.carga.adapters.http.RunningServer.HEADER;
import static dev.carga.adapters.http.RunningServer.ROW_1;
import static dev.carga.adapters.http.RunningServer.ROW_2;
import static dev.carga.adapters.http.RunningServer.ROW_3;
import static dev.carga.adapters.http.RunningServer.SHORT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.carga.adapters.http.Form;
import dev.carga.adapters.http.Json;
import dev.carga.adapters.http.RawHttp;
import dev.carga.adapters.http.RunningServer;
import dev.carga.adapters.http.settings.HttpSettings;
import dev.carga.domain.Nullable;
import dev.carga.domain.upload.UploadId;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UploadRouteTest {

    private final RunningServer server = new RunningServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void responseHasUrlOfStatus() {
        HttpResponse<String> answer = server.postFile("base_teste.txt", HEADER + ROW_1);

        String id = Json.text(answer.body(), "message_id");
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(UploadId.parse(id)).isPresent();
        assertThat(answer.body())
                .isEqualTo("{\"info\":\"The file was received and is being loaded; see url for how far it is.\","
                        + "\"url\":\"http://127.0.0.1:" + server.port() + "/status?message_id=" + id
                        + "\",\"message_id\":\"" + id + "\"}");
        assertThat(server.get("/status?message_id=" + id).statusCode()).isEqualTo(200);
    }

    @Test
    void urlHasHostOfRequest() throws IOException {
        String host = "carga.example:8443";

        RawHttp.Reply reply = RawHttp.exchange(
                server.port(),
                RawHttp.request(
                        Form.withFile("a.txt", ROW_1),
                        "POST / HTTP/1.1",
                        "Host: " + host,
                        "X-Forwarded-Host: evil.example",
                        "X-Forwarded-Proto: https",
                        "Content-Type: " + Form.CONTENT_TYPE));

        assertThat(Json.text(reply.body(), "url")).startsWith("http://" + host + "/status?message_id=");
    }

    @Test
    void urlOmitsDefaultPort() throws IOException {
        RawHttp.Reply reply = RawHttp.exchange(
                server.port(),
                RawHttp.request(
                        Form.withFile("a.txt", ROW_1),
                        "POST / HTTP/1.1",
                        "Host: carga.example",
                        "Content-Type: " + Form.CONTENT_TYPE));

        assertThat(Json.text(reply.body(), "url")).startsWith("http://carga.example/status?message_id=");
    }

    @Test
    void publicUrlReplacesHostOfRequest() {
        HttpSettings settings = new HttpSettings(
                "127.0.0.1", 0, "https://carga.example/api/", Duration.ofSeconds(5), Duration.ofSeconds(1));
        try (RunningServer other = new RunningServer(settings, SHORT)) {
            String body = other.postFile("a.txt", ROW_1).body();

            assertThat(Json.text(body, "url"))
                    .isEqualTo("https://carga.example/api/status?message_id=" + Json.text(body, "message_id"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "base_teste",
                "",
                "file[]",
                "arquivo de dados",
                "ação",
            })
    void fieldMayHaveAnyName(String field) {
        byte[] form = new Form()
                .part("form-data; name=\"" + field + "\"; filename=\"a.txt\"", bytes(ROW_1))
                .end();

        assertThat(server.post(form).statusCode()).isEqualTo(202);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    filename="base.txt"                          | base.txt
                    filename=base.txt                            | base.txt
                    filename="BASE.TXT"                          | BASE.TXT
                    filename="base.csv"                          | base.csv
                    filename="base.Tsv"                          | base.Tsv
                    filename="base.exe.txt"                      | base.exe.txt
                    filename="../../x.txt"                       | x.txt
                    filename="C:\\temp\\x.txt"                   | x.txt
                    filename="/etc/cron.d/x.txt"                 | x.txt
                    filename="compras março.txt"                 | compras março.txt
                    filename="購入 🧾.txt"                        | 購入 🧾.txt
                    filename*=UTF-8''compras%20mar%C3%A7o.txt    | compras março.txt
                    filename="%22quoted%22.txt"                  | %22quoted%22.txt
                    filename=".txt"                              | .txt
                    """)
    void nameIsKeptWithoutFolders(String parameter, String name) {
        byte[] form = new Form()
                .part("form-data; name=\"f\"; " + parameter, bytes(ROW_1))
                .end();

        HttpResponse<String> answer = server.post(form);

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(storedName(answer)).isEqualTo(name);
    }

    @Test
    void longNameKeepsItsEnd() {
        HttpResponse<String> answer = server.postFile("ã".repeat(1000) + ".txt", ROW_1);

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(storedName(answer)).hasSize(200).endsWith("ããã.txt");
    }

    @Test
    void fileAfterOrdinaryFieldsIsFound() {
        byte[] form = new Form()
                .field("comment", "first")
                .field("more", "x".repeat(100_000))
                .file("", "")
                .file("a.txt", ROW_1)
                .field("submit", "Send")
                .end();

        HttpResponse<String> answer = server.post(form);

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).doesNotContain("ignored");
    }

    @Test
    void firstOfSeveralFilesIsReceivedAndOthersReportedAsIgnored() {
        byte[] two = new Form().file("a.txt", ROW_1).file("b.exe", ROW_2).end();
        byte[] three = new Form()
                .file("a.txt", ROW_2)
                .file("b.txt", ROW_1)
                .file("c.txt", ROW_1)
                .end();

        HttpResponse<String> first = server.post(two);
        HttpResponse<String> second = server.post(three);

        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(Json.text(first.body(), "info")).contains("Another file in the form was ignored");
        assertThat(Json.text(second.body(), "info")).contains("2 other files in the form were ignored");
        server.loadAll();
        assertThat(server.stores.rows()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        ",                    ,       fail",
        "?on_duplicate=skip,  ,       skip",
        "?on_duplicate=UPDATE,,       update",
        "?x=1&on_duplicate=fail,,     fail",
        ",                    skip,   skip",
        ",                    Update, update",
        "?on_duplicate=skip,  skip,   skip",
        "?on_duplicate=skip&on_duplicate=SKIP, skip, skip",
    })
    void policyMayBeInUrlOrFieldBeforeFile(@Nullable String query, @Nullable String field, String used) {
        Form form = field == null ? new Form() : new Form().field("on_duplicate", field);

        HttpResponse<String> answer = server.post(
                query == null ? "/" : "/" + query, form.file("a.txt", ROW_1).end());

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(Json.text(answer.body(), "info")).doesNotContain("on_duplicate");
        assertThat(policyOf(answer)).isEqualTo(used);
    }

    @Test
    void policyAfterFileIsReportedAsTooLate() {
        byte[] late =
                new Form().file("a.txt", ROW_1).field("on_duplicate", "skip").end();

        HttpResponse<String> answer = server.post(late);

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(Json.text(answer.body(), "info"))
                .contains("came too late", "ignored (fail was used)", "before the file or into the URL");
        assertThat(policyOf(answer)).isEqualTo("fail");
    }

    @ParameterizedTest
    @ValueSource(strings = {"skip", "SKIP", " skip\n"})
    void samePolicyAfterFileIsNotReported(String value) {
        byte[] form = new Form()
                .field("on_duplicate", "skip")
                .file("a.txt", ROW_1)
                .field("on_duplicate", value)
                .end();

        HttpResponse<String> answer = server.post(form);

        assertThat(Json.text(answer.body(), "info")).doesNotContain("on_duplicate");
        assertThat(policyOf(answer)).isEqualTo("skip");
    }

    @Test
    void fileInFieldNamedLikeOptionIsFile() {
        byte[] form = new Form()
                .part("form-data; name=\"on_duplicate\"; filename=\"a.txt\"", bytes(ROW_1))
                .end();

        assertThat(policyOf(server.post(form))).isEqualTo("fail");
    }

    private String policyOf(HttpResponse<String> answer) {
        String id = Json.text(answer.body(), "message_id");
        return Json.text(server.get("/status?message_id=" + id).body(), "on_duplicate");
    }

    @Test
    void truncationAfterFileDoesNotUndoIt() throws IOException {
        byte[] form = new Form()
                .file("a.txt", ROW_1)
                .raw("--" + Form.BOUNDARY + "\r\nContent-Disp")
                .cutOff();

        RawHttp.Reply reply = RawHttp.exchange(
                server.port(),
                RawHttp.request(form, "POST / HTTP/1.1", "Host: x", "Content-Type: " + Form.CONTENT_TYPE));

        assertThat(reply.status()).isEqualTo(202);
    }

    @Test
    void trailingNewlineGivesNoExtraPart() {
        JsonNode with = Json.read(server.statusOf("a.txt", HEADER + ROW_1 + ROW_2));
        assertThat(with.required("total_parts").intValue()).isEqualTo(1);
        assertThat(with.required("failed_count").intValue()).isZero();
        assertThat(with.required("status").textValue()).isEqualTo("completed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n", "\n\n\n", "\n  \t \n"})
    void lastLineCountsHoweverFileEnds(String end) {
        String file = HEADER + ROW_1 + ROW_2 + ROW_3.strip() + end;

        JsonNode status = Json.read(server.statusOf("a.txt", file));

        assertThat(status.required("total_parts").intValue()).isEqualTo(2);
        assertThat(status.required("success_count").intValue()).isEqualTo(2);
        assertThat(server.stores.rows()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uFEFF" + HEADER + ROW_1, "\uFEFF" + ROW_1, ROW_1, "\n\n" + HEADER + ROW_1})
    void byteOrderMarkAndHeaderAreOptional(String file) {
        server.statusOf("a.txt", file);

        assertThat(server.stores.rows())
                .singleElement()
                .satisfies(row -> assertThat(row.cpf().text()).isEqualTo("041.091.641-25"));
    }

    @ParameterizedTest
    @ValueSource(strings = {HEADER, HEADER + "\n\r\n  \n", "\n", "\uFEFF" + HEADER})
    void fileWithoutRowsCompletesWithNoParts(String file) {
        HttpResponse<String> answer = server.postFile("a.txt", file);
        String id = Json.text(answer.body(), "message_id");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(Json.text(answer.body(), "info")).isEqualTo("The file was received; it has no lines to load.");
        assertThat(server.get("/status?message_id=" + id).body())
                .isEqualTo("{\"completed_parts\":0,\"failed\":[],\"failed_count\":0,\"message_id\":\"" + id
                        + "\",\"on_duplicate\":\"fail\",\"status\":\"completed\",\"success\":[],\"success_count\":0,\"total_parts\":0,"
                        + "\"upload_state\":\"received\"}");
    }

    @Test
    void chunkedBodyIsAccepted() throws IOException {
        byte[] form = Form.withFile("a.txt", HEADER + ROW_1);
        StringBuilder chunked = new StringBuilder();
        for (byte b : form) {
            chunked.append("1\r\n").append((char) b).append("\r\n");
        }

        RawHttp.Reply reply = RawHttp.exchange(
                server.port(),
                RawHttp.requestAsIs(
                        bytes(chunked + "0\r\n\r\n"),
                        "POST / HTTP/1.1",
                        "Host: x",
                        "Transfer-Encoding: chunked",
                        "Content-Type: " + Form.CONTENT_TYPE));

        assertThat(reply.status()).isEqualTo(202);
        server.loadAll();
        assertThat(server.stores.rows()).hasSize(1);
    }

    @Test
    void fiftyConcurrentClientsAreServed() throws Exception {
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<HttpResponse<String>>> uploads = IntStream.range(0, 50)
                    .mapToObj(i -> (Callable<HttpResponse<String>>) () -> server.postFile("a.txt", rows(i * 20, 20)))
                    .toList();

            for (Future<HttpResponse<String>> answer : senders.invokeAll(uploads)) {
                assertThat(answer.get().statusCode()).isEqualTo(202);
            }
        }
        server.loadAll();
        assertThat(server.stores.rows()).hasSize(1_000);
    }

    private static String rows(int from, int count) {
        StringBuilder rows = new StringBuilder(HEADER);
        for (int i = from; i < from + count; i++) {
            rows.append("%011d 0 0 NULL NULL NULL NULL NULL%n".formatted(i));
        }
        return rows.toString();
    }

    private String storedName(HttpResponse<String> answer) {
        UploadId id = UploadId.parse(Json.text(answer.body(), "message_id")).orElseThrow();
        return server.stores.queries().legacyStatus(id).orElseThrow().name();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
