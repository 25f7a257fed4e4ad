package dev.carga.bootstrap.workbook;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Which number formats show a number as a date or a time (ECMA-376 part 1, 18.8.30 and 18.8.31).
final class DateFormats {

    /// Quoted text, an escaped character, a space of a character's width, a repeated character; colours,
    /// conditions and languages.
    private static final Pattern NO_VALUE = Pattern.compile("\"[^\"]*\"?|\\\\.|_.|\\*.|\\[(?![hmsHMS]+])[^]]*]");

    private static final Pattern FRACTION_OF_SECONDS = Pattern.compile("s]?[.,]0+");
    private static final Pattern DIGITS = Pattern.compile("[0#?@]");
    private static final Pattern PARTS_OF_DATES = Pattern.compile("[ymdhs]");

    private final Set<Integer> custom = new HashSet<>();
    private final Set<Integer> overridden = new HashSet<>();

    /// Adds a format that the workbook defines.
    void add(int id, String code) {
        overridden.add(id);
        if (isDate(code)) {
            custom.add(id);
        }
    }

    boolean isDate(int id) {
        return custom.contains(id) || (!overridden.contains(id) && isBuiltIn(id));
    }

    /// The built-in formats of all languages. From 27 on they differ by language, and are dates in each language
    /// that has them.
    private static boolean isBuiltIn(int id) {
        return (id >= 14 && id <= 22)
                || (id >= 27 && id <= 36)
                || (id >= 45 && id <= 47)
                || (id >= 50 && id <= 58)
                || (id >= 71 && id <= 81);
    }

    /// Decides by the section of the format for positive numbers.
    static boolean isDate(String code) {
        String values = NO_VALUE.matcher(code).replaceAll(" ").toLowerCase(Locale.ROOT);
        int end = values.indexOf(';');
        String first = end < 0 ? values : values.substring(0, end);
        String plain = FRACTION_OF_SECONDS.matcher(first).replaceAll("s");
        return PARTS_OF_DATES.matcher(plain).find() && !DIGITS.matcher(plain).find() && !plain.contains("general");
    }
}
