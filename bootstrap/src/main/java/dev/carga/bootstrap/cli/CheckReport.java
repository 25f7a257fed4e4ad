package dev.carga.bootstrap.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What `carga check` says of a file, from the JSON that servers give. Documents stand there in full: whoever
/// asks has the file.
final class CheckReport {

    private static final List<String> ROW = List.of(
            "line",
            "cpf",
            "private",
            "incompleto",
            "data_ultima_compra",
            "ticket_medio",
            "ticket_ultima_compra",
            "loja_mais_frequente",
            "loja_ultima_compra");

    /// The columns that say whether a document is valid.
    private static final Map<String, String> VALID = Map.of(
            "cpf", "cpf_valido",
            "loja_mais_frequente", "cnpj_loja_mais_frequente_valido",
            "loja_ultima_compra", "cnpj_loja_ultima_compra_valido");

    private final StringBuilder text = new StringBuilder();
    private final JsonNode file;

    private CheckReport(JsonNode file) {
        this.file = file;
    }

    static String of(JsonNode file) {
        CheckReport report = new CheckReport(file);
        report.text.append(plain(file.path("name").asText())).append(System.lineSeparator());
        if (file.hasNonNull("refused")) {
            report.line("not read", plain(file.path("refused").path("error").asText()));
        }
        if (file.hasNonNull("layout")) {
            report.layout(file.path("layout"));
            report.rows();
            report.counts();
            report.columns();
            report.rejects();
            report.duplicates();
        }
        report.verdict();
        return report.text.append(System.lineSeparator()).toString();
    }

    private void line(String label, String words) {
        text.append(String.format(Locale.ROOT, "  %-20s %s%n", label, words));
    }

    private void layout(JsonNode layout) {
        String packed = join(layout.path("packed_by"));
        line(
                "read as",
                layout.path("encoding").asText() + ", separated by "
                        + layout.path("separator").asText() + ", line ends "
                        + layout.path("line_end").asText() + (packed.isEmpty() ? "" : ", unpacked from " + packed));
        int passedOver = layout.path("lines_passed_over").asInt();
        line(
                "header",
                (layout.path("header").asBoolean() ? "yes" : "none, the columns are taken in the usual order")
                        + (passedOver == 0 ? "" : "; lines passed over above: " + passedOver));
        List<String> fields = new ArrayList<>();
        layout.path("fields")
                .forEach(field -> fields.add(
                        field.hasNonNull("column")
                                ? field.path("column").asText()
                                : "(" + plain(field.path("name").asText()) + ": passed over)"));
        line("columns", String.join(", ", fields));
        if (!layout.path("missing_columns").isEmpty()) {
            line("missing", join(layout.path("missing_columns")) + ": NULL in every row");
        }
        layout.path("findings").forEach(this::finding);
    }

    private void finding(JsonNode finding) {
        String subject = finding.path("subject").asText();
        String column =
                finding.hasNonNull("column") ? " of " + finding.path("column").asText() : "";
        String first = finding.hasNonNull("line")
                ? ", first on line " + finding.path("line").asLong()
                : "";
        int shows = finding.path("shows").asInt();
        String why = switch (finding.path("source").asText()) {
            case "told" -> "as you say";
            case "shown" -> "shown by " + shows + " values" + first;
            case "assumed" -> "assumed, no value of the sample shows it" + decides(subject);
            case "conflicting" ->
                "conflicting: " + shows
                        + (subject.equals("dates") ? " with the day first, " : " with a decimal comma, ")
                        + finding.path("against").asInt()
                        + (subject.equals("dates") ? " with the month first" : " with a decimal point") + first
                        + "; only what has one reading is read" + decides(subject);
            default -> "not known, only what has one reading is read" + decides(subject);
        };
        line(subject, plain(finding.path("value").asText()) + column + " (" + why + ")");
    }

    private static String decides(String subject) {
        return switch (subject) {
            case "decimal", "dates", "booleans", "nulls", "columns" -> "; --" + subject + " decides";
            default -> "";
        };
    }

