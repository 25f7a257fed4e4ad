package dev.carga.domain.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.carga.domain.Nullable;
import java.time.LocalDate;
import java.time.Month;
import java.time.Year;

/// Reads dates: the two usual forms straight from the bytes of a line, all others by way of [WrittenDate].
public final class Dates {

    /// Stands for a date with two readings that differ. No field has this value: it has another year.
    public static final LocalDate AMBIGUOUS = LocalDate.MIN;

    /// A longer field is no date, even with a time and a zone.
    private static final int MAX_BYTES = 80;

    private static final int SHORTEST_MONTH = 28;

    /// What a date says of the order of its file.
    public enum Evidence {
        /// It exists only if the day comes first.
        ONLY_DAY_FIRST,
        /// It exists only if the month comes first.
        ONLY_MONTH_FIRST,
        /// It is the same date either way: 5 May, or the month stands there by name.
        SAME,
        /// It is another date either way.
        AMBIGUOUS,
        /// It begins with the year.
        YEAR_FIRST,
        /// It would be read if the sender said that years have two digits.
        TWO_DIGIT_YEAR,
        UNREADABLE
    }

    private Dates() {}

    /// The date in a field, a time behind it left aside; null if there is none, [#AMBIGUOUS] if there are two.
    ///
    /// @param latestYear a year of two digits is of this century unless that comes after this year
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

    /// `2011-11-23`, and `23/11/2011` where the day or the month comes first for certain.
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

    /// What the date says of its file.
    public static Evidence evidence(String field) {
        byte[] b = field.getBytes(UTF_8);
        if (b.length > MAX_BYTES || !FieldText.mayHoldDigit(b, 0, b.length)) {
            return Evidence.UNREADABLE;
        }
        WrittenDate plain = b.length == 10 ? plain(b) : null;
        WrittenDate written = plain == null ? WrittenDate.of(FieldText.clean(b, 0, b.length)) : plain;
        return written == null ? Evidence.UNREADABLE : written.evidence();
    }

    /// One of the two usual forms, whatever its order; null if it is another.
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

    /// The date of these numbers; null if there is none.
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

    /// The number that two digits make; if one of them is none, less than any other two can make up for in a
    /// year.
    private static int twoDigits(byte[] b, int at) {
        int tens = b[at] - '0';
        int units = b[at + 1] - '0';
        return (tens | units | (9 - tens) | (9 - units)) < 0 ? -10_000 : 10 * tens + units;
    }
}
