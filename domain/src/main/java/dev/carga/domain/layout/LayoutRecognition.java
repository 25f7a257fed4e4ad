package dev.carga.domain.layout;

import dev.carga.domain.Nullable;
import dev.carga.domain.dialect.BooleanWords;
import dev.carga.domain.dialect.NullWords;
import dev.carga.domain.dialect.Words;
import dev.carga.domain.document.Cpf;
import dev.carga.domain.layout.Finding.Source;
import dev.carga.domain.layout.Finding.Subject;
import dev.carga.domain.layout.HeadText.Line;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Recognises the layout of one file: first what separates the fields and which line is the header, then which
/// columns they are, then how their values are written.
final class LayoutRecognition {

    /// A header further down is none.
    private static final int MOST_LINES_ABOVE = 30;

    /// Two lines of a title may hold a name by chance.
    private static final int ENOUGH_NAMES = 3;

    /// Of a row above a header with another separator.
    private static final int ENOUGH_FIELDS = 4;

    /// Of a document that is masked, or of a date.
    private static final int ENOUGH_DIGITS = 6;

    private static final int MOST_NAMES = 20;
    private static final int LONGEST_NAME = 40;

    private static final Pattern VALUE = Pattern.compile("(?i)\\d|\\bnull\\b");

    /// Tried in this order. A comma is the last: it stands in numbers, too.
    private static final List<Separator> SEPARATORS =
            List.of(Separator.SEMICOLON, Separator.TAB, Separator.PIPE, Separator.COMMA);

    private final Recognition.Context context;
    private final LayoutOptions options;
    private final TextEncoding encoding;
    private final HeadText text;
    private final Layout.Sample size;
    private final List<Finding> findings = new ArrayList<>();

    LayoutRecognition(byte[] head, int length, boolean whole, Recognition.Context context) {
        this.context = context;
        this.options = context.options();
        this.encoding = EncodingGuess.of(head, length, whole);
        this.text = new HeadText(head, length, whole, encoding);
        this.size = new Layout.Sample(length, 0, whole);
    }

    /// A line that names columns, and what separates its names.
    private record Header(Line line, Separator separator, List<String> names) {}

    Recognition recognise() {
        @Nullable Header header = findHeader();
        if (header == null) {
            return withoutKnownHeader();
        }
        if (text.isCut(header.line())) {
            return new Recognition.HeaderTooLong();
        }
        if (rowsAbove(header)) {
            return headerBelowRows(header);
        }
        return byHeader(header);
    }

