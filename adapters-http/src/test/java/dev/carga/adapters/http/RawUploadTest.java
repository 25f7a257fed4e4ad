package dev.carga.adapters.http;

import static dev.carga.adapters.http.RunningServer.HEADER;
import static dev.carga.adapters.http.RunningServer.ROW_1;
import static dev.carga.adapters.http.RunningServer.ROW_2;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.carga.application.report.UploadView;
import dev.carga.domain.layout.Packing;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.UploadId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `POST /api/v1/uploads`
class RawUploadTest {

    private static final String FILE = HEADER + ROW_1 + ROW_2;

    private final RunningServer server = new RunningServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> post(String query, BodyPublisher body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.uri("/api/v1/uploads" + query)).POST(body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return server.send(request.build());
    }

    private UploadView upload(String id) {
        return server.stores.queries().summary(UploadId.parse(id).orElseThrow()).orElseThrow();
    }

    private static byte[] gzip(String content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }

    private static JsonNode onlyUpload(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        JsonNode json = Json.read(answer.body());
        assertThat(json.required("refused")).isEmpty();
        assertThat(json.required("uploads")).hasSize(1);
        return json.required("uploads").get(0);
    }

    @Test
    void bodyIsReceivedAsFile() {
        HttpResponse<String> answer =
                post("?filename=março.csv&on_duplicate=skip".replace("ç", "%C3%A7"), BodyPublishers.ofString(FILE));

        JsonNode upload = onlyUpload(answer);
        String url = "http://127.0.0.1:" + server.port() + "/api/v1/uploads/"
                + upload.required("id").asText();
        assertThat(upload.required("url").asText()).isEqualTo(url);
        assertThat(answer.headers().firstValue("Location")).contains(url);
        assertThat(upload.required("name").asText()).isEqualTo("março.csv");
        assertThat(upload.required("parts").asInt()).isEqualTo(1);
        UploadView kept = upload(upload.required("id").asText());
        assertThat(kept.name()).isEqualTo("março.csv");
        assertThat(kept.onDuplicate()).isEqualTo(DuplicatePolicy.SKIP);
        assertThat(kept.content().bytes()).isEqualTo(FILE.length());
    }

    @Test
    void fileWithoutNameGetsDefaultName() {
        assertThat(onlyUpload(post("", BodyPublishers.ofString(FILE)))
                        .required("name")
                        .asText())
                .isEqualTo("upload.txt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-www-form-urlencoded", "text/csv; charset=bogus", "application/octet-stream"})
    void contentTypeDoesNotMatter(String type) {
        onlyUpload(post("?filename=a.txt", BodyPublishers.ofString(FILE), "Content-Type", type));
    }

    @Test
    void bodyOfUnknownLengthIsAccepted() {
        byte[] file = FILE.getBytes(StandardCharsets.UTF_8);
        onlyUpload(post("?filename=a.txt", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(file))));
    }

    /// Whether the file or the transfer is compressed: the bytes are the same.
    @ParameterizedTest
    @ValueSource(strings = {"gzip", "X-GZIP", "identity"})
    void compressedBodyIsDecompressed(String encoding) {
        JsonNode upload = onlyUpload(
                post("?filename=a.txt", BodyPublishers.ofByteArray(gzip(FILE)), "Content-Encoding", encoding));
        UploadView kept = upload(upload.required("id").asText());
        assertThat(kept.content().bytes()).isEqualTo(FILE.length());
        assertThat(Objects.requireNonNull(kept.content().layout()).packings()).containsExactly(Packing.GZIP);
    }

    @Test
    void everyFileOfFormIsReceivedOrListedAsRefused() {
        byte[] form = new Form()
                .file("one.txt", FILE)
                .file("two.csv", "cpf;x\n")
                .field("on_duplicate", "update")
                .file("three.txt", FILE)
                .end();
        HttpResponse<String> answer = post("", BodyPublishers.ofByteArray(form), "Content-Type", Form.CONTENT_TYPE);

        assertThat(answer.statusCode()).isEqualTo(202);
        JsonNode json = Json.read(answer.body());
        List<String> names = new ArrayList<>();
        json.required("uploads")
                .forEach(upload -> names.add(upload.required("name").asText()));
        assertThat(names).containsExactly("one.txt", "three.txt");
        assertThat(json.required("refused")).hasSize(1);
        assertThat(json.required("refused").get(0).required("name").asText()).isEqualTo("two.csv");
        assertThat(json.required("refused").get(0).required("code").asText()).isEqualTo("wrong_header");
        assertThat(json.required("info").asText()).contains("2 files were received", "Another file was not taken");
        List<DuplicatePolicy> policies = server.begun.stream()
                .map(id -> upload(id.toString()).onDuplicate())
                .toList();
        assertThat(policies).containsExactly(DuplicatePolicy.FAIL, DuplicatePolicy.UPDATE);
    }

    /// The response lists the other files, so that the client sends none of them again.
    @Test
    void damagedFileOfFormIsListedBesideTheOthers() {
        byte[] half = Arrays.copyOf(gzip(FILE), 30);
        byte[] form = new Form()
                .file("one.txt", FILE)
                .file("two.gz", half)
                .file("three.txt", FILE)
                .end();
        HttpResponse<String> answer = post("", BodyPublishers.ofByteArray(form), "Content-Type", Form.CONTENT_TYPE);
        JsonNode json = Json.read(answer.body());
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(json.required("uploads")).hasSize(2);
        assertThat(json.required("refused").get(0).required("code").asText()).isEqualTo("truncated_package");
    }

    /// What the headers show is refused before the body is sent.
    @ParameterizedTest
    @ValueSource(strings = {"?filename=a.pdf", "?filename=a/b.txt", "?on_duplicate=no"})
    void expectContinueIsRefusedBeforeTheBody(String query) throws IOException {
        try (Socket sender = RawHttp.open(server.port())) {
            sender.getOutputStream()
                    .write(("POST /api/v1/uploads" + query + " HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n"
                                    + "Expect: 100-continue\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String head = new String(sender.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            assertThat(head).startsWith("HTTP/1.1 4");
        }
    }
}
