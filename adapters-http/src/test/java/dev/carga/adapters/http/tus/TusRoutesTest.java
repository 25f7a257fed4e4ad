package dev.carga.adapters.http.tus;

import static dev.carga.adapters.http.RunningServer.HEADER;
import static dev.carga.adapters.http.RunningServer.ROW_1;
import static dev.carga.adapters.http.RunningServer.ROW_2;
import static dev.carga.adapters.http.RunningServer.ROW_3;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carga.adapters.http.Json;
import dev.carga.adapters.http.RunningServer;
import dev.carga.application.report.UploadView;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.UploadState;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// tus 1.0.0, request by request. Real clients are in the end-to-end tests.
class TusRoutesTest {

    private static final RunningServer SERVER = new RunningServer();
    private static final String FILE = HEADER + ROW_1 + ROW_2 + ROW_3;
    private static final String METADATA = "filename " + base64("base.csv") + ",on_duplicate " + base64("skip");
    private static final String STREAM = "application/offset+octet-stream";

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static HttpResponse<String> send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(SERVER.uri(path))
                .header("Tus-Resumable", "1.0.0")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return SERVER.send(request.build());
    }

    private static String created(String... headers) {
        HttpResponse<String> created = send("POST", "/api/v1/tus", "", headers);
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        return path(created);
    }

    private static String path(HttpResponse<String> created) {
        return created.headers().firstValue("Location").orElseThrow().replaceFirst("^http://[^/]*", "");
    }

    private static String created() {
        return created("Upload-Length", "" + FILE.length(), "Upload-Metadata", METADATA);
    }

    private static HttpResponse<String> patch(String path, long offset, String body, String... more) {
        String[] headers = new String[more.length + 4];
        headers[0] = "Content-Type";
        headers[1] = STREAM;
        headers[2] = "Upload-Offset";
        headers[3] = "" + offset;
        System.arraycopy(more, 0, headers, 4, more.length);
        return send("PATCH", path, body, headers);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("none");
    }

    private static UploadView summary(String path) {
        return SERVER.stores
                .queries()
                .summary(UploadId.parse(path.replaceFirst(".*/", "")).orElseThrow())
                .orElseThrow();
    }

    @Test
    void optionsListVersionAndExtensions() {
        HttpResponse<String> options = SERVER.send(HttpRequest.newBuilder(SERVER.uri("/api/v1/tus"))
                .method("OPTIONS", BodyPublishers.noBody())
                .build());
        assertThat(options.statusCode()).isEqualTo(204);
        assertThat(header(options, "Tus-Version")).isEqualTo("1.0.0");
        assertThat(header(options, "Tus-Extension"))
                .isEqualTo("creation,creation-with-upload,creation-defer-length,expiration,termination,checksum");
        assertThat(header(options, "Tus-Checksum-Algorithm")).isEqualTo("md5,sha1,sha256");
        assertThat(header(options, "Tus-Max-Size")).isEqualTo("none");
    }

    @Test
    void fileIsUploadedInPieces() {
        String path = created();
        assertThat(header(send("HEAD", path, ""), "Upload-Offset")).isEqualTo("0");
        int half = FILE.length() / 2;

        HttpResponse<String> first = patch(path, 0, FILE.substring(0, half));
        assertThat(first.statusCode()).isEqualTo(204);
        assertThat(header(first, "Upload-Offset")).isEqualTo("" + half);
        Instant expires = ZonedDateTime.parse(header(first, "Upload-Expires"), DateTimeFormatter.RFC_1123_DATE_TIME)
                .toInstant();
        assertThat(Duration.between(Instant.now(), expires)).isBetween(Duration.ofHours(23), Duration.ofHours(25));

        HttpResponse<String> head = send("HEAD", path, "");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(header(head, "Upload-Offset")).isEqualTo("" + half);
        assertThat(header(head, "Upload-Length")).isEqualTo("" + FILE.length());
        assertThat(header(head, "Upload-Metadata")).isEqualTo(METADATA);
        assertThat(header(head, "Cache-Control")).isEqualTo("no-store");
        assertThat(header(head, "Tus-Resumable")).isEqualTo("1.0.0");

        HttpResponse<String> last = patch(path, half, FILE.substring(half));
        assertThat(header(last, "Upload-Offset")).isEqualTo("" + FILE.length());
        assertThat(header(last, "Upload-Expires")).isEqualTo("none");
        SERVER.loadAll();
        assertThat(summary(path).state()).isEqualTo(UploadState.COMPLETED);
        assertThat(summary(path).name()).isEqualTo("base.csv");
        assertThat(header(send("HEAD", path, ""), "Upload-Offset")).isEqualTo("" + FILE.length());
        assertThat(header(last, "Link")).contains("/api/v1/uploads/" + path.replaceFirst(".*/", ""));
    }

    @Test
    void creationMayCarryFirstBytes() {
        HttpResponse<String> created = send(
                "POST",
                "/api/v1/tus?on_duplicate=update",
                FILE.substring(0, 40),
                "Content-Type",
                STREAM,
                "Upload-Length",
                "" + FILE.length());
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(header(created, "Upload-Offset")).isEqualTo("40");
        patch(path(created), 40, FILE.substring(40));
        assertThat(summary(path(created)).onDuplicate()).isEqualTo(DuplicatePolicy.UPDATE);
        assertThat(summary(path(created)).parts().total()).isEqualTo(2);
    }

    @Test
    void metadataMayCarryOptions() {
        String path = created("Upload-Length", "9", "Upload-Metadata", "on_duplicate " + base64("SKIP") + ",filetype");
        assertThat(summary(path).onDuplicate()).isEqualTo(DuplicatePolicy.SKIP);
    }

    @Test
    void lengthMayBeDeferred() {
        String path = created("Upload-Defer-Length", "1");
        assertThat(header(send("HEAD", path, ""), "Upload-Defer-Length")).isEqualTo("1");
        patch(path, 0, FILE.substring(0, 10));
        HttpResponse<String> last = patch(path, 10, FILE.substring(10), "Upload-Length", "" + FILE.length());
        assertThat(last.statusCode()).isEqualTo(204);
        assertThat(summary(path).content().sha256()).isNotNull();
        assertThat(header(send("HEAD", path, ""), "Upload-Length")).isEqualTo("" + FILE.length());
    }

    @ParameterizedTest
    @CsvSource({"1, 409, wrong_upload_offset", "0, 413, body_exceeds_file"})
    void wrongHeadersAreRefused(int offset, int status, String code) {
        String path = created();
        HttpResponse<String> refused = patch(path, offset, FILE + "x");
        assertThat(refused.statusCode()).isEqualTo(status);
        assertThat(Json.text(refused.body(), "code")).isEqualTo(code);
        assertThat(header(send("HEAD", path, ""), "Upload-Offset")).isEqualTo("0");
    }

    @Test
    void contradictingLengthIsRefused() {
        String path = created();
        HttpResponse<String> refused = patch(path, 0, FILE, "Upload-Length", "7");
        assertThat(Json.text(refused.body(), "code")).isEqualTo("other_upload_length");
    }

    @ParameterizedTest
    @CsvSource({"md5, MD5", "sha1, SHA-1", "sha256, SHA-256"})
    void bodyIsVerifiedByItsChecksum(String name, String algorithm) throws NoSuchAlgorithmException {
        String path = created();
        String piece = FILE.substring(0, 100);
        String sum = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance(algorithm).digest(piece.getBytes(UTF_8)));
        HttpResponse<String> other = patch(path, 0, FILE.substring(1, 101), "Upload-Checksum", name + " " + sum);
        assertThat(other.statusCode()).isEqualTo(460);
        assertThat(header(send("HEAD", path, ""), "Upload-Offset")).isEqualTo("0");
        assertThat(header(patch(path, 0, piece, "Upload-Checksum", name + " " + sum), "Upload-Offset"))
                .isEqualTo("100");
    }

    @Test
    void largeBodyWithChecksumIsRefusedBeforeItIsRead() {
        HttpResponse<String> refused =
                patch(created("Upload-Length", "9999999"), 0, "x".repeat(5 << 20), "Upload-Checksum", "sha1 AAAA");
        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(Json.text(refused.body(), "code")).isEqualTo("checksum_body_too_large");
    }

    @Test
    void terminatedUploadIsGone() {
        String path = created();
        patch(path, 0, FILE.substring(0, FILE.length() - 1));
        assertThat(send("DELETE", path, "").statusCode()).isEqualTo(204);
        assertThat(summary(path).state()).isEqualTo(UploadState.CANCELLED);
        assertThat(send("HEAD", path, "").statusCode()).isEqualTo(410);
        HttpResponse<String> gone = patch(path, FILE.length() - 1, "\n");
        assertThat(gone.statusCode()).isEqualTo(410);
        assertThat(Json.text(gone.body(), "code")).isEqualTo("upload_gone");
        assertThat(send("DELETE", path, "").statusCode()).isEqualTo(410);
    }

    @Test
    void fileWithWrongHeaderIsRefusedAndRemoved() {
        String path = created("Upload-Length", "12");
        HttpResponse<String> refused = patch(path, 0, "cpf;nome;x;y");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(Json.text(refused.body(), "code")).isEqualTo("wrong_header");
        assertThat(send("HEAD", path, "").statusCode()).isEqualTo(404);
    }

    @Test
    void methodMayBeOverridden() {
        String path = created();
        assertThat(send("POST", path, "", "X-HTTP-Method-Override", "HEAD").statusCode())
                .isEqualTo(200);
        HttpResponse<String> patched = send(
                "POST", path, FILE, "X-HTTP-Method-Override", "PATCH", "Content-Type", STREAM, "Upload-Offset", "0");
        assertThat(patched.statusCode()).isEqualTo(204);
        assertThat(send("POST", path, "", "X-HTTP-Method-Override", "DELETE").statusCode())
                .isEqualTo(204);
    }

    /// The client is gone and the server has not noticed. (If the server has not begun to read when the next
    /// request arrives, there is nothing to take over, and the test tries again.)
    @Test
    void deadConnectionIsTakenOverAtOnce() {
        String path = created();
        await().atMost(Duration.ofSeconds(20)).until(() -> offsetBehindDeadConnection(path), "200"::equals);
        assertThat(header(patch(path, 200, FILE.substring(200)), "Upload-Offset"))
                .isEqualTo("" + FILE.length());
    }

    private static String offsetBehindDeadConnection(String path) throws IOException, InterruptedException {
        try (Socket dead = new Socket(InetAddress.getLoopbackAddress(), SERVER.port())) {
            OutputStream out = dead.getOutputStream();
            String head = "PATCH " + path + " HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
                    + "Content-Type: " + STREAM + "\r\nContent-Length: " + FILE.length() + "\r\n\r\n";
            out.write((head + FILE.substring(0, 200)).getBytes(UTF_8));
            out.flush();
            Thread.sleep(100);
            long start = System.nanoTime();
            String offset = header(send("HEAD", path, ""), "Upload-Offset");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
            return offset;
        }
    }
}
