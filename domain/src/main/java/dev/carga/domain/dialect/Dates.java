package dev.carga.domain.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.carga.domain.Nullable;
import java.time.LocalDate;
import java.time.Month;
import java.time.Year;

/// Reads dates: the two most frequent forms directly from the bytes of a line, all others through
/// [WrittenDate].
public final class Dates {

    /// The result for a date with two different readings. No field can have this value, because its year has
    /// more digits.
    public static final LocalDate AMBIGUOUS = LocalDate.MIN;

    /// A longer field is not a date, even with a time and a zone.
    private static final int MAX_BYTES = 80;

    private static final int SHORTEST_MONTH = 28;

    /// What a date shows about the order of day and month in its file.
    public enum Evidence {
        /// The date exists only if the day comes first.
        ONLY_DAY_FIRST,
        /// The date exists only if the month comes first.
        ONLY_MONTH_FIRST,
        /// The date is the same in both orders, such as 5 May, or its month is a name.
        SAME,
        /// The two orders give different dates.
        AMBIGUOUS,
        /// The date begins with the year.
        YEAR_FIRST,
        /// The year has two digits: readable only if the sender allows that.
        TWO_DIGIT_YEAR,
        UNREADABLE
    }

    private Dates() {}

    /// Reads the field `b[from, to)` in UTF-8; a time of day behind the date is ignored.
    ///
    /// @param latestYear the latest plausible year: a two-digit year is of the 21st century unless that makes
    ///                   it later than this, and of the 20th otherwise
    /// @return null if the field is not a date in this style, [#AMBIGUOUS] if it has two readings
    public static @Nullable LocalDate read(byte[] b, int from, int to, DateStyle style, int latestYear) {
        LocalDate plain = to - from == 10 ? plain(b, from, style) : null;
        if (plain != null) {
            return plain;
        }
        // The shortest date is 1/1/15.
        if (to - from < 6 || to - from > MAX_BYTES) {
            return null;
        }
        WrittenDate written = WrittenDate.of(FieldText.clean(b, from, to));
        return written == null ? null : written.in(style, latestYear);
    }

    /// Reads `2011-11-23`, and `23/11/2011` if the style has a definite order; null for anything else.
    private static @Nullable LocalDate plain(byte[] b, int from, DateStyle style) {
        int year;
        int month;
        int day;
        if (b[from + 4] == '-' && b[from + 7] == '-') {
            year = year(b, from);
            month = twoDigits(b, from + 5);
            day = twoDigits(b, from + 8);
        } else if (b[from + 2] == '/' && b[from + 5] == '/') {
            boolean monthFirst = style.order() == DateStyle.Order.MONTH_FIRST;
            if (!monthFirst && style.order() != DateStyle.Order.DAY_FIRST) {
                return null;
            }
            day = twoDigits(b, monthFirst ? from + 3 : from);
            month = twoDigits(b, monthFirst ? from : from + 3);
            year = year(b, from + 6);
        } else {
            return null;
        }
        return date(year, month, day);
    }

    /// What a field shows about the order of day and month in its file.
    public static Evidence evidence(String field) {
        byte[] b = field.getBytes(UTF_8);
        if (b.length > MAX_BYTES || !FieldText.mayHoldDigit(b, 0, b.length)) {
            return Evidence.UNREADABLE;
        }
        WrittenDate plain = b.length == 10 ? plain(b) : null;
        WrittenDate written = plain == null ? WrittenDate.of(FieldText.clean(b, 0, b.length)) : plain;
        return written == null ? Evidence.UNREADABLE : written.evidence();
    }

    /// One of the two most frequent forms, in any order; null for another form.
    private static @Nullable WrittenDate plain(byte[] b) {
        boolean yearFirst = b[4] == '-' && b[7] == '-';
        if (!yearFirst && (b[2] != '/' || b[5] != '/')) {
            return null;
        }
        int year = year(b, yearFirst ? 0 : 6);
        int first = twoDigits(b, yearFirst ? 8 : 0);
        int second = twoDigits(b, yearFirst ? 5 : 3);
        WrittenDate.Shape shape = yearFirst ? WrittenDate.Shape.YEAR_FIRST : WrittenDate.Shape.NUMBERS;
        return (year | first | second) < 0 ? null : new WrittenDate(shape, year, false, first, second);
    }

    /// The date with these numbers; null if it does not exist.
    static @Nullable LocalDate date(int year, int month, int day) {
        if (year < 1
                || month < 1
                || month > 12
                || day < 1
                || (day > SHORTEST_MONTH && day > Month.of(month).length(Year.isLeap(year)))) {
            return null;
        }
        return LocalDate.of(year, month, day);
    }

    private static int year(byte[] b, int at) {
        return 100 * twoDigits(b, at) + twoDigits(b, at + 2);
    }

    /// The value of two digits; if one of them is not a digit, a number so small that a year computed with it
    /// is negative.
    private static int twoDigits(byte[] b, int at) {
        int tens = b[at] - '0';
        int units = b[at + 1] - '0';
        return (tens | units | (9 - tens) | (9 - units)) < 0 ? -10_000 : 10 * tens + units;
    }
}
