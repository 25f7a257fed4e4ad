package dev.carga.bootstrap.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.carga.application.report.UploadView.Removal;
import dev.carga.bootstrap.cli.client.UploadDetails.Chain;
import dev.carga.bootstrap.cli.client.UploadDetails.Content;
import dev.carga.bootstrap.cli.client.UploadDetails.Correction;
import dev.carga.bootstrap.cli.client.UploadDetails.Lines;
import dev.carga.bootstrap.cli.client.UploadDetails.Options;
import dev.carga.bootstrap.cli.client.UploadDetails.Parts;
import dev.carga.bootstrap.cli.client.UploadDetails.Times;
import dev.carga.bootstrap.cli.client.UploadDetails.UploadWarning;
import dev.carga.domain.Nullable;
import dev.carga.domain.upload.UploadState;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads uploads from a server's JSON. Servers of other versions have fewer or more fields: a missing one
/// gets its default, an unknown one is ignored.
final class JsonUploads {

    private static final List<String> RULES =
            List.of("on_invalid", "on_unreadable", "max_rejects", "max_flaws", "on_abort");

    private JsonUploads() {}

    /// @param json `GET /api/v1/uploads/{id}`
    static UploadDetails details(JsonNode json) {
        JsonNode lines = json.path("rows");
        return new UploadDetails(
                json.path("id").asText(),
                json.path("name").asText(),
                json.path("state").asText(),
                json.path("dry_run").asBoolean(),
                options(json),
                new Content(number(json.path("bytes")), text(json.path("sha256"))),
                times(json),
                new Lines(
                        lines.path("received").asLong(),
                        lines.path("settled").asLong(),
                        number(json.path("rows_per_second"))),
                parts(json.path("parts")),
                new Removal(
                        lines.path("removed").asLong(),
                        lines.path("restored").asLong(),
                        lines.path("kept").asLong()),
                chain(json),
                counters(json.path("counters")),
                text(json.path("aborted").path("detail")),
                warnings(json.path("warnings")));
    }

    private static Options options(JsonNode json) {
        List<String> retried = new ArrayList<>();
        json.path("retried_on_duplicate").forEach(policy -> retried.add(policy.asText()));
        Map<String, String> rules = new LinkedHashMap<>();
        for (String rule : RULES) {
            if (json.hasNonNull(rule)) {
                rules.put(rule, json.path(rule).asText());
            }
        }
        Map<String, String> layout = new LinkedHashMap<>();
        for (var option : json.path("options").properties()) {
            layout.put(option.getKey(), option.getValue().asText());
        }
        return new Options(json.path("on_duplicate").asText(), retried, rules, layout);
    }

    private static Times times(JsonNode json) {
        return new Times(
                time(json.path("opened_at")),
                time(json.path("received_at")),
                time(json.path("interrupted_at")),
                time(json.path("withdrawn_at")),
                time(json.path("finished_at")),
                time(json.path("estimated_end")));
    }

    private static Parts parts(JsonNode json) {
        Map<String, Integer> byState = new LinkedHashMap<>();
        for (var state : json.properties()) {
            if (!state.getKey().equals("total")) {
                byState.put(state.getKey(), state.getValue().asInt());
            }
        }
        return new Parts(json.path("total").asInt(), byState);
    }

    private static Chain chain(JsonNode json) {
        List<Correction> corrections = new ArrayList<>();
        for (JsonNode correction : json.path("corrections")) {
            corrections.add(new Correction(
                    correction.path("id").asText(),
                    correction.path("state").asText(),
                    correction.path("dry_run").asBoolean(),
                    correction.path("added").asLong(),
                    correction.path("updated").asLong(),
                    correction.path("rejected").asLong()));
        }
        return new Chain(
                text(json.path("corrects")),
                corrections,
                json.path("open_rejects").asLong());
    }

    private static Map<String, Long> counters(JsonNode json) {
        Map<String, Long> counters = new LinkedHashMap<>();
        for (var counter : json.properties()) {
            counters.put(counter.getKey(), counter.getValue().asLong());
        }
        return counters;
    }

    private static List<UploadWarning> warnings(JsonNode json) {
        List<UploadWarning> warnings = new ArrayList<>();
        for (JsonNode warning : json) {
            warnings.add(new UploadWarning(
                    warning.path("code").asText(), warning.path("text").asText()));
        }
        return warnings;
    }

    /// @param json `GET /status`, the predecessor's document
    static UploadProgress progress(JsonNode json) {
        Map<String, Long> counters = new LinkedHashMap<>();
        List<Long> duplicateLines = new ArrayList<>();
        for (JsonNode part : json.path("success")) {
            for (var count : part.path("message").properties()) {
                if (count.getValue().isNumber()) {
                    counters.merge(count.getKey(), count.getValue().asLong(), Long::sum);
                }
            }
            part.path("message").path("duplicate_lines").forEach(line -> duplicateLines.add(line.asLong()));
        }
        List<FailedPart> failed = new ArrayList<>();
        json.path("failed").forEach(part -> failed.add(failedPart(part)));
        return new UploadProgress(
                json.path("status").asText().equals("completed"),
                json.path("total_parts").asInt(),
                json.path("success_count").asInt(),
                counters,
                duplicateLines,
                failed);
    }

    /// @param json `GET /status`, which lists cancelled and undone parts as failed ones
    static List<FailedPart> failedParts(JsonNode json) {
        List<FailedPart> failed = new ArrayList<>();
        for (JsonNode part : json.path("failed")) {
            String code = part.path("message").path("code").asText();
            if (!code.equals(UploadState.CANCELLED.key()) && !code.equals(UploadState.UNDONE.key())) {
                failed.add(failedPart(part));
            }
        }
        return failed;
    }

    private static FailedPart failedPart(JsonNode part) {
        JsonNode message = part.path("message");
        @Nullable Long line = message.hasNonNull("line") ? message.path("line").asLong() : null;
        return new FailedPart(part.path("part").asInt(), message.path("error").asText(), line);
    }

    private static @Nullable Long number(JsonNode number) {
        return number.isNumber() ? number.asLong() : null;
    }

    private static @Nullable String text(JsonNode text) {
        return text.isTextual() ? text.asText() : null;
    }

    private static @Nullable Instant time(JsonNode time) {
        try {
            return time.isTextual() ? Instant.parse(time.asText()) : null;
        } catch (DateTimeParseException _) {
            return null;
        }
    }
}
