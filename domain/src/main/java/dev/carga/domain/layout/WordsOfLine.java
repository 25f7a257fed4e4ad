package dev.carga.domain.layout;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.regex.Pattern;

/// Looks at the words of a line that does not stand where the columns of its aligned file do. As many words as
/// columns say nothing then if two of them may be one value with a blank in it, beside a column that is empty.
public final class WordsOfLine {

    private static final Pattern BEGIN_OF_GROUPS = Pattern.compile("[-+(]?(?:R\\$)?[1-9][0-9]{0,2}");
    private static final Pattern NEXT_GROUP = Pattern.compile("(?s)[0-9]{3}(?:[.,)-].*)?");
    private static final Pattern CURRENCY = Pattern.compile("(?i)R\\$|BRL");
    private static final Pattern TIME = Pattern.compile("(?s)[0-9]{1,2}:[0-9]{2}.*");

    private WordsOfLine() {}

    /// The same for a line of a file whose columns stand anywhere: one blank within a value, where several stand
    /// between the others.
    public static boolean splitAValue(byte[] line, int[] bounds, int size) {
        boolean several = false;
        for (int i = 1; i < size; i++) {
            several |= gap(bounds, i) > 1;
        }
        for (int i = 1; several && i < size; i++) {
            if (gap(bounds, i) == 1 && areOne(word(line, bounds, i - 1), word(line, bounds, i))) {
                return true;
            }
        }
        return false;
    }

    public static boolean maySplitAValue(byte[] line, int[] bounds, int size) {
        for (int i = 1; i < size; i++) {
            if (areOne(word(line, bounds, i - 1), word(line, bounds, i))) {
                return true;
            }
        }
        return false;
    }

    /// Whether two words of a line with a single blank between them may be one value. Such a line does not show
    /// where columns stand.
    ///
    /// @param starts where each word starts, and `ends` where it ends, in characters
    static boolean splitAValue(List<String> words, List<Integer> starts, List<Integer> ends) {
        for (int i = 1; i < words.size(); i++) {
            if (starts.get(i) - ends.get(i - 1) == 1 && areOne(words.get(i - 1), words.get(i))) {
                return true;
            }
        }
        return false;
    }

    /// How many blanks stand in front of a word.
    private static int gap(int[] bounds, int i) {
        return bounds[2 * i] - bounds[2 * i - 1];
    }

    /// Whether two words may be one value.
    static boolean areOne(String word, String next) {
        return CURRENCY.matcher(word).matches()
                || TIME.matcher(next).matches()
                || (BEGIN_OF_GROUPS.matcher(word).matches()
                        && NEXT_GROUP.matcher(next).matches());
    }

    private static String word(byte[] line, int[] bounds, int i) {
        return new String(line, bounds[2 * i], bounds[2 * i + 1] - bounds[2 * i], UTF_8);
    }
}
