package dev.carga.domain.dialect;

import dev.carga.domain.Nullable;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A date as it is written: its year, and two numbers of which either may be the month.
///
/// @param shape     what determines the order of the numbers
/// @param twoDigits whether the year has two digits
/// @param first     the first number; the day if the order is known
/// @param second    the second number; the month if the order is known
record WrittenDate(Shape shape, int year, boolean twoDigits, int first, int second) {

    /// What determines which number is the day.
    enum Shape {
        /// The date begins with the year, followed by the month.
        YEAR_FIRST,
        /// The month is a name.
        NAMED_MONTH,
        /// Nothing: both are numbers.
        NUMBERS
    }

    /// In Portuguese and English. Three letters are sufficient: no abbreviation stands for different months
    /// in the two languages.
    private static final List<List<String>> MONTHS = List.of(
            List.of("janeiro", "january"),
            List.of("fevereiro", "february"),
            List.of("marco", "march"),
            List.of("abril", "april"),
            List.of("maio", "may"),
            List.of("junho", "june"),
            List.of("julho", "july"),
            List.of("agosto", "august"),
            List.of("setembro", "september"),
            List.of("outubro", "october"),
            List.of("novembro", "november"),
            List.of("dezembro", "december"));

    private static final String MONTH = "(?<m>\\p{L}{3,9})\\.?";

    /// A time of day behind a blank or a T, and its zone. Both are ignored: the date is not converted to
    /// another zone.
    private static final String TIME = "(?:(?:,? +| *[Tt] *|:)(?<hour>[0-9]{1,2}):(?<minute>[0-9]{2})"
            + "(?::(?<second>[0-9]{2})(?:[.,][0-9]{1,9})?)?(?: *(?<half>[AaPp]\\.? ?[Mm]\\.?))?"
            + "(?: *(?:Z|z|UTC|GMT|(?:UTC|GMT)?[+-](?<zone>[0-9]{2})(?::?[0-5][0-9])?))?)?";

    private static final Pattern YEAR_FIRST =
            Pattern.compile("(?<y>[0-9]{4})(?<sign>[-/.])(?<a>[0-9]{1,2})\\k<sign>(?<b>[0-9]{1,2})" + TIME);
    private static final Pattern COMPACT = Pattern.compile("(?<y>[0-9]{4})(?<a>[0-9]{2})(?<b>[0-9]{2})" + TIME);
    private static final Pattern NUMBERS =
            Pattern.compile("(?<a>[0-9]{1,2})(?<sign>[-/.])(?<b>[0-9]{1,2})\\k<sign>(?<y>[0-9]{4}|[0-9]{2})" + TIME);
    private static final Pattern DAY_AND_NAME =
            Pattern.compile("(?<a>[0-9]{1,2})(?<sign>[-/. ]?)" + MONTH + "\\k<sign>(?<y>[0-9]{4}|[0-9]{2})" + TIME);
    private static final Pattern NAME_AND_DAY =
            Pattern.compile(MONTH + "(?:-| {1,2})(?<a>[0-9]{1,2})(?:, ?|[- ])(?<y>[0-9]{4})" + TIME);
    private static final Pattern YEAR_AND_NAME =
            Pattern.compile("(?<y>[0-9]{4})(?<sign>[-/. ])" + MONTH + "\\k<sign>(?<a>[0-9]{1,2})" + TIME);

    /// Parses a text that [FieldText#clean] prepared; null if it does not have the form of a date.
    static @Nullable WrittenDate of(String text) {
        Matcher matcher = YEAR_FIRST.matcher(text);
        if (matcher.matches() || matcher.usePattern(COMPACT).matches()) {
            return numbers(Shape.YEAR_FIRST, matcher);
        }
        if (matcher.usePattern(NUMBERS).matches()) {
            return numbers(Shape.NUMBERS, matcher);
        }
        if (matcher.usePattern(YEAR_AND_NAME).matches()) {
            return named(Shape.YEAR_FIRST, matcher);
        }
        return matcher.usePattern(DAY_AND_NAME).matches()
                        || matcher.usePattern(NAME_AND_DAY).matches()
                ? named(Shape.NAMED_MONTH, matcher)
                : null;
    }

    private static @Nullable WrittenDate numbers(Shape shape, Matcher matcher) {
        int a = Integer.parseInt(matcher.group("a"));
        int b = Integer.parseInt(matcher.group("b"));
        return written(matcher, shape, shape == Shape.YEAR_FIRST ? b : a, shape == Shape.YEAR_FIRST ? a : b);
    }

    private static @Nullable WrittenDate named(Shape shape, Matcher matcher) {
        String name = Words.normalize(matcher.group("m"));
        for (int month = 0; month < MONTHS.size(); month++) {
            if (MONTHS.get(month).stream().anyMatch(full -> full.startsWith(name))) {
                return written(matcher, shape, Integer.parseInt(matcher.group("a")), month + 1);
            }
        }
        return null;
    }

    private static @Nullable WrittenDate written(Matcher matcher, Shape shape, int first, int second) {
        String year = matcher.group("y");
        return isTime(matcher)
                ? new WrittenDate(shape, Integer.parseInt(year), year.length() == 2, first, second)
                : null;
    }

    private static boolean isTime(Matcher matcher) {
        int latestHour = matcher.group("half") == null ? 23 : 12;
        return isAtMost(matcher.group("hour"), latestHour)
                && isAtMost(matcher.group("minute"), 59)
                && isAtMost(matcher.group("second"), 59)
                && isAtMost(matcher.group("zone"), 18);
    }

    private static boolean isAtMost(@Nullable String number, int limit) {
        return number == null || Integer.parseInt(number) <= limit;
    }

    /// The date in this style; null if it does not exist, [Dates#AMBIGUOUS] if it has two readings.
    @Nullable
    LocalDate in(DateStyle style, int latestYear) {
        if ((twoDigits && !style.twoDigitYears())
                || (style.order() == DateStyle.Order.YEAR_FIRST && shape != Shape.YEAR_FIRST)) {
            return null;
        }
        int full = twoDigits ? (2000 + year <= latestYear ? 2000 : 1900) + year : year;
        LocalDate dayFirst = Dates.date(full, second, first);
        if (shape != Shape.NUMBERS || style.order() == DateStyle.Order.DAY_FIRST) {
            return dayFirst;
        }
        LocalDate monthFirst = Dates.date(full, first, second);
        if (style.order() == DateStyle.Order.MONTH_FIRST || dayFirst == null) {
            return monthFirst;
        }
        return monthFirst == null || monthFirst.equals(dayFirst) ? dayFirst : Dates.AMBIGUOUS;
    }

    Dates.Evidence evidence() {
        if (twoDigits) {
            return Dates.Evidence.TWO_DIGIT_YEAR;
        }
        LocalDate dayFirst = Dates.date(year, second, first);
        LocalDate monthFirst = shape == Shape.NUMBERS ? Dates.date(year, first, second) : dayFirst;
        if (dayFirst == null && monthFirst == null) {
            return Dates.Evidence.UNREADABLE;
        }
        if (shape == Shape.YEAR_FIRST) {
            return Dates.Evidence.YEAR_FIRST;
        }
        if (dayFirst == null || monthFirst == null) {
            return dayFirst == null ? Dates.Evidence.ONLY_MONTH_FIRST : Dates.Evidence.ONLY_DAY_FIRST;
        }
        return dayFirst.equals(monthFirst) ? Dates.Evidence.SAME : Dates.Evidence.AMBIGUOUS;
    }
}
