package dev.carga.bootstrap.cli.text;

import dev.carga.application.report.UploadView.Removal;
import dev.carga.bootstrap.cli.client.FailedPart;
import dev.carga.bootstrap.cli.client.UploadDetails;
import dev.carga.bootstrap.cli.client.UploadDetails.Correction;
import dev.carga.bootstrap.cli.client.UploadDetails.Parts;
import dev.carga.bootstrap.cli.client.UploadDetails.Times;
import dev.carga.domain.Nullable;
import dev.carga.domain.upload.UploadState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Uploads as `carga uploads`, `carga status` and the actions print them. Times are in UTC. Names and options
/// come from the sender and are printed without characters that would control the terminal.
public final class UploadMessages {

    /// The reason of a failed upload without a failed part.
    public static final String NO_ROWS = "no line of the file became a row";

    private static final String ROW = "%-36s  %-16s  %13s  %17s  %-20s  %s%n";

    /// The rules whose default is not printed, with their defaults; empty if the default is no value.
    private static final Map<String, String> DEFAULT_RULES = new LinkedHashMap<>();

    static {
        DEFAULT_RULES.put("on_invalid", "keep");
        DEFAULT_RULES.put("on_unreadable", "null");
        DEFAULT_RULES.put("max_rejects", "");
        DEFAULT_RULES.put("max_flaws", "");
        DEFAULT_RULES.put("on_abort", "keep");
    }

    private UploadMessages() {}

    /// The heading of the table of uploads.
    public static String heading() {
        return String.format(Locale.ROOT, ROW, "ID", "STATE", "LINES", "LOADED/FAILED/ALL", "OPENED", "NAME");
    }

    /// One line of the table of uploads.
    public static String row(UploadDetails upload) {
        Parts parts = upload.parts();
        return String.format(
                Locale.ROOT,
                ROW,
                upload.id(),
                upload.stateKey(),
                number(upload.lines().received()),
                parts.loaded() + "/" + parts.failed() + "/" + parts.total(),
                time(upload.times().opened()),
                (upload.dryRun() ? "[dry run] " : "") + name(upload));
    }

    /// Everything about one upload.
    ///
    /// @param failed its failed parts; the first are printed
    public static String inFull(UploadDetails upload, List<FailedPart> failed) {
        StringBuilder text = new StringBuilder(name(upload) + System.lineSeparator());
        line(text, "upload", upload.id());
        line(text, "state", upload.stateKey() + ": " + meaning(upload));
        line(
                text,
                "dry run",
                upload.dryRun() ? "yes: nothing is loaded, the counters show what a real run would do" : "");
        line(text, "on duplicate", upload.options().onDuplicate() + retriedPolicies(upload));
        line(text, "bytes", number(upload.content().bytes()));
        line(text, "SHA-256", orEmpty(upload.content().sha256()));
        times(text, upload.times());
        line(text, "rows per second", number(upload.lines().perSecond()));
        line(
                text,
                "lines",
                number(upload.lines().received()) + " received, "
                        + number(upload.lines().settled()) + " processed");
        line(text, "parts", parts(upload.parts()));
        if (isUndo(upload)) {
            line(text, "rows", removal(upload.removal()));
        }
        line(text, "corrects", orEmpty(upload.chain().corrects()));
        corrections(text, upload);
        line(text, "options", options(upload));
        upload.warnings().forEach(warning -> line(text, "note", printable(warning.text())));
        text.append(LoadSummary.failures(failed));
        if (upload.parts().loaded() > 0) {
            text.append("lines of the loaded parts, by result").append(System.lineSeparator());
            text.append(LoadSummary.counters(upload.counters(), List.of()));
        }
        return text.toString();
    }

    /// Values that are not known have no line.
    private static void line(StringBuilder text, String label, String value) {
        if (!value.isEmpty()) {
            text.append(String.format(Locale.ROOT, "  %-15s %s%n", label, value));
        }
    }

    private static void times(StringBuilder text, Times times) {
        line(text, "opened", time(times.opened()));
        line(text, "received", time(times.received()));
        line(text, "interrupted", time(times.interrupted()));
        line(text, "withdrawn", time(times.withdrawn()));
        line(text, "finished", time(times.finished()));
        line(text, "estimated end", time(times.estimatedEnd()));
    }

