package dev.carga.bootstrap.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.carga.bootstrap.cli.LoadTarget.FailedPart;
import dev.carga.domain.upload.UploadState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// An upload as people read it, from the JSON that servers give. Times are in UTC, as there.
final class UploadMessages {

    private static final String ROW = "%-36s  %-16s  %13s  %17s  %-20s  %s%n";

    /// Why an upload has failed of which no part has.
    static final String NO_ROWS = "no line of the file gave a row";

    /// Rules, and what holds if nothing is said.
    private static final Map<String, String> UNSAID = new LinkedHashMap<>();

    static {
        UNSAID.put("on_invalid", "keep");
        UNSAID.put("on_unreadable", "null");
        UNSAID.put("max_rejects", "");
        UNSAID.put("max_flaws", "");
        UNSAID.put("on_abort", "keep");
    }

    private UploadMessages() {}

    static String heading() {
        return String.format(Locale.ROOT, ROW, "ID", "STATE", "LINES", "LOADED/FAILED/ALL", "OPENED", "NAME");
    }

    /// One line of the table.
    static String row(JsonNode upload) {
        JsonNode parts = upload.path("parts");
        return String.format(
                Locale.ROOT,
                ROW,
                upload.path("id").asText(),
                upload.path("state").asText(),
                number(upload.path("rows").path("received")),
                parts.path("loaded").asInt() + "/" + parts.path("failed").asInt() + "/"
                        + parts.path("total").asInt(),
                time(upload.path("opened_at")),
                (isDryRun(upload) ? "[dry run] " : "") + name(upload));
    }

    /// Everything that is known of it.
    ///
    /// @param failed with their reasons
    static String inFull(JsonNode upload, List<FailedPart> failed) {
        JsonNode rows = upload.path("rows");
        StringBuilder text = new StringBuilder(name(upload) + System.lineSeparator());
        line(text, "upload", upload.path("id").asText());
        line(text, "state", upload.path("state").asText() + ": " + meaning(upload));
        line(text, "dry run", isDryRun(upload) ? "yes: nothing is loaded, the counters say what would be" : "");
        line(text, "on duplicate", upload.path("on_duplicate").asText() + retried(upload));
        line(text, "bytes", number(upload.path("bytes")));
        line(text, "SHA-256", upload.path("sha256").asText(""));
        line(text, "opened", time(upload.path("opened_at")));
        line(text, "received", time(upload.path("received_at")));
        line(text, "interrupted", time(upload.path("interrupted_at")));
        line(text, "withdrawn", time(upload.path("withdrawn_at")));
        line(text, "finished", time(upload.path("finished_at")));
        line(text, "estimated end", time(upload.path("estimated_end")));
        line(text, "rows per second", number(upload.path("rows_per_second")));
        line(
                text,
                "lines",
                number(rows.path("received")) + " came, " + number(rows.path("settled")) + " have their answer");
        line(text, "parts", parts(upload.path("parts")));
        if (state(upload) == UploadState.UNDOING || state(upload) == UploadState.UNDONE) {
            line(text, "rows", removal(rows));
        }
        line(text, "corrects", upload.path("corrects").asText(""));
        corrections(text, upload);
        line(text, "options", options(upload));
        for (JsonNode warning : upload.path("warnings")) {
            line(text, "note", printable(warning.path("text").asText()));
        }
        text.append(Summary.failures(failed));
        if (upload.path("parts").path("loaded").asInt() > 0) {
            text.append("what became of the lines of the loaded parts").append(System.lineSeparator());
            text.append(Summary.counters(counters(upload), List.of()));
        }
        return text.toString();
    }

    private static void corrections(StringBuilder text, JsonNode upload) {
        JsonNode corrections = upload.path("corrections");
        for (JsonNode correction : corrections) {
            line(
                    text,
                    "corrected by",
                    correction.path("id").asText() + (correction.path("dry_run").asBoolean() ? " (dry run)" : "") + ": "
                            + correction.path("state").asText() + ", " + number(correction.path("added")) + " added, "
                            + number(correction.path("updated")) + " updated, " + number(correction.path("rejected"))
                            + " rejected");
        }
        if (!corrections.isEmpty()) {
            line(text, "open rejects", number(upload.path("open_rejects")));
        }
    }

    private static String retried(JsonNode upload) {
        StringBuilder policies = new StringBuilder();
        upload.path("retried_on_duplicate")
                .forEach(policy -> policies.append(", ").append(policy.asText()));
        return policies.isEmpty() ? "" : "; parts tried again: " + policies.substring(2);
    }

