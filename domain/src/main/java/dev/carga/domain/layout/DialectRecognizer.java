package dev.carga.domain.layout;

import dev.carga.domain.Nullable;
import dev.carga.domain.dialect.BooleanWords;
import dev.carga.domain.dialect.DateStyle;
import dev.carga.domain.dialect.Dates;
import dev.carga.domain.dialect.DecimalMark;
import dev.carga.domain.dialect.Decimals;
import dev.carga.domain.dialect.Dialect;
import dev.carga.domain.dialect.NullWords;
import dev.carga.domain.dialect.NumberStyle;
import dev.carga.domain.layout.Finding.Source;
import dev.carga.domain.layout.Finding.Subject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Recognises how a file writes its values, column by column, from the values that have only one reading.
///
/// If a column shows two notations, the rarer one may be an error: the other one is chosen if it is many
/// times as frequent, and the rare values are counted as unreadable. Otherwise the notation stays undecided,
/// and only values with one reading are read.
final class DialectRecognizer {

    /// How many times as frequent a notation must be to be chosen.
    private static final int NUMBERS_RATIO = 20;

    private static final int DATES_RATIO = 50;

    /// Numbers with a decimal point seldom have exactly three decimals. If a column has more such numbers
    /// than this and nothing else, the point may separate groups, whatever the other column shows.
    private static final int MAX_AMBIGUOUS = 1;

    private final LayoutOptions options;
    private final SampleRows sample;
    private final boolean typedCells;
    private final List<Finding> findings = new ArrayList<>();
    private final Dialect dialect;

    DialectRecognizer(Recognition.Context context, SampleRows sample) {
        this.options = context.options();
        this.sample = sample;
        this.typedCells = context.typedCells();
        Numbers medio = numbers(Column.TICKET_MEDIO);
        Numbers ultima = numbers(Column.TICKET_ULTIMA_COMPRA);
        BooleanWords booleans = options.booleans() == null ? BooleanWords.USUAL : options.booleans();
        this.dialect = new Dialect(
                style(Column.TICKET_MEDIO, medio, ultima),
                style(Column.TICKET_ULTIMA_COMPRA, ultima, medio),
                dates(),
                booleans,
                nulls(),
                context.dateRange());
        if (options.booleans() != null) {
            findings.add(bySender(Subject.BOOLEANS, null, booleans.toString()));
        }
    }

    Dialect dialect() {
        return dialect;
    }

    List<Finding> findings() {
        return findings;
    }

    private static Finding bySender(Subject subject, @Nullable Column column, String value) {
        return new Finding(subject, column, value, Source.TOLD, 0, 0, null);
    }

    /// The evidence for one of two notations: how many values of the sample show each of them or are
    /// ambiguous, and the first line of each kind.
    private static final class Evidence {
        private int first;
        private int second;
        private int ambiguous;
        private @Nullable Long firstLine;
        private @Nullable Long secondLine;
        private @Nullable Long ambiguousLine;

        void addFirst(long line) {
            first++;
            firstLine = firstLine == null ? Long.valueOf(line) : firstLine;
        }

        void addSecond(long line) {
            second++;
            secondLine = secondLine == null ? Long.valueOf(line) : secondLine;
        }

        void addAmbiguous(long line) {
            ambiguous++;
            ambiguousLine = ambiguousLine == null ? Long.valueOf(line) : ambiguousLine;
        }

        boolean isFirst(int ratio) {
            return outweighs(first, second, ratio);
        }

        boolean isSecond(int ratio) {
            return outweighs(second, first, ratio);
        }

        private static boolean outweighs(int shows, int against, int ratio) {
            return shows > 0 && shows >= (long) against * ratio;
        }
    }

    /// What a column of numbers shows.
    private static final class Numbers {
        private final Evidence marks = new Evidence(); // first: comma, second: point
        private boolean grouped;
        private boolean whole;
        private boolean threeDecimals;
    }

    private Numbers numbers(Column column) {
        Numbers numbers = new Numbers();
        for (SampleRows.Row row : sample.rows()) {
            Decimals.Evidence evidence = Decimals.evidence(SampleRows.value(row, sample.columns(), column));
            switch (evidence.reading()) {
                case ONLY_COMMA -> numbers.marks.addFirst(row.line());
                case ONLY_POINT -> numbers.marks.addSecond(row.line());
                case AMBIGUOUS -> numbers.marks.addAmbiguous(row.line());
                case SAME -> numbers.whole = true;
                case UNREADABLE -> {}
            }
            numbers.grouped |= evidence.grouped();
            numbers.whole |= evidence.grouped() && !evidence.hasDecimals();
            numbers.threeDecimals |= evidence.decimals() == 3;
        }
        return numbers;
    }

