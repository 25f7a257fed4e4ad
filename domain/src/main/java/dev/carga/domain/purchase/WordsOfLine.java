package dev.carga.domain.purchase;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.regex.Pattern;

/// Looks at the words of a line that does not stand where the columns of its aligned file do. As many words as columns
/// say nothing then if two of them may be one value with a blank in it, beside a column that is empty.
final class WordsOfLine {

    private static final Pattern BEGIN_OF_GROUPS = Pattern.compile("[-+(]?(?:R\\$)?[1-9][0-9]{0,2}");
    private static final Pattern NEXT_GROUP = Pattern.compile("[0-9]{3}(?:[.,)-].*)?");
    private static final Pattern CURRENCY = Pattern.compile("(?i)R\\$|BRL|[-+(]");
    private static final Pattern TIME = Pattern.compile("[0-9]{1,2}:[0-9]{2}.*");

    private WordsOfLine() {}

    /// The same for a line of a file whose columns stand anywhere: one blank within a value, where several stand between
    /// the others.
    static boolean splitAValue(byte[] line, int[] bounds, int size) {
        boolean one = false;
        boolean several = false;
        for (int i = 1; i < size; i++) {
            int gap = bounds[2 * i] - bounds[2 * i - 1];
            one |= gap == 1;
            several |= gap > 1;
        }
        return one && several && maySplitAValue(line, bounds, size);
    }

    static boolean maySplitAValue(byte[] line, int[] bounds, int size) {
        for (int i = 0; i < size; i++) {
            String word = word(line, bounds, i);
            String next = i + 1 < size ? word(line, bounds, i + 1) : "";
            if (CURRENCY.matcher(word).matches()
                    || TIME.matcher(word).matches()
                    || (BEGIN_OF_GROUPS.matcher(word).matches()
                            && NEXT_GROUP.matcher(next).matches())) {
                return true;
            }
        }
        return false;
    }

    private static String word(byte[] line, int[] bounds, int i) {
        return new String(line, bounds[2 * i], bounds[2 * i + 1] - bounds[2 * i], UTF_8);
    }
}
