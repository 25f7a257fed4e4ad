package dev.carga.domain.layout;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.regex.Pattern;

/// Detects values with a blank in them, such as `R$ 5`, `1 234` or a date with a time, in lines that are
/// split at blanks. A line with as many words as columns may have such a value beside an empty column, and
/// then its words must not be assigned to the columns.
public final class SplitValues {

    private static final Pattern BEGIN_OF_GROUPS = Pattern.compile("[-+(]?(?:R\\$)?[1-9][0-9]{0,2}");
    private static final Pattern NEXT_GROUP = Pattern.compile("(?s)[0-9]{3}(?:[.,)-].*)?");
    private static final Pattern CURRENCY = Pattern.compile("(?i)R\\$|BRL");
    private static final Pattern TIME = Pattern.compile("(?s)[0-9]{1,2}:[0-9]{2}.*");

    private SplitValues() {}

    /// Whether a value of an unaligned line was split: two words with a single blank between them may be one
    /// value, and other words are separated by several blanks.
    ///
    /// @param line   in UTF-8
    /// @param bounds the start and end of each word, alternating
    /// @param size   the number of words
    public static boolean hasSplitValue(byte[] line, int[] bounds, int size) {
        boolean several = false;
        for (int i = 1; i < size; i++) {
            several |= gap(bounds, i) > 1;
        }
        for (int i = 1; several && i < size; i++) {
            if (gap(bounds, i) == 1 && mayBeOneValue(word(line, bounds, i - 1), word(line, bounds, i))) {
                return true;
            }
        }
        return false;
    }

    /// As [#hasSplitValue(byte[], int[], int)], whatever the number of blanks between the words is.
    public static boolean mayHaveSplitValue(byte[] line, int[] bounds, int size) {
        for (int i = 1; i < size; i++) {
            if (mayBeOneValue(word(line, bounds, i - 1), word(line, bounds, i))) {
                return true;
            }
        }
        return false;
    }

    /// Whether two words with a single blank between them may be one value. Such a line does not show the
    /// positions of columns.
    ///
    /// @param starts the start of each word, in characters
    /// @param ends   the end of each word, in characters
    static boolean hasSplitValue(List<String> words, List<Integer> starts, List<Integer> ends) {
        for (int i = 1; i < words.size(); i++) {
            if (starts.get(i) - ends.get(i - 1) == 1 && mayBeOneValue(words.get(i - 1), words.get(i))) {
                return true;
            }
        }
        return false;
    }

    /// The number of blanks before a word.
    private static int gap(int[] bounds, int i) {
        return bounds[2 * i] - bounds[2 * i - 1];
    }

    /// Whether two adjacent words may be one value.
    static boolean mayBeOneValue(String word, String next) {
        return CURRENCY.matcher(word).matches()
                || TIME.matcher(next).matches()
                || (BEGIN_OF_GROUPS.matcher(word).matches()
                        && NEXT_GROUP.matcher(next).matches());
    }

    private static String word(byte[] line, int[] bounds, int i) {
        return new String(line, bounds[2 * i], bounds[2 * i + 1] - bounds[2 * i], UTF_8);
    }
}
