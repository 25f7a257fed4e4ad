package dev.carga.domain.dialect;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The words that stand for no value, in small letters. An empty field is none in any case.
public record NullWords(Set<String> words) {

    /// Those that databases, spreadsheets and data tools write.
    public static final NullWords USUAL = new NullWords(Set.of(
            "null", "(null)", "[null]", "<null>", "\\n", "n/a", "na", "<na>", "#n/a", "n/d", "nd", "#n/d", "nan",
            "none", "nil", "-", "--"));

    private static final int LONGEST = 20;

    public NullWords {
        words = Set.copyOf(words);
    }

    /// Words separated by commas.
    public static Optional<NullWords> parse(String text) {
        Set<String> words = new TreeSet<>();
        for (String word : List.of(text.split(",", -1))) {
            String plain = Words.plain(word);
            if (plain.isEmpty() || plain.length() > LONGEST) {
                return Optional.empty();
            }
            words.add(plain);
        }
        return Optional.of(new NullWords(words));
    }

    /// As [#parse] reads it.
    @Override
    public String toString() {
        return String.join(",", new TreeSet<>(words));
    }
}