    /// @param ofOther what the other column of numbers shows
    private NumberStyle style(Column column, Numbers numbers, Numbers ofOther) {
        if (options.decimal() != null) {
            findings.add(bySender(Subject.DECIMAL, column, options.decimal().key()));
            return new NumberStyle(options.decimal(), true);
        }
        if (typedCells) {
            return NumberStyle.UNDECIDED;
        }
        Evidence marks = numbers.marks;
        boolean groups = numbers.grouped && numbers.whole && !numbers.threeDecimals;
        if (marks.isFirst(NUMBERS_RATIO)) {
            findings.add(found(column, DecimalMark.COMMA, marks.first, marks.second, marks.firstLine));
            return new NumberStyle(DecimalMark.COMMA, groups);
        }
        if (marks.isSecond(NUMBERS_RATIO)) {
            findings.add(found(column, DecimalMark.POINT, marks.second, marks.first, marks.secondLine));
            return new NumberStyle(DecimalMark.POINT, groups);
        }
        if (marks.first > 0) {
            findings.add(new Finding(
                    Subject.DECIMAL,
                    column,
                    DecimalMark.EITHER.key(),
                    Source.CONFLICTING,
                    marks.first,
                    marks.second,
                    marks.secondLine));
            return NumberStyle.UNDECIDED;
        }
        return asOtherColumn(column, marks, ofOther.marks);
    }

    private static Finding found(Column column, DecimalMark mark, int shows, int against, @Nullable Long line) {
        return new Finding(Subject.DECIMAL, column, mark.key(), Source.SHOWN, shows, against, line);
    }

    /// A column that shows nothing gets the mark of the other column, if that shows only one mark.
    private NumberStyle asOtherColumn(Column column, Evidence marks, Evidence other) {
        DecimalMark mark = other.first > 0 && other.second == 0
                ? DecimalMark.COMMA
                : other.second > 0 && other.first == 0 && marks.ambiguous <= MAX_AMBIGUOUS
                        ? DecimalMark.POINT
                        : DecimalMark.EITHER;
        findings.add(new Finding(
                Subject.DECIMAL,
                column,
                mark.key(),
                mark == DecimalMark.EITHER ? Source.OPEN : Source.SHOWN,
                other.first + other.second,
                marks.ambiguous,
                marks.ambiguousLine));
        return new NumberStyle(mark, false);
    }

    private DateStyle dates() {
        if (options.dates() != null) {
            findings.add(bySender(
                    Subject.DATES, Column.DATA_ULTIMA_COMPRA, options.dates().pattern()));
            return options.dates();
        }
        Evidence orders = new Evidence(); // first: day first, second: month first
        for (SampleRows.Row row : sample.rows()) {
            switch (Dates.evidence(SampleRows.value(row, sample.columns(), Column.DATA_ULTIMA_COMPRA))) {
                case ONLY_DAY_FIRST -> orders.addFirst(row.line());
                case ONLY_MONTH_FIRST -> orders.addSecond(row.line());
                case AMBIGUOUS -> orders.addAmbiguous(row.line());
                case SAME, YEAR_FIRST, TWO_DIGIT_YEAR, UNREADABLE -> {}
            }
        }
        if (orders.isFirst(DATES_RATIO)) {
            return found(DateStyle.Order.DAY_FIRST, Source.SHOWN, orders.first, orders.second, orders.firstLine);
        }
        if (orders.isSecond(DATES_RATIO)) {
            return found(DateStyle.Order.MONTH_FIRST, Source.SHOWN, orders.second, orders.first, orders.secondLine);
        }
        return orders.first > 0
                ? found(DateStyle.Order.EITHER, Source.CONFLICTING, orders.first, orders.second, orders.secondLine)
                : found(DateStyle.Order.DAY_FIRST, Source.ASSUMED, 0, orders.ambiguous, orders.ambiguousLine);
    }

    private DateStyle found(DateStyle.Order order, Source source, int shows, int against, @Nullable Long line) {
        findings.add(new Finding(Subject.DATES, Column.DATA_ULTIMA_COMPRA, order.key(), source, shows, against, line));
        return new DateStyle(order, false);
    }

    /// The words of the sender in addition to `NULL`, which never means anything else.
    private NullWords nulls() {
        if (options.nulls() == null) {
            return NullWords.USUAL;
        }
        Set<String> words = new HashSet<>(options.nulls().words());
        words.add("null");
        NullWords nulls = new NullWords(words);
        findings.add(bySender(Subject.NULLS, null, nulls.toString()));
        return nulls;
    }
}
