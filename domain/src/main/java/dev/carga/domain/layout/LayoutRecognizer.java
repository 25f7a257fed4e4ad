package dev.carga.domain.layout;

import dev.carga.domain.Nullable;
import dev.carga.domain.layout.Finding.Source;
import dev.carga.domain.layout.Finding.Subject;
import dev.carga.domain.layout.HeadText.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Recognises the layout of one file in three steps: the header and the separator ([HeaderRecognizer],
/// [SeparatorRecognizer]), the columns ([ColumnsRecognizer], [AlignmentRecognizer]), then the dialect of the
/// values ([DialectRecognizer]).
final class LayoutRecognizer {

    private final Recognition.Context context;
    private final LayoutOptions options;
    private final @Nullable FileColumns columnsInOrder;
    private final TextEncoding encoding;
    private final HeadText text;
    private final SeparatorRecognizer separators;
    private final HeaderRecognizer headers;
    private final int headBytes;
    private final boolean whole;
    private final List<Finding> findings = new ArrayList<>();

    LayoutRecognizer(byte[] head, int length, boolean whole, Recognition.Context context) {
        this.context = context;
        this.options = context.options();
        this.columnsInOrder =
                options.columns() == null ? null : options.columns().inOrder();
        this.encoding = EncodingGuess.of(head, length, whole);
        this.text = new HeadText(head, length, whole, encoding);
        this.separators = new SeparatorRecognizer(text);
        this.headers = new HeaderRecognizer(text, separators.candidates(), options.columns());
        this.headBytes = length;
        this.whole = whole;
    }

    Recognition recognise() {
        @Nullable Header header = headers.find();
        if (header == null) {
            return withoutKnownHeader();
        }
        if (text.isCut(header.line())) {
            return new Recognition.HeaderTooLong();
        }
        return headers.hasRowsAbove(header) ? headerBelowRows(header) : byHeader(header);
    }

    /// A header below rows makes no difference if it has the usual order: the part parser skips it as it
    /// skips any repeated header.
    private Recognition headerBelowRows(Header header) {
        if (columnsInOrder != null) {
            return withoutKnownHeader();
        }
        List<Column> named = header.names().stream()
                .flatMap(name -> headers.column(name).stream())
                .toList();
        return named.equals(Column.ALL) && header.names().size() == named.size()
                ? withoutHeader(header.separator(), FileColumns.ALL, 0)
                : new Recognition.HeaderBelowRows(header.line().number());
    }

    private Recognition byHeader(Header header) {
        List<Line> rows = text.lines().stream()
                .dropWhile(line -> line.ordinal() != header.line().ordinal())
                .skip(1)
                .toList();
        ColumnsRecognizer recognizer = new ColumnsRecognizer(header, rows, options, headers::column);
        Recognition.@Nullable WrongHeader wrong = columnsInOrder == null ? recognizer.check() : null;
        if (wrong != null) {
            return wrong;
        }
        FileColumns columns = columnsInOrder == null ? recognizer.columns() : recognizer.columnsInOrder(columnsInOrder);
        findings.add(new Finding(
                Subject.COLUMNS,
                null,
                "header",
                columnsInOrder == null ? Source.SHOWN : Source.TOLD,
                columns.columns().size(),
                0,
                header.line().number()));
        return layout(header.separator(), columns, true, header.line(), rows);
    }

    private Recognition withoutKnownHeader() {
        @Nullable Header below = options.columns() == null ? headers.findBelowRows() : null;
        if (below != null) {
            return headerBelowRows(below);
        }
        FileColumns columns = columnsInOrder == null ? FileColumns.ALL : columnsInOrder;
        Separator separator = separators.withoutHeader(columns.size());
        if (columnsInOrder != null) {
            return withoutHeader(separator, columns, countLinesAboveRows(separator, columns));
        }
        @Nullable Header unknown = headers.findUnknown(separator);
        if (unknown != null) {
            return text.isCut(unknown.line()) ? new Recognition.HeaderTooLong() : byHeader(unknown);
        }
        return withoutHeader(separator, columns, 0);
    }

    /// The number of lines above the first one that has a number in the field of the CPF.
    private int countLinesAboveRows(Separator separator, FileColumns columns) {
        int place = columns.indexOf(Column.CPF);
        int above = 0;
        for (Line line : text.lines()) {
            List<String> fields = HeaderLine.names(line.text(), separator, _ -> Optional.empty());
            if (above == HeaderRecognizer.MAX_LINES_ABOVE
                    || (fields.size() > place && HeaderLine.digits(fields.get(place)) > 0)
                    || (fields.size() == columns.size() && HeaderRecognizer.areValues(fields))) {
                return above;
            }
            above++;
        }
        return 0;
    }

    /// @param above how many lines are skipped above the rows
    private Recognition withoutHeader(Separator separator, FileColumns columns, int above) {
        List<Line> lines = text.lines();
        @Nullable Line lastAbove = above == 0 ? null : lines.get(above - 1);
        Source source = columnsInOrder == null ? Source.ASSUMED : Source.TOLD;
        findings.add(new Finding(Subject.COLUMNS, null, "order", source, columns.size(), 0, null));
        return layout(separator, columns, false, lastAbove, lines.subList(above, lines.size()));
    }

    /// @param lastAbove the last line above the rows; null if there is none
    /// @param below     the lines below it
    private Recognition layout(
            Separator separator, FileColumns named, boolean header, @Nullable Line lastAbove, List<Line> below) {
        List<Line> rows = below.stream().filter(Predicate.not(text::isCut)).toList();
        boolean blanks = separator == Separator.BLANKS;
        FileColumns columns = blanks ? named : ColumnsRecognizer.withTrailingFields(named, separator, rows);
        @Nullable
        Alignment alignment = blanks ? new AlignmentRecognizer(columns, header ? lastAbove : null).of(rows) : null;
        SampleRows sample = SampleRows.of(rows, separator, columns, alignment);
        if (separator == Separator.COMMA || sample.rows().isEmpty()) {
            @Nullable Long cut = new CommasInNumbers(named).firstLine(rows);
            if (cut != null) {
                return new Recognition.CommasInNumbers(cut);
            }
        }
        findings.addFirst(separatorFinding(separator, rows, sample));
        DialectRecognizer dialect = new DialectRecognizer(context, sample);
        findings.addAll(dialect.findings());
        return new Recognition.Recognised(new Layout(
                List.of(),
                encoding,
                separator,
                columns,
                header,
                countHeadLines(lastAbove),
                text.lineEnd(),
                dialect.dialect(),
                alignment,
                new Layout.Sample(headBytes, rows.size(), whole),
                findings));
    }

    /// The number of lines before the rows that are not blank, including a `sep=` line.
    private int countHeadLines(@Nullable Line lastAbove) {
        return lastAbove == null ? (text.namedSeparator() == null ? 0 : 1) : lastAbove.ordinal();
    }

    private Finding separatorFinding(Separator separator, List<Line> rows, SampleRows sample) {
        return new Finding(
                Subject.SEPARATOR,
                null,
                separator.key(),
                text.namedSeparator() == separator ? Source.TOLD : Source.SHOWN,
                sample.rows().size(),
                rows.size() - sample.rows().size(),
                sample.rows().isEmpty() ? null : sample.rows().getFirst().line());
    }
}
