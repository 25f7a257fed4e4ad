package dev.carga.bootstrap.cli;

import dev.carga.bootstrap.cli.LoadTarget.FailedPart;
import dev.carga.bootstrap.cli.LoadTarget.Progress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What `carga load` says at the end of a file: first what became of its parts, then of its lines, counter by
/// counter.
final class Summary {

    private static final int FAILURES_SHOWN = 10;
    private static final int LINES_SHOWN = 10;
    private static final String DUPLICATES = "duplicate_count";

    /// The counters in the order in which a person asks, and what they mean.
    private static final Map<String, String> LABELS = new LinkedHashMap<>();

    static {
        LABELS.put("total_rows", "lines");
        LABELS.put("total_added", "  added");
        LABELS.put("total_updated", "  updated");
        LABELS.put(DUPLICATES, "  left out, CPF already there");
        LABELS.put("total_rejected", "  rejected");
        LABELS.put("wrong_columns_count", "    not eight columns");
        LABELS.put("missing_cpf_count", "    no CPF");
        LABELS.put("value_too_long_count", "    CPF or CNPJ too long");
        LABELS.put("line_too_long_count", "    line too long");
        LABELS.put("nul_byte_count", "    NUL byte");
        LABELS.put("invalid_encoding_count", "    not UTF-8");
        LABELS.put("invalid_cpf_count", "added with an invalid CPF");
        LABELS.put("invalid_private", "added without PRIVATE, unreadable");
        LABELS.put("invalid_incompleto", "added without INCOMPLETO, unreadable");
        LABELS.put("invalid_date", "added without date, unreadable");
        LABELS.put("invalid_ticket_medio", "added without average ticket, unreadable");
        LABELS.put("invalid_ticket_ultima_compra", "added without last ticket, unreadable");
        LABELS.put("invalid_loja_mais_frequente", "added with an invalid CNPJ of the most frequent store");
        LABELS.put("invalid_loja_ultima_compra", "added with an invalid CNPJ of the last store");
    }

    private Summary() {}

    static String of(String file, Progress progress, Duration took) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%s: %,d of %,d parts loaded in %.1f s%n",
                file,
                progress.loadedParts(),
                progress.parts(),
                took.toMillis() / 1000.0));
        for (FailedPart part :
                progress.failedParts().stream().limit(FAILURES_SHOWN).toList()) {
            text.append("  part ").append(part.number()).append(" failed");
            if (part.line() != null) {
                text.append(" at line ").append(part.line());
            }
            text.append(": ").append(part.error().replace("\n", " ")).append(System.lineSeparator());
        }
        int more = progress.failedParts().size() - FAILURES_SHOWN;
        if (more > 0) {
            text.append(String.format(Locale.ROOT, "  and %,d more failed parts%n", more));
        }
        LABELS.forEach((key, label) -> {
            text.append(String.format(
                    Locale.ROOT,
                    "  %-56s %,12d  %s%n",
                    label,
                    progress.counters().getOrDefault(key, 0L),
                    key));
            if (key.equals(DUPLICATES)) {
                text.append(duplicateLines(progress));
            }
        });
        progress.counters().forEach((key, count) -> {
            if (!LABELS.containsKey(key)) {
                text.append(String.format(Locale.ROOT, "  %-56s %,12d  %s%n", "", count, key));
            }
        });
        return text.toString();
    }

    private static String duplicateLines(Progress progress) {
        List<Long> shown =
                progress.duplicateLines().stream().sorted().limit(LINES_SHOWN).toList();
        if (shown.isEmpty()) {
            return "";
        }
        boolean more = progress.counters().getOrDefault(DUPLICATES, 0L) > shown.size();
        return "    lines " + shown.stream().map(String::valueOf).collect(Collectors.joining(", "))
                + (more ? ", …" : "") + System.lineSeparator();
    }
}
