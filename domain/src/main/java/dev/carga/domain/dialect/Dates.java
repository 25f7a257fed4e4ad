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
        if (to - from == 10) {
            if (b[from + 4] == '-' && b[from + 7] == '-') {
                LocalDate date = date(digits(b, from, 4), digits(b, from + 5, 2), digits(b, from + 8, 2));
                if (date != null) {
                    return date;
                }
            } else if (b[from + 2] == '/' && b[from + 5] == '/') {
                LocalDate date = WrittenDate.ofNumbers(
                                digits(b, from, 2), digits(b, from + 3, 2), digits(b, from + 6, 4))
                        .in(style, latestYear);
                if (date != null) {
                    return date;
                }
            }
        }
        // The shortest date is 1/1/15.
        if (to - from < 6 || to - from > MAX_BYTES) {
            return null;
        }
        WrittenDate written = WrittenDate.of(FieldText.clean(b, from, to));
        return written == null ? null : written.in(style, latestYear);
    }

    /// What the date says of its file.
    public static Evidence evidence(String field) {
        byte[] b = field.getBytes(UTF_8);
        WrittenDate written = b.length > MAX_BYTES ? null : WrittenDate.of(FieldText.clean(b, 0, b.length));
        return written == null ? Evidence.UNREADABLE : written.evidence();
    }

    /// The date of these numbers; null if there is none.
    static @Nullable LocalDate date(int year, int month, int day) {
        boolean exists = year >= 1
                && month >= 1
                && month <= 12
                && day >= 1
                && day <= Month.of(month).length(Year.isLeap(year));
        return exists ? LocalDate.of(year, month, day) : null;
    }

    /// The number that `count` digits make, or -1 if one of them is none.
    private static int digits(byte[] b, int from, int count) {
        int number = 0;
        for (int i = from; i < from + count; i++) {
            int digit = b[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