    /// What there is to say when one has waited for it.
    static String end(JsonNode upload) {
        UploadState state = state(upload);
        String rows = state == UploadState.UNDOING || state == UploadState.UNDONE
                ? "; rows: " + removal(upload.path("rows"))
                : "";
        return upload.path("id").asText() + ": " + state.key() + (isDryRun(upload) ? ", dry run" : "")
                + (gaveNoRow(upload) ? ", " + NO_ROWS : "") + "; parts: " + parts(upload.path("parts")) + rows
                + System.lineSeparator();
    }

    static UploadState state(JsonNode upload) {
        String state = upload.path("state").asText();
        return UploadState.parse(state)
                .orElseThrow(() -> new RefusedException("the server tells of a state that this version does not know, "
                        + state + ": use that of the server"));
    }

    static int failedParts(JsonNode upload) {
        return upload.path("parts").path("failed").asInt();
    }

    private static boolean gaveNoRow(JsonNode upload) {
        return state(upload) == UploadState.FAILED
                && failedParts(upload) == 0
                && abortion(upload).isEmpty();
    }

    /// Why Carga gave it up, in words; empty if it did not.
    private static String abortion(JsonNode upload) {
        return upload.path("aborted").path("detail").asText("");
    }

    /// What the state of this upload says.
    private static String meaning(JsonNode upload) {
        if (gaveNoRow(upload)) {
            return NO_ROWS;
        }
        boolean abandoned =
                state(upload) == UploadState.FAILED && !abortion(upload).isEmpty();
        return abandoned ? abortion(upload) : meaning(state(upload));
    }

    /// What a state says.
    static String meaning(UploadState state) {
        return switch (state) {
            case RECEIVING -> "the file is still coming; parts of it may be loaded already";
            case LOADING -> "the file has come, and some parts have no answer yet";
            case COMPLETED -> "the whole file is loaded";
            case PARTIALLY_FAILED -> "some parts are loaded, some failed";
            case FAILED -> "no part is loaded";
            case INTERRUPTED -> "the file did not come whole; every part that came has its answer";
            case CANCELLING -> "cancelled; some parts were being loaded at that moment";
            case CANCELLED -> "cancelled; what was loaded by then stays";
            case UNDOING -> "the rows that it added are being removed, and those that it updated restored";
            case UNDONE ->
                "the rows that it added are removed, and those that it updated are what they were, but for"
                        + " those that another upload has updated since";
        };
    }

    private static boolean isDryRun(JsonNode upload) {
        return upload.path("dry_run").asBoolean();
    }

    /// As they were said, but for the policy for duplicates.
    private static String options(JsonNode upload) {
        List<String> said = new ArrayList<>();
        UNSAID.forEach((option, usual) -> {
            String value = upload.path(option).asText(usual);
            if (!upload.path(option).isNull() && !value.equals(usual)) {
                said.add(option + "=" + value);
            }
        });
        for (var option : upload.path("options").properties()) {
            said.add(option.getKey() + "=" + option.getValue().asText());
        }
        return printable(String.join(" ", said));
    }

    /// What is not known has no line.
    private static void line(StringBuilder text, String label, String value) {
        if (!value.isEmpty()) {
            text.append(String.format(Locale.ROOT, "  %-15s %s%n", label, value));
        }
    }

    private static String parts(JsonNode parts) {
        List<String> states = new ArrayList<>();
        for (var state : parts.properties()) {
            if (!state.getKey().equals("total") && state.getValue().asInt() > 0) {
                states.add(number(state.getValue()) + " " + state.getKey());
            }
        }
        return number(parts.path("total")) + (states.isEmpty() ? "" : " (" + String.join(", ", states) + ")");
    }

    private static String removal(JsonNode rows) {
        return number(rows.path("removed")) + " removed, " + number(rows.path("restored")) + " restored, "
                + number(rows.path("kept")) + " kept as they are";
    }

    private static Map<String, Long> counters(JsonNode upload) {
        Map<String, Long> counters = new LinkedHashMap<>();
        for (var counter : upload.path("counters").properties()) {
            counters.put(counter.getKey(), counter.getValue().asLong());
        }
        return counters;
    }

    private static String number(JsonNode number) {
        return number.isNumber() ? String.format(Locale.ROOT, "%,d", number.asLong()) : "";
    }

    private static String time(JsonNode time) {
        return time.isTextual()
                ? Instant.parse(time.asText())
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString()
                        .replace('T', ' ')
                : "";
    }

    /// The sender chose it: it must not move the cursor about, or turn the writing round.
    private static String name(JsonNode upload) {
        return printable(upload.path("name").asText());
    }

    /// Without what would move the cursor about, or turn the writing round.
    static String printable(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}\\u2028\\u2029]", "?");
    }
}
