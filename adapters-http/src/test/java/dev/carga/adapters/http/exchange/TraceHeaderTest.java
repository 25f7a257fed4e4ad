package dev.carga.adapters.http.exchange;

import static dev.carga.adapters.http.RunningServer.HEADER;
import static dev.carga.adapters.http.RunningServer.ROW_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.carga.adapters.http.Form;
import dev.carga.adapters.http.Json;
import dev.carga.adapters.http.RunningServer;
import dev.carga.application.trace.TraceParent;
import dev.carga.domain.upload.UploadId;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The header `traceparent` of uploads.
class TraceHeaderTest {

    private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String TRACE = "00-" + TRACE_ID + "-00f067aa0ba902b7-01";

    private final RunningServer server = new RunningServer();

    @AfterEach
    void close() {
        server.close();
    }

    /// Sends a file with these headers: names and values in turn.
    private String send(String... headers) {
        return Json.text(
                server.post(Form.withFile("a.txt", HEADER + ROW_1), headers).body(), "message_id");
    }

    private TraceParent stored(String id) {
        return Objects.requireNonNull(server.stores
                .queries()
                .summary(UploadId.parse(id).orElseThrow())
                .orElseThrow()
                .trace());
    }

    @Test
    void traceOfRequestIsReportedWithTheUpload() {
        String id = send("Traceparent", TRACE);

        assertThat(stored(id)).hasToString(TRACE);
        JsonNode upload = Json.read(server.get("/api/v1/uploads/" + id).body());
        assertThat(upload.path("trace_id").asText()).isEqualTo(TRACE_ID);
        JsonNode list = Json.read(server.get("/api/v1/uploads").body());
        assertThat(list.path("uploads").path(0).path("trace_id").asText()).isEqualTo(TRACE_ID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00-041.091.641-25",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                TRACE + "," + TRACE
            })
    void malformedHeaderStartsNewTrace(String header) {
        assertThat(stored(send("traceparent", header)).traceId())
                .matches("[0-9a-f]{32}")
                .isNotEqualTo(TRACE_ID)
                .doesNotMatch("0+");
    }

    @Test
    void severalHeadersAreIgnored() {
        assertThat(stored(send("traceparent", TRACE, "traceparent", TRACE)).traceId())
                .isNotEqualTo(TRACE_ID);
    }

    @Test
    void uploadsWithoutHeaderHaveDifferentTraces() {
        assertThat(stored(send()).traceId()).isNotEqualTo(stored(send()).traceId());
    }
}
