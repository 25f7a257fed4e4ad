package dev.carga.domain.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The words for NULL of a file, normalized by [Words#normalize(String)]. An empty field is always NULL.
public final class NullWords {

    /// The words that databases, spreadsheets and data tools write.
    public static final NullWords USUAL = new NullWords(Set.of(
            "null", "(null)", "[null]", "<null>", "\\n", "n/a", "na", "<na>", "#n/a", "n/d", "nd", "#n/d", "nan",
            "none", "nil", "-", "--"));

    private final Set<String> words;
    private final WordLookup lookup;
    private final boolean hasNull;

    public NullWords(Set<String> words) {
        this.words = Set.copyOf(words);
        this.lookup = new WordLookup(this.words);
        this.hasNull = this.words.contains("null");
    }

    /// Parses words separated by commas; empty if one of them is empty or too long.
    public static Optional<NullWords> parse(String text) {
        return WordLookup.words(text).map(NullWords::new);
    }

    public Set<String> words() {
        return words;
    }

    /// Whether the field `b[from, to)` in UTF-8 is NULL: empty, blank, or one of the words in any case.
    public boolean contains(byte[] b, int from, int to) {
        if (from == to) {
            return true;
        }
        // Nearly all fields hold a value, and nearly all others are the word NULL.
        if (!lookup.mayBeWord(b, from, to)) {
            return false;
        }
        return (hasNull && isNull(b, from, to)) || !lookup.find(b, from, to).isEmpty() || lookup.isBlank(b, from, to);
    }

    /// As [#contains(byte[], int, int)], for a whole text.
    public boolean contains(String field) {
        byte[] utf8 = field.getBytes(UTF_8);
        return contains(utf8, 0, utf8.length);
    }

    private static boolean isNull(byte[] b, int from, int to) {
        return to - from == 4
                && (b[from] | 0x20) == 'n'
                && (b[from + 1] | 0x20) == 'u'
                && (b[from + 2] | 0x20) == 'l'
                && (b[from + 3] | 0x20) == 'l';
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NullWords that && that.words.equals(words);
    }

    @Override
    public int hashCode() {
        return words.hashCode();
    }

    /// The form that [#parse(String)] reads.
    @Override
    public String toString() {
        return String.join(",", new TreeSet<>(words));
    }
}