    /// As a table, each column as wide as it must be.
    private void rows() {
        JsonNode rows = file.path("rows");
        if (rows.isEmpty()) {
            return;
        }
        List<List<String>> table = new ArrayList<>();
        table.add(ROW);
        rows.forEach(row -> table.add(ROW.stream().map(name -> cell(row, name)).toList()));
        line("first rows", "as they will be stored; ! marks a document that is not valid");
        for (List<String> cells : table) {
            StringBuilder line = new StringBuilder("   ");
            for (int i = 0; i < cells.size(); i++) {
                int column = i;
                int width = table.stream()
                        .mapToInt(other -> other.get(column).length())
                        .max()
                        .orElse(0);
                line.append(' ')
                        .append(cells.get(i))
                        .append(" ".repeat(width - cells.get(i).length()));
            }
            text.append(line.toString().stripTrailing()).append(System.lineSeparator());
        }
    }

    private static String cell(JsonNode row, String name) {
        JsonNode value = row.path(name);
        boolean invalid = VALID.containsKey(name)
                && row.path(VALID.get(name)).isBoolean()
                && !row.path(VALID.get(name)).asBoolean();
        return value.isNull() ? "NULL" : plain(value.asText()) + (invalid ? "!" : "");
    }

    private void counts() {
        JsonNode lines = file.path("lines");
        List<String> counts = new ArrayList<>();
        for (String name : List.of("rows", "rejected", "flawed", "duplicates", "restored_values", "repeated_headers")) {
            if (lines.path(name).asLong() > 0 || name.equals("rows")) {
                counts.add(number(lines.path(name)) + " " + name.replace('_', ' '));
            }
        }
        line("lines", number(lines.path("total")) + ": " + String.join(", ", counts));
    }

    private void columns() {
        for (JsonNode column : file.path("columns")) {
            String name = column.path("column").asText();
            for (JsonNode issue : column.path("issues")) {
                line(name, kind(issue));
                issue.path("examples")
                        .forEach(example ->
                                example(example, example.path("value").asText("")));
            }
            JsonNode restored = column.path("restored");
            if (restored.path("count").asLong() > 0) {
                line(
                        name,
                        number(restored.path("count"))
                                + " restored: a spreadsheet had changed them, and no digit was lost");
                restored.path("examples")
                        .forEach(example ->
                                example(example, example.path("value").asText()));
            }
        }
    }

    private void rejects() {
        for (JsonNode reject : file.path("rejects")) {
            line("rejected", kind(reject));
            for (JsonNode example : reject.path("examples")) {
                String value = example.hasNonNull("value")
                        ? reject.path("column").asText() + " is "
                                + example.path("value").asText() + " in "
                        : "";
                example(example, value + example.path("text").asText(""));
            }
        }
    }

    private static String kind(JsonNode issue) {
        return number(issue.path("count")) + " " + issue.path("code").asText() + ": "
                + issue.path("reason").asText();
    }

    private void example(JsonNode example, String words) {
        line("", "line " + example.path("line").asLong() + ": " + plain(words).stripTrailing());
    }

    private void duplicates() {
        JsonNode duplicates = file.path("duplicates");
        long count = duplicates.path("count").asLong();
        if (count > 0) {
            line(
                    "duplicates",
                    number(duplicates.path("count")) + " with the CPF of an earlier line: lines "
                            + join(duplicates.path("lines"))
                            + (count > duplicates.path("lines").size() ? ", …" : ""));
        }
        if (!duplicates.path("every_cpf_compared").asBoolean()) {
            line("", "not all of the texts that are no CPFs were compared: there are too many");
        }
    }

    private void verdict() {
        if (file.path("ok").asBoolean()) {
            line("verdict", "nothing is wrong");
            return;
        }
        line("verdict", "not in order. " + String.join(". ", file.path("wrong").findValuesAsText("detail")));
    }

    private static String join(JsonNode list) {
        List<String> words = new ArrayList<>();
        list.forEach(word -> words.add(plain(word.asText())));
        return String.join(", ", words);
    }

    private static String number(JsonNode number) {
        return String.format(Locale.ROOT, "%,d", number.asLong());
    }

    /// Without what a terminal would obey.
    private static String plain(String text) {
        return text.codePoints()
                .mapToObj(c -> Character.toString(isShown(c) ? c : c == '\t' ? ' ' : '\uFFFD'))
                .collect(Collectors.joining());
    }

    private static boolean isShown(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
