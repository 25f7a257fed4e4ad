package dev.carga.bootstrap.cli.text;

import dev.carga.bootstrap.cli.client.FailedPart;
import dev.carga.bootstrap.cli.client.UploadDetails.UploadWarning;
import dev.carga.bootstrap.cli.client.UploadProgress;
import dev.carga.domain.Nullable;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What `carga load` prints at the end of a file: first its parts, then its lines, counter by counter.
public final class LoadSummary {

    private static final int FAILURES_SHOWN = 10;
    private static final int LINES_SHOWN = 10;
    private static final String DUPLICATES = "duplicate_count";

    /// Codes of warnings that the summary expresses in other words.
    private static final Set<String> PRINTED_ANYWAY = Set.of("dry_run", "no_rows");

    /// What the counters mean, the most important first.
    private static final Map<String, String> LABELS = new LinkedHashMap<>();

    static {
        LABELS.put("total_rows", "lines");
        LABELS.put("total_added", "  added");
        LABELS.put("total_updated", "  updated");
        LABELS.put(DUPLICATES, "  skipped, CPF already in the table");
        LABELS.put("total_rejected", "  rejected");
        LABELS.put("wrong_columns_count", "    wrong number of fields");
        LABELS.put("missing_cpf_count", "    no CPF");
        LABELS.put("value_too_long_count", "    CPF or CNPJ too long");
        LABELS.put("line_too_long_count", "    line too long");
        LABELS.put("nul_byte_count", "    NUL byte");
        LABELS.put("invalid_encoding_count", "    invalid bytes for the encoding");
        LABELS.put("unknown_header_count", "    below an unreadable header");
        LABELS.put("text_instead_of_cpf_count", "    text instead of a CPF");
        LABELS.put("cpf_digits_lost_count", "    CPF in scientific notation (last digits lost)");
        LABELS.put("unreadable_value_count", "    unreadable value (--on-unreadable reject)");
        LABELS.put("total_flawed", "with a flaw (added, updated or skipped)");
        LABELS.put("invalid_cpf_count", "with an invalid CPF");
        LABELS.put("invalid_private", "unreadable PRIVATE, not stored");
        LABELS.put("invalid_incompleto", "unreadable INCOMPLETO, not stored");
        LABELS.put("invalid_date", "unreadable date, not stored");
        LABELS.put("date_out_of_range", "date too early or in the future, not stored");
        LABELS.put("ambiguous_date", "ambiguous date, not stored");
        LABELS.put("invalid_ticket_medio", "unreadable average ticket, not stored");
        LABELS.put("invalid_ticket_ultima_compra", "unreadable last ticket, not stored");
        LABELS.put("ambiguous_ticket_medio", "ambiguous average ticket, not stored");
        LABELS.put("ambiguous_ticket_ultima_compra", "ambiguous last ticket, not stored");
        LABELS.put("invalid_loja_mais_frequente", "with an invalid CNPJ of the most frequent store");
        LABELS.put("invalid_loja_ultima_compra", "with an invalid CNPJ of the last store");
        LABELS.put("loja_mais_frequente_digits_lost", "CNPJ of the most frequent store, last digits lost");
        LABELS.put("loja_ultima_compra_digits_lost", "CNPJ of the last store, last digits lost");
        LABELS.put("restored_values_count", "CPFs and CNPJs restored");
        LABELS.put("repeated_headers_count", "repeated headers skipped");
    }

    private LoadSummary() {}

    /// The summary of one upload.
    ///
    /// @param took from the start of sending
    public static String of(String file, UploadProgress progress, Duration took) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%s: %,d of %,d parts loaded in %.1f s%n",
                file,
                progress.loadedParts(),
                progress.parts(),
                took.toMillis() / 1000.0));
        text.append(failures(progress.failedParts()));
        text.append(counters(progress.counters(), progress.duplicateLines()));
        return text.toString();
    }

    /// The first failed parts, each with its reason.
    public static String failures(List<FailedPart> parts) {
        StringBuilder text = new StringBuilder();
        for (FailedPart part : parts.stream().limit(FAILURES_SHOWN).toList()) {
            text.append("  part ").append(part.number()).append(" failed");
            if (part.line() != null) {
                text.append(" at line ").append(part.line());
            }
            text.append(": ").append(part.error().replace("\n", " ")).append(System.lineSeparator());
        }
        int more = parts.size() - FAILURES_SHOWN;
        if (more > 0) {
            text.append(String.format(Locale.ROOT, "  and %,d more failed parts%n", more));
        }
        return text.toString();
    }

    /// One line for each counter. Counters that only a newer server has come last.
    ///
    /// @param counters       by the names of the status
    /// @param duplicateLines some of the skipped lines; empty if they are not known
    public static String counters(Map<String, Long> counters, List<Long> duplicateLines) {
        StringBuilder text = new StringBuilder();
        LABELS.forEach((key, label) -> {
            text.append(String.format(Locale.ROOT, "  %-56s %,12d  %s%n", label, counters.getOrDefault(key, 0L), key));
            if (key.equals(DUPLICATES)) {
                text.append(firstLines(duplicateLines, counters.getOrDefault(DUPLICATES, 0L)));
            }
        });
        counters.forEach((key, count) -> {
            if (!LABELS.containsKey(key)) {
                text.append(String.format(Locale.ROOT, "  %-56s %,12d  %s%n", "", count, key));
            }
        });
        return text.toString();
    }

    private static String firstLines(List<Long> lines, long all) {
        List<Long> shown = lines.stream().sorted().limit(LINES_SHOWN).toList();
        if (shown.isEmpty()) {
            return "";
        }
        return "    lines " + shown.stream().map(String::valueOf).collect(Collectors.joining(", "))
                + (all > shown.size() ? ", …" : "") + System.lineSeparator();
    }

    /// The commands that retry the failed parts and undo the upload, if they would do something. A part that
    /// failed for a CPF that is in the table fails again, unless it is retried with another policy.
    ///
    /// @param where the flag that names the upload's system, with its value; empty if none is needed
    public static String nextSteps(UploadProgress progress, String upload, String where) {
        String rest = (where.isEmpty() ? "" : " " + where) + " " + upload + System.lineSeparator();
        boolean failed = !progress.failedParts().isEmpty();
        boolean onlyDuplicates =
                progress.failedParts().stream().allMatch(part -> part.error().startsWith("duplicate key"));
        String policy = onlyDuplicates ? " --on-duplicate skip" : "";
        return (failed ? "  to retry the failed parts: carga retry" + policy + rest : "")
                + (progress.gaveNoRow() || (failed && progress.loadedParts() == 0)
                        ? ""
                        : "  to take it back: carga undo" + rest);
    }

    /// One line for each warning, except those that `carga load` prints in its own words.
    public static String warnings(List<UploadWarning> warnings) {
        StringBuilder text = new StringBuilder();
        for (UploadWarning warning : warnings) {
            if (!PRINTED_ANYWAY.contains(warning.code())) {
                text.append("  note: ")
                        .append(UploadMessages.printable(warning.text()))
                        .append(System.lineSeparator());
            }
        }
        return text.toString();
    }

    /// Why the upload failed as a whole; null if it did not.
    ///
    /// @param abortion why Carga ended it; null if it did not
    public static @Nullable String failure(UploadProgress progress, @Nullable String abortion) {
        return abortion == null && progress.gaveNoRow() ? UploadMessages.NO_ROWS : abortion;
    }
}
