package dev.carga.adapters.http.view;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.carga.application.report.LegacyStatusView;
import dev.carga.application.report.LegacyStatusView.PartReport;
import dev.carga.domain.Nullable;
import dev.carga.domain.purchase.Counter;
import dev.carga.domain.upload.PartState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The predecessor's status document, with keys in alphabetical order as in the original. Carga adds: new counters
/// and the first `duplicate_lines` of a part, `code` and `line` of a failure, `on_duplicate`, `dry_run` (only if
/// true), and `upload_state`. The latter distinguishes an interrupted upload, which stays `incomplete` for ever,
/// from one that is still being received.
///
/// Written as a stream without a tree of nodes: a huge file has thousands of parts.
public final class StatusJson {

    private static final JsonFactory JSON = new JsonFactory();

    private static final List<Counter> COUNTERS = Stream.of(Counter.values())
            .sorted(Comparator.comparing(Counter::key))
            .toList();

    private final JsonGenerator json;

    private StatusJson(JsonGenerator json) {
        this.json = json;
    }

    public static byte[] of(LegacyStatusView report) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            new StatusJson(json).write(report);
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private void write(LegacyStatusView report) throws IOException {
        json.writeStartObject();
        json.writeNumberField("completed_parts", report.settledParts());
        if (report.dryRun()) {
            json.writeBooleanField("dry_run", true);
        }
        json.writeArrayFieldStart("failed");
        int failed = 0;
        for (PartReport part : report.parts()) {
            failed += writeIfFailed(part);
        }
        json.writeEndArray();
        json.writeNumberField("failed_count", failed);
        json.writeStringField("message_id", report.id().toString());
        json.writeStringField("on_duplicate", report.onDuplicate().key());
        json.writeStringField("status", report.status().key());
        json.writeArrayFieldStart("success");
        int loaded = 0;
        for (PartReport part : report.parts()) {
            loaded += writeIfLoaded(part);
        }
        json.writeEndArray();
        json.writeNumberField("success_count", loaded);
        json.writeNumberField("total_parts", report.parts().size());
        json.writeStringField("upload_state", report.state().key());
        json.writeEndObject();
    }

    /// Writes the part if it failed. Cancelled and undone parts count as failed, because a client of the predecessor
    /// does not know those states, and none of their rows is in the table.
    ///
    /// @return 1 if written, otherwise 0
    private int writeIfFailed(PartReport part) throws IOException {
        return switch (part.state()) {
            case PartState.Failed(var failure) ->
                writeFailed(part.number(), failure.code().key(), failure.message(), failure.line());
            case PartState.Cancelled _ -> writeFailed(part.number(), "cancelled", "cancelled", null);
            case PartState.Undone _ -> writeFailed(part.number(), "undone", "undone", null);
            case PartState.Received _, PartState.Queued _, PartState.Loaded _ -> 0;
        };
    }

    private int writeFailed(int part, String code, String error, @Nullable Long line) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("message");
        json.writeStringField("code", code);
        json.writeStringField("error", error);
        if (line == null) {
            json.writeNullField("line");
        } else {
            json.writeNumberField("line", line);
        }
        return endPart(part, "fail");
    }

    /// @return 1 if written, otherwise 0
    private int writeIfLoaded(PartReport part) throws IOException {
        if (!(part.state() instanceof PartState.Loaded(var counters, var duplicateLines))) {
            return 0;
        }
        json.writeStartObject();
        json.writeObjectFieldStart("message");
        for (Counter counter : COUNTERS) {
            json.writeNumberField(counter.key(), counters.of(counter));
            if (counter == Counter.DUPLICATES) {
                writeDuplicateLines(duplicateLines);
            }
        }
        return endPart(part.number(), "success");
    }

    /// Alphabetically, `duplicate_lines` follows `duplicate_count`.
    private void writeDuplicateLines(List<Long> lines) throws IOException {
        json.writeArrayFieldStart("duplicate_lines");
        for (long line : lines) {
            json.writeNumber(line);
        }
        json.writeEndArray();
    }

    private int endPart(int part, String status) throws IOException {
        json.writeEndObject();
        json.writeNumberField("part", part);
        json.writeStringField("status", status);
        json.writeEndObject();
        return 1;
    }
}
