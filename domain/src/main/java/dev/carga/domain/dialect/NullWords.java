package dev.carga.domain.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The words that stand for no value, in small letters. An empty field is none in any case.
public final class NullWords {

    /// Those that databases, spreadsheets and data tools write.
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

    /// Words separated by commas.
    public static Optional<NullWords> parse(String text) {
        return WordLookup.words(text).map(NullWords::new);
    }

    public Set<String> words() {
        return words;
    }

    /// Whether a field stands for no value: nothing at all, blanks, or one of the words in any case.
    public boolean contains(byte[] b, int from, int to) {
        if (from == to) {
            return true;
        }
        // Nearly all fields are none, and nearly all of the others are NULL.
        if (!lookup.mayBeWord(b, from, to)) {
            return false;
        }
        return (hasNull && isNull(b, from, to)) || !lookup.find(b, from, to).isEmpty() || lookup.isBlank(b, from, to);
    }

    /// Same as [#contains(byte[], int, int)].
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

    /// As [#parse] reads it.
    @Override
    public String toString() {
        return String.join(",", new TreeSet<>(words));
    }
}
