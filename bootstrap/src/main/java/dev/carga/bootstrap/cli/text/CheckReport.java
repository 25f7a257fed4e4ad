package dev.carga.bootstrap.cli.text;

import dev.carga.adapters.http.view.CheckTexts;
import dev.carga.application.check.CheckedFile;
import dev.carga.domain.Nullable;
import dev.carga.domain.document.Document;
import dev.carga.domain.layout.Column;
import dev.carga.domain.layout.FileColumns.Field;
import dev.carga.domain.layout.Finding;
import dev.carga.domain.layout.Layout;
import dev.carga.domain.layout.Packing;
import dev.carga.domain.purchase.Counter;
import dev.carga.domain.purchase.LineIssue;
import dev.carga.domain.purchase.Purchase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What `carga check` prints about a file. Documents are printed in full: the reader has the file.
public final class CheckReport {

    private static final List<String> ROW_HEADING = Stream.concat(
                    Stream.of("line"), Column.ALL.stream().map(Column::key))
            .toList();

    private final StringBuilder text = new StringBuilder();
    private final CheckedFile file;

    private CheckReport(CheckedFile file) {
        this.file = file;
    }

    /// The report on one file, with an empty line at its end.
    public static String of(CheckedFile file) {
        CheckReport report = new CheckReport(file);
        report.text.append(plain(file.name())).append(System.lineSeparator());
        @Nullable String refusal = CheckTexts.refusal(file);
        if (refusal != null) {
            report.line("not read", plain(refusal));
        }
        if (file.layout() != null) {
            report.layout(file.layout());
            report.rows();
            report.counts();
            report.columns();
            report.rejects();
            report.duplicates();
        }
        report.verdict();
        return report.text.append(System.lineSeparator()).toString();
    }

    private void line(String label, String value) {
        text.append(String.format(Locale.ROOT, "  %-20s %s%n", label, value));
    }

    private void layout(Layout layout) {
        String packings = join(layout.packings().stream().map(Packing::key));
        line(
                "read as",
                layout.encoding().key() + ", separated by " + layout.separator().key() + ", line ends "
                        + layout.lineEnd().key() + (packings.isEmpty() ? "" : ", unpacked from " + packings));
        line(
                "header",
                (layout.header() ? "yes" : "none, the columns are read in the usual order")
                        + (layout.linesPassedOver() == 0
                                ? ""
                                : "; lines passed over above: " + layout.linesPassedOver()));
        line(
                "columns",
                layout.columns().fields().stream().map(CheckReport::field).collect(Collectors.joining(", ")));
        if (!layout.columns().missing().isEmpty()) {
            line("missing", join(layout.columns().missing().stream().map(Column::key)) + ": NULL in every row");
        }
        layout.findings().forEach(this::finding);
    }

    private static String field(Field field) {
        return field.column() == null
                ? "(" + plain(field.name()) + ": passed over)"
                : field.column().key();
    }

    private void finding(Finding finding) {
        String subject = finding.subject().key();
        String column =
                finding.column() == null ? "" : " of " + finding.column().key();
        line(subject, plain(finding.value()) + column + " (" + evidence(finding) + ")");
    }

    private static String evidence(Finding finding) {
        String first = finding.line() == null ? "" : ", first on line " + finding.line();
        return switch (finding.source()) {
            case TOLD -> "as specified";
            case SHOWN -> "shown by " + finding.shows() + " values" + first;
            case ASSUMED -> "assumed, no value of the sample shows it" + decidedBy(finding.subject());
            case CONFLICTING -> {
                boolean dates = finding.subject() == Finding.Subject.DATES;
                yield "conflicting: " + finding.shows()
                        + (dates ? " with the day first, " : " with a decimal comma, ") + finding.against()
                        + (dates ? " with the month first" : " with a decimal point") + first
                        + "; only values with one reading are read" + decidedBy(finding.subject());
            }
            case OPEN -> "not known, only values with one reading are read" + decidedBy(finding.subject());
        };
    }

    private static String decidedBy(Finding.Subject subject) {
        return switch (subject) {
            case DECIMAL, DATES, BOOLEANS, NULLS, COLUMNS -> "; --" + subject.key() + " decides";
            case ENCODING, SEPARATOR -> "";
        };
    }