    /// The first line that names enough columns, by whatever separates it best.
    private @Nullable Header findHeader() {
        List<Line> lines = text.lines();
        for (Line line : lines.subList(0, Math.min(lines.size(), MOST_LINES_ABOVE))) {
            @Nullable Header best = null;
            long most = 0;
            for (Separator separator : separators()) {
                List<String> names = HeaderLine.names(line.text(), separator, this::column);
                long known = known(names, separator);
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

    /// A header so far down that rows must stand above it.
    private @Nullable Header headerBelow() {
        for (Line line : text.lines()) {
            for (Separator separator : separators()) {
                List<String> names = HeaderLine.names(line.text(), separator, this::column);
                if (known(names, separator) >= ENOUGH_NAMES && rowsAbove(new Header(line, separator, names))) {
                    return new Header(line, separator, names);
                }
            }
        }
        return null;
    }

    private List<Separator> separators() {
        List<Separator> separators = new ArrayList<>(SEPARATORS);
        @Nullable Separator named = text.namedSeparator();
        if (named != null) {
            separators.remove(named);
            separators.addFirst(named);
        }
        separators.add(Separator.BLANKS);
        return separators;
    }

    /// How many columns the names know. A line of aligned columns may have tabs between them.
    private long known(List<String> names, Separator separator) {
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
        if (known >= ENOUGH_NAMES) {
            return true;
        }
        boolean cpf = names.stream().anyMatch(name -> column(name).equals(Optional.of(Column.CPF)));
        if (names.size() == 1) {
            return first && cpf;
        }
        boolean few = names.stream().noneMatch(name -> VALUE.matcher(name).find());
        return separator == Separator.BLANKS
                ? first && cpf && column(names.getFirst()).equals(Optional.of(Column.CPF))
                : few && (first || (cpf && known > 1));
    }

    private Optional<Column> column(String name) {
        @Nullable ColumnNames names = options.columns();
        @Nullable Column told = names == null ? null : names.byName().get(Words.plain(name));
        if (told != null) {
            return Optional.of(told);
        }
        Optional<Column> usual = HeaderNames.named(name);
        // What its sender calls otherwise is not called so.
        return names == null ? usual : usual.filter(column -> !names.byName().containsValue(column));
    }

    /// Whether a customer stands above the header.
    private boolean rowsAbove(Header header) {
        return text.lines().stream()
                .takeWhile(line -> line.ordinal() != header.line().ordinal())
                .anyMatch(line -> separators().stream().anyMatch(separator -> isRow(line, separator, header)));
    }

    /// A title may name who asked for the file, and that one's CPF.
    private static boolean isRow(Line line, Separator separator, Header header) {
        List<String> fields = HeaderLine.names(line.text(), separator, _ -> Optional.empty());
        if (separator == header.separator() && fields.size() == header.names().size() && holdsValues(fields)) {
            return true;
        }
        boolean mayBe = separator == Separator.BLANKS
                ? fields.size() == header.names().size() || fields.size() == Column.ALL.size()
                : separator == header.separator() || fields.size() >= ENOUGH_FIELDS;
        return mayBe && fields.stream().anyMatch(field -> Cpf.read(field).isValid());
    }

    /// Whether the fields are those of a customer, be it one without a valid CPF: nearly all hold a number or
    /// stand for NULL, and one is as long as a document or a date. A title that a spreadsheet has filled up has
    /// few values.
    private static boolean holdsValues(List<String> fields) {
        long filled = fields.stream().filter(Predicate.not(String::isEmpty)).count();
        long words = fields.stream()
                .filter(field -> HeaderLine.digits(field) == 0 && !NullWords.USUAL.contains(field))
                .filter(field -> !BooleanWords.USUAL.contains(field))
                .count();
        return filled >= ENOUGH_FIELDS
                && words <= 1
                && fields.stream().anyMatch(field -> HeaderLine.digits(field) >= ENOUGH_DIGITS);
    }

    /// In the usual order it makes no difference; it is passed over like any other that comes again.
    private Recognition headerBelowRows(Header header) {
        if (options.columns() != null && options.columns().inOrder() != null) {
            return withoutKnownHeader();
        }
        List<Column> named =
                header.names().stream().flatMap(name -> column(name).stream()).toList();
        return named.equals(Column.ALL) && header.names().size() == named.size()
                ? withoutHeader(header.separator(), FileColumns.ALL, 0)
                : new Recognition.HeaderBelowRows(header.line().number());
    }

    private Recognition byHeader(Header header) {
        List<Line> rows = text.lines().stream()
                .dropWhile(line -> line.ordinal() != header.line().ordinal())
                .skip(1)
                .toList();
        @Nullable
        FileColumns inOrder =
                options.columns() == null ? null : options.columns().inOrder();
        List<FileColumns.Field> fields = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < header.names().size(); i++) {
            String name = header.names().get(i);
            Optional<Column> column = column(name);
            column.ifPresent(columns::add);
            String passedOver =
                    name.isEmpty() && options.extraColumns() && !isEmptyBelow(header, i, rows) ? "#" + (i + 1) : name;
            fields.add(column.map(known -> new FileColumns.Field(known, name))
                    .orElseGet(() -> FileColumns.Field.passedOver(passedOver)));
            if (column.isEmpty() && !isPassedOver(header, i, rows)) {
                unknown.add(name.isEmpty() ? "(no name)" : ShownName.of(name, LONGEST_NAME));
            }
        }
        List<String> repeated = Column.ALL.stream()
                .filter(column -> Collections.frequency(columns, column) > 1)
                .map(Column::key)
                .toList();
        EnumSet<Column> missing = EnumSet.allOf(Column.class);
        columns.forEach(missing::remove);
        boolean mayMiss = options.missingColumns() && !missing.contains(Column.CPF);
        if (inOrder == null && (!unknown.isEmpty() || !repeated.isEmpty() || (!missing.isEmpty() && !mayMiss))) {
            return new Recognition.WrongHeader(
                    unknown.stream().limit(MOST_NAMES).toList(),
                    mayMiss ? List.of() : missing.stream().map(Column::key).toList(),
                    repeated);
        }
        FileColumns named = inOrder == null ? new FileColumns(fields) : named(inOrder, header.names());
        findings.add(new Finding(
                Subject.COLUMNS,
                null,
                "header",
                inOrder == null ? Source.SHOWN : Source.TOLD,
                named.columns().size(),
                0,
                header.line().number()));
        return layout(header.separator(), named, true, header.line(), rows);
    }

    /// The columns that the sender says, under the names of the header: one that comes again is known by these.
    private static FileColumns named(FileColumns inOrder, List<String> names) {
        if (names.size() != inOrder.size()) {
            return inOrder;
        }
        List<FileColumns.Field> fields = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            FileColumns.Field field = inOrder.fields().get(i);
            fields.add(names.get(i).isEmpty() ? field : new FileColumns.Field(field.column(), names.get(i)));
        }
        return new FileColumns(fields);
    }

    /// Whether a field that names no column may be there: the reason of a rejected line, an empty field at the
    /// end of every line, or whatever the sender allows.
    private boolean isPassedOver(Header header, int place, List<Line> rows) {
        String name = header.names().get(place);
        List<String> behind = header.names().subList(place + 1, header.names().size());
        boolean reason = HeaderNames.isReason(name) && behind.stream().allMatch(String::isEmpty);
        if (options.extraColumns() || reason) {
            return true;
        }
        // A spreadsheet has filled the rows up. Whatever stands there says that its line is not mended.
        boolean behindReason = header.names().subList(0, place).stream().anyMatch(HeaderNames::isReason);
        return name.isEmpty() && (behindReason || isEmptyBelow(header, place, rows));
    }

    /// Whether no line has a value there. A line of another number of fields says nothing: `(2 rows)`.
    private static boolean isEmptyBelow(Header header, int place, List<Line> rows) {
        return rows.stream()
                .map(row -> HeaderLine.fields(row.text(), header.separator()))
                .filter(fields -> fields.size() > place
                        && fields.size() + 1 >= header.names().size())
                .allMatch(fields -> fields.get(place).isEmpty());
    }

    /// A first line without a single number, in a file whose lines are separated: nobody's row, so it names
    /// columns, and those are not known.
    private Recognition withoutKnownHeader() {
        @Nullable ColumnNames told = options.columns();
        FileColumns columns = told == null || told.inOrder() == null ? FileColumns.ALL : told.inOrder();
        @Nullable Header below = told == null ? headerBelow() : null;
        if (below != null) {
            return headerBelowRows(below);
        }
        @Nullable Separator named = text.namedSeparator();
        Separator separator = named == null ? separatorOf(columns.size()) : named;
        if (told != null && told.inOrder() != null) {
            return withoutHeader(separator, columns, linesAboveRows(separator, columns));
        }
        if (!text.lines().isEmpty() && separator != Separator.BLANKS) {
            Line first = text.lines().getFirst();
            List<String> names = HeaderLine.fields(first.text(), separator);
            if (names.size() > 1
                    && !names.contains("")
                    && !VALUE.matcher(first.text()).find()) {
                Header header = new Header(first, separator, names);
                return text.isCut(first) ? new Recognition.HeaderTooLong() : byHeader(header);
            }
        }
        return withoutHeader(separator, columns, 0);
    }

    /// How many lines stand above the first that has something like a CPF where its sender says there is one.
    private int linesAboveRows(Separator separator, FileColumns columns) {
        int place = columns.indexOf(Column.CPF);
        int above = 0;
        for (Line line : text.lines()) {
            List<String> fields = HeaderLine.names(line.text(), separator, _ -> Optional.empty());
            if (above == MOST_LINES_ABOVE
                    || (fields.size() > place && HeaderLine.digits(fields.get(place)) > 0)
                    || (fields.size() == columns.size() && holdsValues(fields))) {
                return above;
            }
            above++;
        }
        return 0;
    }

    /// @param above how many lines are passed over
    private Recognition withoutHeader(Separator separator, FileColumns columns, int above) {
        List<Line> lines = text.lines();
        @Nullable Line last = above == 0 ? null : lines.get(above - 1);
        boolean told = options.columns() != null && options.columns().inOrder() != null;
        findings.add(new Finding(
                Subject.COLUMNS, null, "order", told ? Source.TOLD : Source.ASSUMED, columns.size(), 0, null));
        return layout(separator, columns, false, last, lines.subList(above, lines.size()));
    }

    private Recognition layout(
            Separator separator, FileColumns named, boolean header, @Nullable Line lastAbove, List<Line> all) {
        List<Line> rows = all.stream().filter(Predicate.not(text::isCut)).toList();
        FileColumns columns = separator == Separator.BLANKS ? named : withEmptyFields(named, separator, rows);
        @Nullable
        Alignment alignment = separator == Separator.BLANKS
                ? new AlignmentRecognition(columns, header ? lastAbove : null).of(rows)
                : null;
        SampleRows sample = SampleRows.of(rows, separator, columns, alignment);
        if (separator == Separator.COMMA || sample.rows().isEmpty()) {
            @Nullable Long cut = new CommasInNumbers(named).firstLine(rows);
            if (cut != null) {
                return new Recognition.CommasInNumbers(cut);
            }
        }
        findings.addFirst(new Finding(
                Subject.SEPARATOR,
                null,
                separator.key(),
                text.namedSeparator() == separator ? Source.TOLD : Source.SHOWN,
                sample.rows().size(),
                rows.size() - sample.rows().size(),
                sample.rows().isEmpty() ? null : sample.rows().getFirst().line()));
        DialectRecognition dialect = new DialectRecognition(context, sample);
        return new Recognition.Recognised(new Layout(
                List.of(),
                encoding,
                separator,
                columns,
                header,
                lastAbove == null ? (text.namedSeparator() == null ? 0 : 1) : lastAbove.ordinal(),
                text.lineEnd(),
                dialect.dialect(),
                alignment,
                new Layout.Sample(size.bytes(), rows.size(), size.whole()),
                concat(findings, dialect.findings())));
    }

    private static List<Finding> concat(List<Finding> some, List<Finding> more) {
        List<Finding> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    /// Some programs end every line with separators, or every line but the header. What most lines have is
    /// what each must have: one that lacks a column then is not taken for one that lacks nothing.
    private static FileColumns withEmptyFields(FileColumns named, Separator separator, List<Line> rows) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (Line row : rows) {
            counts.merge(HeaderLine.fields(row.text(), separator).size(), 1, Integer::sum);
        }
        int usual = counts.entrySet().stream()
                .max(Map.Entry.<Integer, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse(named.size());
        List<FileColumns.Field> fields = new ArrayList<>(named.fields());
        while (fields.size() > usual && fields.getLast().mustBeEmpty()) {
            fields.removeLast();
        }
        boolean emptyBehind = rows.stream()
                .map(row -> HeaderLine.fields(row.text(), separator))
                .filter(row -> row.size() == usual)
                .allMatch(row -> row.subList(Math.min(named.size(), row.size()), row.size()).stream()
                        .allMatch(String::isEmpty));
        while (fields.size() < usual && emptyBehind) {
            fields.add(FileColumns.Field.passedOver(""));
        }
        return new FileColumns(fields);
    }

    /// The separator by which most of the lines have as many fields as there are columns, empty ones behind them
    /// aside.
    private Separator separatorOf(int columns) {
        List<Line> lines = text.lines();
        Separator best = Separator.BLANKS;
        long most = lines.stream()
                .filter(line -> HeaderLine.words(line.text()).size() == columns)
                .count();
        boolean found = false;
        for (Separator separator : SEPARATORS) {
            long count = lines.stream()
                    .map(line -> HeaderLine.fields(line.text(), separator))
                    .filter(fields -> fields.size() >= columns
                            && fields.subList(columns, fields.size()).stream().allMatch(String::isEmpty))
                    .count();
            if (count > most || (count == most && count > 0 && !found)) {
                best = separator;
                most = count;
                found = true;
            }
        }
        return best;
    }
}