    private static void corrections(StringBuilder text, UploadDetails upload) {
        List<Correction> corrections = upload.chain().corrections();
        for (Correction correction : corrections) {
            line(
                    text,
                    "corrected by",
                    correction.id() + (correction.dryRun() ? " (dry run)" : "") + ": " + correction.stateKey() + ", "
                            + number(correction.added()) + " added, " + number(correction.updated()) + " updated, "
                            + number(correction.rejected()) + " rejected");
        }
        if (!corrections.isEmpty()) {
            line(text, "open rejects", number(upload.chain().openRejects()));
        }
    }

    private static String retriedPolicies(UploadDetails upload) {
        List<String> policies = upload.options().retriedOnDuplicate();
        return policies.isEmpty() ? "" : "; failed parts retried with: " + String.join(", ", policies);
    }

    /// One line about an upload whose action has ended, or is not waited for any longer.
    public static String end(UploadDetails upload) {
        return upload.id() + ": " + upload.stateKey() + (upload.dryRun() ? ", dry run" : "")
                + (upload.gaveNoRow() ? ", " + NO_ROWS : "") + "; parts: " + parts(upload.parts())
                + (isUndo(upload) ? "; rows: " + removal(upload.removal()) : "") + System.lineSeparator();
    }

    /// Why this program cannot say how an upload stands.
    public static String unknownState(UploadDetails upload) {
        return "this version does not know the state " + printable(upload.stateKey())
                + ", which the server reports: use the version of the server";
    }

    private static boolean isUndo(UploadDetails upload) {
        Optional<UploadState> state = upload.state();
        return state.equals(Optional.of(UploadState.UNDOING)) || state.equals(Optional.of(UploadState.UNDONE));
    }

    private static String meaning(UploadDetails upload) {
        if (upload.gaveNoRow()) {
            return NO_ROWS;
        }
        Optional<UploadState> state = upload.state();
        return upload.abortion() != null && state.equals(Optional.of(UploadState.FAILED))
                ? upload.abortion()
                : state.map(UploadMessages::meaning).orElse("");
    }

    private static String meaning(UploadState state) {
        return switch (state) {
            case RECEIVING -> "the file is being received; some parts may be loaded already";
            case LOADING -> "the file is received; some parts are not processed yet";
            case COMPLETED -> "the whole file is loaded";
            case PARTIALLY_FAILED -> "some parts are loaded, some failed";
            case FAILED -> "no part is loaded";
            case INTERRUPTED -> "the file was not received as a whole; every part that was received is processed";
            case CANCELLING -> "cancelled; some parts were being loaded at that moment, and may still be";
            case CANCELLED -> "cancelled; rows that were loaded before stay";
            case UNDOING -> "rows that it added are being removed, and rows that it updated restored";
            case UNDONE ->
                "rows that it added are removed, and rows that it updated restored, except those that another upload"
                        + " has updated since";
        };
    }

    /// The options that differ from their defaults, as `name=value`; the policy for duplicates has a line of
    /// its own.
    private static String options(UploadDetails upload) {
        List<String> options = new ArrayList<>();
        DEFAULT_RULES.forEach((rule, usual) -> {
            String value = upload.options().rules().getOrDefault(rule, usual);
            if (!value.equals(usual)) {
                options.add(rule + "=" + value);
            }
        });
        upload.options().layout().forEach((option, value) -> options.add(option + "=" + value));
        return printable(String.join(" ", options));
    }

    private static String parts(Parts parts) {
        List<String> states = new ArrayList<>();
        parts.byState().forEach((state, count) -> {
            if (count > 0) {
                states.add(number((long) count) + " " + state);
            }
        });
        return number((long) parts.total()) + (states.isEmpty() ? "" : " (" + String.join(", ", states) + ")");
    }

    private static String removal(Removal rows) {
        return number(rows.removed()) + " removed, " + number(rows.restored()) + " restored, " + number(rows.kept())
                + " kept as they are";
    }

    private static String number(@Nullable Long number) {
        return number == null ? "" : String.format(Locale.ROOT, "%,d", number);
    }

    private static String time(@Nullable Instant time) {
        return time == null
                ? ""
                : time.truncatedTo(ChronoUnit.SECONDS).toString().replace('T', ' ');
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static String name(UploadDetails upload) {
        return printable(upload.name());
    }

    /// The text with `?` for characters that would move the cursor or change the direction of writing.
    public static String printable(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}\\u2028\\u2029]", "?");
    }
}
