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

/// Recognises how a file writes its values, column by column, from those that have one reading only.
///
/// Where both ways show, the rare one may be a slip of the pen: the other is taken if it shows many times as
/// often. Then the rare values have no reading and are counted. Otherwise nothing is decided, and only what
/// has one reading is read.
final class DialectRecognizer {

    private static final int MANY_NUMBERS = 20;
    private static final int MANY_DATES = 50;

    /// Numbers with a decimal point seldom have just three decimals. Where a column shows nothing else, the
    /// point may stand between groups, whatever the other column does.
    private static final int MOST_LIKE_GROUPS = 1;

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
            findings.add(told(Subject.BOOLEANS, null, booleans.toString()));
        }
    }

    Dialect dialect() {
        return dialect;
    }

    List<Finding> findings() {
        return findings;
    }

    private static Finding told(Subject subject, @Nullable Column column, String value) {
        return new Finding(subject, column, value, Source.TOLD, 0, 0, null);
    }

    /// Two ways of writing something, and how often a sample shows each.
    private static final class Votes {
        private int one;
        private int other;
        private int open;
        private @Nullable Long firstOne;
        private @Nullable Long firstOther;
        private @Nullable Long firstOpen;

        void one(long line) {
            one++;
            firstOne = firstOne == null ? Long.valueOf(line) : firstOne;
        }

        void other(long line) {
            other++;
            firstOther = firstOther == null ? Long.valueOf(line) : firstOther;
        }

        void open(long line) {
            open++;
            firstOpen = firstOpen == null ? Long.valueOf(line) : firstOpen;
        }

        boolean isFor(int votes, int against, int many) {
            return votes > 0 && votes >= (long) against * many;
        }
    }

    /// What a column of numbers shows.
    private static final class Numbers {
        private final Votes votes = new Votes(); // one: comma, other: point
        private boolean grouped;
        private boolean whole;
        private boolean threeDecimals;
    }

    private Numbers numbers(Column column) {
        Numbers numbers = new Numbers();
        for (SampleRows.Row row : sample.rows()) {
            Decimals.Evidence evidence = Decimals.evidence(SampleRows.value(row, sample.columns(), column));
            switch (evidence.reading()) {
                case ONLY_COMMA -> numbers.votes.one(row.line());
                case ONLY_POINT -> numbers.votes.other(row.line());
                case AMBIGUOUS -> numbers.votes.open(row.line());
                case SAME -> numbers.whole = true;
                case UNREADABLE -> {}
            }
            numbers.grouped |= evidence.grouped();
            numbers.whole |= evidence.grouped() && !evidence.hasDecimals();
            numbers.threeDecimals |= evidence.decimals() == 3;
        }
        return numbers;
    }

    private NumberStyle style(Column column, Numbers numbers, Numbers ofOther) {
        if (options.decimal() != null) {
            findings.add(told(Subject.DECIMAL, column, options.decimal().key()));
            return new NumberStyle(options.decimal(), true);
        }
        if (typedCells) {
            return NumberStyle.UNDECIDED;
        }
        Votes votes = numbers.votes;
        boolean groups = numbers.grouped && numbers.whole && !numbers.threeDecimals;
        if (votes.isFor(votes.one, votes.other, MANY_NUMBERS)) {
            findings.add(found(column, DecimalMark.COMMA, votes.one, votes.other, votes.firstOne));
            return new NumberStyle(DecimalMark.COMMA, groups);
        }
        if (votes.isFor(votes.other, votes.one, MANY_NUMBERS)) {
            findings.add(found(column, DecimalMark.POINT, votes.other, votes.one, votes.firstOther));
            return new NumberStyle(DecimalMark.POINT, groups);
        }
        if (votes.one > 0) {
            findings.add(new Finding(
                    Subject.DECIMAL,
                    column,
                    DecimalMark.EITHER.key(),
                    Source.CONFLICTING,
                    votes.one,
                    votes.other,
                    votes.firstOther));
            return NumberStyle.UNDECIDED;
        }
        return asOtherColumn(column, votes, ofOther.votes);
    }

    private static Finding found(Column column, DecimalMark mark, int shows, int against, @Nullable Long line) {
        return new Finding(Subject.DECIMAL, column, mark.key(), Source.SHOWN, shows, against, line);
    }

    /// A column that shows nothing is written as the other one, if that is certain.
    private NumberStyle asOtherColumn(Column column, Votes votes, Votes other) {
        DecimalMark mark = other.one > 0 && other.other == 0
                ? DecimalMark.COMMA
                : other.other > 0 && other.one == 0 && votes.open <= MOST_LIKE_GROUPS
                        ? DecimalMark.POINT
                        : DecimalMark.EITHER;
        findings.add(new Finding(
                Subject.DECIMAL,
                column,
                mark.key(),
                mark == DecimalMark.EITHER ? Source.OPEN : Source.SHOWN,
                other.one + other.other,
                votes.open,
                votes.firstOpen));
        return new NumberStyle(mark, false);
    }

    private DateStyle dates() {
        if (options.dates() != null) {
            findings.add(told(
                    Subject.DATES, Column.DATA_ULTIMA_COMPRA, options.dates().pattern()));
            return options.dates();
        }
        Votes votes = new Votes(); // one: day first, other: month first
        for (SampleRows.Row row : sample.rows()) {
            switch (Dates.evidence(SampleRows.value(row, sample.columns(), Column.DATA_ULTIMA_COMPRA))) {
                case ONLY_DAY_FIRST -> votes.one(row.line());
                case ONLY_MONTH_FIRST -> votes.other(row.line());
                case AMBIGUOUS -> votes.open(row.line());
                case SAME, YEAR_FIRST, TWO_DIGIT_YEAR, UNREADABLE -> {}
            }
        }
        if (votes.isFor(votes.one, votes.other, MANY_DATES)) {
            return found(DateStyle.Order.DAY_FIRST, Source.SHOWN, votes.one, votes.other, votes.firstOne);
        }
        if (votes.isFor(votes.other, votes.one, MANY_DATES)) {
            return found(DateStyle.Order.MONTH_FIRST, Source.SHOWN, votes.other, votes.one, votes.firstOther);
        }
        return votes.one > 0
                ? found(DateStyle.Order.EITHER, Source.CONFLICTING, votes.one, votes.other, votes.firstOther)
                : found(DateStyle.Order.DAY_FIRST, Source.ASSUMED, 0, votes.open, votes.firstOpen);
    }

    private DateStyle found(DateStyle.Order order, Source source, int shows, int against, @Nullable Long line) {
        findings.add(new Finding(Subject.DATES, Column.DATA_ULTIMA_COMPRA, order.key(), source, shows, against, line));
        return new DateStyle(order, false);
    }

    /// What its sender calls so comes to `NULL`, which nobody writes for anything else.
    private NullWords nulls() {
        if (options.nulls() == null) {
            return NullWords.USUAL;
        }
        Set<String> words = new HashSet<>(options.nulls().words());
        words.add("null");
        NullWords nulls = new NullWords(words);
        findings.add(told(Subject.NULLS, null, nulls.toString()));
        return nulls;
    }
}