    /// As a table; each column is as wide as its widest cell.
    private void rows() {
        if (file.firstRows().isEmpty()) {
            return;
        }
        List<List<String>> table = new ArrayList<>();
        table.add(ROW_HEADING);
        file.firstRows().forEach(row -> table.add(cells(row)));
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

    private static List<String> cells(Purchase row) {
        return List.of(
                String.valueOf(row.line()),
                cell(row.cpf()),
                cell(row.isPrivate()),
                cell(row.incompleto()),
                cell(row.dataUltimaCompra()),
                cell(row.ticketMedio()),
                cell(row.ticketUltimaCompra()),
                cell(row.lojaMaisFrequente()),
                cell(row.lojaUltimaCompra()));
    }

    private static String cell(@Nullable Object value) {
        return switch (value) {
            case null -> "NULL";
            case Document document -> plain(document.text()) + (document.isValid() ? "" : "!");
            default -> plain(value.toString());
        };
    }

    private void counts() {
        List<String> counts = new ArrayList<>();
        long restored =
                file.restored().stream().mapToLong(CheckedFile.Restored::count).sum();
        counts.add(number(count(Counter.TOTAL_ADDED) - file.lines().duplicates()) + " rows");
        addUnlessZero(counts, count(Counter.TOTAL_REJECTED), "rejected");
        addUnlessZero(counts, count(Counter.TOTAL_FLAWED), "flawed");
        addUnlessZero(counts, file.lines().duplicates(), "duplicates");
        addUnlessZero(counts, restored, "restored values");
        addUnlessZero(counts, count(Counter.REPEATED_HEADERS), "repeated headers");
        line("lines", number(count(Counter.TOTAL_ROWS)) + ": " + String.join(", ", counts));
    }

    private long count(Counter counter) {
        return file.counters().of(counter);
    }

    private static void addUnlessZero(List<String> counts, long count, String what) {
        if (count > 0) {
            counts.add(number(count) + " " + what);
        }
    }

    private void columns() {
        for (Column column : Column.ALL) {
            for (CheckedFile.Issues issues : file.issues()) {
                if (issues.column() == column && !issues.rejected()) {
                    line(column.key(), kind(issues));
                    issues.first().forEach(issue -> example(issue.line(), orEmpty(issue.value())));
                }
            }
            for (CheckedFile.Restored restored : file.restored()) {
                if (restored.column() == column && restored.count() > 0) {
                    line(
                            column.key(),
                            number(restored.count())
                                    + " restored: a spreadsheet had changed them, and no digit was lost");
                    restored.first().forEach(value -> example(value.line(), value.text()));
                }
            }
        }
    }

    private void rejects() {
        for (CheckedFile.Issues issues : file.issues()) {
            if (issues.rejected()) {
                line("rejected", kind(issues));
                for (LineIssue issue : issues.first()) {
                    String value = issue.value() == null || issues.column() == null
                            ? ""
                            : issues.column().key() + " is " + issue.value() + " in ";
                    example(issue.line(), value + orEmpty(CheckTexts.lineStart(issue, file.layout())));
                }
            }
        }
    }

    private static String kind(CheckedFile.Issues issues) {
        return number(issues.count()) + " " + issues.code().key() + ": " + CheckTexts.reason(issues);
    }

    private void example(long line, String value) {
        line("", "line " + line + ": " + plain(value).stripTrailing());
    }

    private void duplicates() {
        CheckedFile.Lines lines = file.lines();
        if (lines.duplicates() > 0) {
            line(
                    "duplicates",
                    number(lines.duplicates()) + " with the CPF of an earlier line: lines "
                            + join(lines.firstDuplicates().stream().map(String::valueOf))
                            + (lines.duplicates() > lines.firstDuplicates().size() ? ", …" : ""));
        }
        if (!lines.everyCpfCompared()) {
            line("", "not all invalid CPFs were compared: there are too many");
        }
    }

    private void verdict() {
        line(
                "verdict",
                file.wrong().isEmpty()
                        ? "nothing is wrong"
                        : "not in order. " + String.join(". ", CheckTexts.wrong(file)));
    }

    private static String join(Stream<String> words) {
        return words.map(CheckReport::plain).collect(Collectors.joining(", "));
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /// The text without characters that control a terminal.
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
