package dev.carga.adapters.http.upload;

import static dev.carga.adapters.http.RunningServer.HEADER;
import static dev.carga.adapters.http.RunningServer.ROW_1;
import static dev.carga.adapters.http.RunningServer.ROW_2;
import static dev.carga.adapters.http.RunningServer.ROW_3;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.carga.adapters.http.Form;
import dev.carga.adapters.http.Json;
import dev.carga.adapters.http.RunningServer;
import dev.carga.domain.upload.UploadState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Options in a form after the file that they are for.
class LateOptionsTest {

    private static final String UPLOADS = "/api/v1/uploads";

    private final RunningServer server = new RunningServer(Duration.ofDays(7));

    @AfterEach
    void stop() {
        server.close();
    }

    private void assertEverythingIsUndone(HttpResponse<String> answer, String... options) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        JsonNode body = Json.read(answer.body());
        assertThat(body.required("code").asText()).isEqualTo("option_too_late");
        assertThat(body.required("options")).extracting(JsonNode::asText).containsExactlyInAnyOrder(options);
        assertThat(body.required("error").asText())
                .contains(options)
                .contains("nothing of this request is loaded", "before the file or into the URL");
        server.loadAll();
        assertThat(server.stores.rows()).isEmpty();
        assertThat(server.begun)
                .isNotEmpty()
                .allSatisfy(id -> assertThat(server.stores
                                .queries()
                                .summary(id)
                                .orElseThrow()
                                .state())
                        .isEqualTo(UploadState.UNDONE));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '~', textBlock = """
            dry_run, true
            dry_run, maybe
            max_rejects, 0
            max_rejects, few
            max_flaws, 1%
            on_abort, undo
            on_invalid, reject
            on_unreadable, reject
            decimal, point
            dates, mm/dd/yyyy
            booleans, ativo/inativo
            nulls, n/i
            columns, ~cpf,-,private~
            extra_columns, ignore
            missing_columns, null
            sheet, 2
            """)
    void safetySwitchAfterFileUndoesIt(String option, String value) {
        byte[] form =
                new Form().file("a.txt", HEADER + ROW_1).field(option, value).end();
        assertEverythingIsUndone(server.post(form), option);
        assertEverythingIsUndone(server.post(UPLOADS, form), option);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fail", "skip"})
    void latePolicyAfterUpdateUndoesTheFile(String policy) {
        byte[] form = new Form()
                .field("on_duplicate", "update")
                .file("a.txt", HEADER + ROW_1)
                .field("on_duplicate", policy)
                .end();
        assertEverythingIsUndone(server.post(form), "on_duplicate");
    }

    @Test
    void lateOptionWithValueInEffectIsAccepted() {
        byte[] form = new Form()
                .field("decimal", "point")
                .file("a.txt", HEADER + ROW_1)
                .field("decimal", ".")
                .field("dry_run", "0")
                .field("on_unreadable", "NULL")
                .end();
        assertThat(server.post(form).statusCode()).isEqualTo(202);
        server.loadAll();
        assertThat(server.stores.rows()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"on_duplicate, skip", "allow_repeat, false", "corrects, 123e4567-e89b-42d3-a456-426614174000"})
    void otherLateOptionIsReportedAsIgnored(String option, String value) {
        HttpResponse<String> answer = server.post(
                new Form().file("a.txt", HEADER + ROW_1).field(option, value).end());
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(Json.text(answer.body(), "info")).contains(option, "came too late");
    }

    @Test
    void everyFileOfFormIsUndone() {
        byte[] behind = new Form()
                .file("a.txt", HEADER + ROW_1)
                .file("b.txt", HEADER + ROW_2)
                .field("dry_run", "true")
                .field("decimal", "point")
                .end();
        assertEverythingIsUndone(server.post(UPLOADS, behind), "dry_run", "decimal");
        assertThat(server.begun).hasSize(2);
    }

    @Test
    void optionBetweenFilesIsTooLateForTheFirst() {
        byte[] between = new Form()
                .file("a.txt", HEADER + ROW_1)
                .field("dry_run", "true")
                .file("b.txt", HEADER + ROW_2)
                .field("max_rejects", "0")
                .end();
        assertEverythingIsUndone(server.post(UPLOADS, between), "dry_run", "max_rejects");
        assertEverythingIsUndone(server.post(between), "dry_run", "max_rejects");
        assertThat(server.begun).hasSize(2);
    }

    @Test
    void refusedFileKeepsItsOwnProblem() {
        byte[] form = new Form().file("a.pdf", ROW_1).field("dry_run", "true").end();
        assertThat(Json.text(server.post(form).body(), "code")).isEqualTo("wrong_extension");
        assertThat(Json.text(server.post(UPLOADS, form).body(), "code")).isEqualTo("wrong_extension");
    }

    /// Its complete parts are loaded, and the client does not have its id.
    @Test
    void fileStoppedMidwayIsUndone() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            StringBuilder rows = new StringBuilder(HEADER);
            for (int i = 0; i < 20_000; i++) {
                rows.append("%011d 0 0 NULL NULL NULL NULL NULL%n".formatted(i));
            }
            gzip.write(rows.toString().getBytes(StandardCharsets.UTF_8));
        }
        byte[] half = Arrays.copyOf(packed.toByteArray(), packed.size() / 2);
        byte[] form = new Form().file("a.txt.gz", half).field("dry_run", "true").end();
        assertEverythingIsUndone(server.post(UPLOADS, form), "dry_run");
    }

    @Test
    void refusalIsNotStoredUnderIdempotencyKey() {
        String key = "\"8e03978e\"";
        byte[] late = new Form()
                .file("a.txt", HEADER + ROW_1)
                .field("dry_run", "true")
                .end();
        byte[] early = new Form()
                .field("dry_run", "true")
                .file("a.txt", HEADER + ROW_1)
                .end();
        assertThat(late).hasSameSizeAs(early);
        assertEverythingIsUndone(server.post(UPLOADS, late, "Idempotency-Key", key), "dry_run");
        HttpResponse<String> again = server.post(UPLOADS, early, "Idempotency-Key", key);
        assertThat(again.statusCode()).as(again.body()).isEqualTo(202);
        assertThat(again.headers().firstValue(Idempotency.REPLAYED)).isEmpty();
        HttpResponse<String> real = server.post(UPLOADS, Form.withFile("a.txt", HEADER + ROW_1));
        assertThat(real.statusCode()).as(real.body()).isEqualTo(202);
    }

    /// Parts are loaded while the form is still arriving.
    @Test
    void rowsAlreadyLoadedAreRemoved() throws IOException {
        byte[] form = new Form()
                .file("a.txt", HEADER + ROW_1 + ROW_2 + ROW_3 + "x".repeat(200_000))
                .field("dry_run", "true")
                .end();
        int sentFirst = form.length - 500;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: " + Form.CONTENT_TYPE
                            + "\r\nContent-Length: " + form.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(form, 0, sentFirst);
            out.flush();
            await().untilAsserted(() -> {
                server.loadAll();
                assertThat(server.stores.rows()).isNotEmpty();
            });
            out.write(form, sentFirst, form.length - sentFirst);
            out.flush();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 422").contains("option_too_late");
        }
        assertThat(server.stores.rows()).isEmpty();
    }
}
