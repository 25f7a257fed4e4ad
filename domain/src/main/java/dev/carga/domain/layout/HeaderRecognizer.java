package dev.carga.domain.layout;

import dev.carga.domain.Nullable;
import dev.carga.domain.dialect.BooleanWords;
import dev.carga.domain.dialect.NullWords;
import dev.carga.domain.dialect.Words;
import dev.carga.domain.document.Cpf;
import dev.carga.domain.layout.HeadText.Line;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Finds the header of a file, and checks whether there are rows above it.
final class HeaderRecognizer {

    /// The most lines above a header. A line further down that names columns is not the file's header.
    static final int MAX_LINES_ABOVE = 30;

    /// A line with this many known names is a header, wherever it is. Two names may occur in a title by
    /// chance.
    private static final int MIN_NAMES = 3;

    /// Fields of a row that is separated by another character than the header below it.
    private static final int MIN_FIELDS = 4;

    /// Digits of a masked document, or of a date.
    private static final int MIN_DIGITS = 6;

    private static final Pattern VALUE = Pattern.compile("(?i)\\d|\\bnull\\b");

    private final HeadText text;
    private final List<Separator> separators;
    private final @Nullable ColumnNames senderNames;

    /// @param separators  in the order in which they are tried
    /// @param senderNames the names that the sender gave; null if none
    HeaderRecognizer(HeadText text, List<Separator> separators, @Nullable ColumnNames senderNames) {
        this.text = text;
        this.separators = separators;
        this.senderNames = senderNames;
    }

    /// The first line that names enough columns, with the separator by which it names most; null if there is
    /// none.
    @Nullable
    Header find() {
        List<Line> lines = text.lines();
        for (Line line : lines.subList(0, Math.min(lines.size(), MAX_LINES_ABOVE))) {
            @Nullable Header best = null;
            long most = 0;
            for (Separator separator : separators) {
                List<String> names = HeaderLine.names(line.text(), separator, this::column);
                long known = countKnown(names, separator);
                if (known > most && isHeader(names, known, separator, line.equals(lines.getFirst()))) {
                    best = new Header(line, separator, names);
                    most = known;
                }
            }
            if (best != null) {
                return best;
            }
        }
        return null;
    }

    /// A header anywhere in the head that has rows above it; null if there is none.
    @Nullable
    Header findBelowRows() {
        for (Line line : text.lines()) {
            for (Separator separator : separators) {
                List<String> names = HeaderLine.names(line.text(), separator, this::column);
                if (countKnown(names, separator) >= MIN_NAMES && hasRowsAbove(new Header(line, separator, names))) {
                    return new Header(line, separator, names);
                }
            }
        }
        return null;
    }

    /// The first line, if it is a header of unknown names: separated into several fields, none of them empty,
    /// a number or NULL. No row looks like that. Null otherwise.
    @Nullable
    Header findUnknown(Separator separator) {
        if (text.lines().isEmpty() || separator == Separator.BLANKS) {
            return null;
        }
        Line first = text.lines().getFirst();
        List<String> names = HeaderLine.fields(first.text(), separator);
        boolean header = names.size() > 1
                && !names.contains("")
                && !VALUE.matcher(first.text()).find();
        return header ? new Header(first, separator, names) : null;
    }

    /// The column that a header calls by this name: by the names of the sender first, then by the usual ones.
    Optional<Column> column(String name) {
        @Nullable
        Column bySender = senderNames == null ? null : senderNames.byName().get(Words.normalize(name));
        if (bySender != null) {
            return Optional.of(bySender);
        }
        Optional<Column> usual = HeaderNames.named(name);
        // A column for which the sender gave another name does not have its usual ones.
        return senderNames == null
                ? usual
                : usual.filter(column -> !senderNames.byName().containsValue(column));
    }

    /// The number of different columns that the names stand for; 0 for aligned columns with tabs between
    /// them.
    private long countKnown(List<String> names, Separator separator) {
        if (separator == Separator.TAB && isAlignedByTabs(names)) {
            return 0;
        }
        return names.stream().flatMap(name -> column(name).stream()).distinct().count();
    }

    private static boolean isAlignedByTabs(List<String> names) {
        int last = names.size();
        while (last > 0 && names.get(last - 1).isEmpty()) {
            last--;
        }
        return names.subList(0, last).contains("");
    }

    private boolean isHeader(List<String> names, long known, Separator separator, boolean first) {
        if (known >= MIN_NAMES) {
            return true;
        }
        boolean cpf = names.stream().anyMatch(name -> column(name).equals(Optional.of(Column.CPF)));
        if (names.size() == 1) {
            return first && cpf;
        }
        boolean withoutValues =
                names.stream().noneMatch(name -> VALUE.matcher(name).find());
        return separator == Separator.BLANKS
                ? first && cpf && column(names.getFirst()).equals(Optional.of(Column.CPF))
                : withoutValues && (first || (cpf && known > 1));
    }

    /// Whether a line above the header is a row.
    boolean hasRowsAbove(Header header) {
        return text.lines().stream()
                .takeWhile(line -> line.ordinal() != header.line().ordinal())
                .anyMatch(line -> separators.stream().anyMatch(separator -> isRow(line, separator, header)));
    }

    /// A title may hold a CPF too, of the person who requested the file: a valid CPF alone does not make a
    /// row.
    private static boolean isRow(Line line, Separator separator, Header header) {
        List<String> fields = HeaderLine.names(line.text(), separator, _ -> Optional.empty());
        if (separator == header.separator() && fields.size() == header.names().size() && areValues(fields)) {
            return true;
        }
        boolean mayBeRow = separator == Separator.BLANKS
                ? fields.size() == header.names().size() || fields.size() == Column.ALL.size()
                : separator == header.separator() || fields.size() >= MIN_FIELDS;
        return mayBeRow && fields.stream().anyMatch(field -> Cpf.read(field).isValid());
    }

    /// Whether the fields are those of a row, also of one without a valid CPF: nearly all hold a number or a
    /// word for NULL, a flag or nothing, and one is as long as a document or a date. A title that a
    /// spreadsheet filled up with separators has few values.
    static boolean areValues(List<String> fields) {
        long filled = fields.stream().filter(Predicate.not(String::isEmpty)).count();
        long words = fields.stream()
                .filter(field -> HeaderLine.digits(field) == 0 && !NullWords.USUAL.contains(field))
                .filter(field -> !BooleanWords.USUAL.contains(field))
                .count();
        return filled >= MIN_FIELDS
                && words <= 1
                && fields.stream().anyMatch(field -> HeaderLine.digits(field) >= MIN_DIGITS);
    }
}
