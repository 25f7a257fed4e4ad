package dev.carga.domain.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.carga.domain.Nullable;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The words for true and false of a file, normalized by [Words#normalize(String)]. No word stands for both.
public final class BooleanWords {

    /// The words of all programs that are known to write such files, in Portuguese and English.
    public static final BooleanWords USUAL = new BooleanWords(
            Set.of("1", "1.0", "1,0", "true", "t", "s", "sim", "y", "yes", "v", "verdadeiro"),
            Set.of("0", "0.0", "0,0", "false", "f", "n", "nao", "no", "falso"));

    private final Set<String> trueWords;
    private final Set<String> falseWords;
    private final WordLookup lookup;
    private final boolean usualDigits;

    public BooleanWords(Set<String> trueWords, Set<String> falseWords) {
        this.trueWords = Set.copyOf(trueWords);
        this.falseWords = Set.copyOf(falseWords);
        if (trueWords.isEmpty() || falseWords.isEmpty() || trueWords.stream().anyMatch(falseWords::contains)) {
            throw new IllegalArgumentException("A word for true and another one for false");
        }
        this.lookup = new WordLookup(
                Stream.concat(trueWords.stream(), falseWords.stream()).collect(Collectors.toUnmodifiableSet()));
        this.usualDigits = trueWords.contains("1") && falseWords.contains("0");
    }

    /// Parses words such as `ativo/inativo`, the word for true first, several separated by commas: `a,b/c`.
    /// Empty if the text has another form, or a word stands for both.
    public static Optional<BooleanWords> parse(String text) {
        String[] both = text.split("/", -1);
        if (both.length != 2) {
            return Optional.empty();
        }
        Optional<Set<String>> yes = WordLookup.words(both[0]);
        Optional<Set<String>> no = WordLookup.words(both[1]);
        return yes.isEmpty() || no.isEmpty() || yes.get().stream().anyMatch(no.get()::contains)
                ? Optional.empty()
                : Optional.of(new BooleanWords(yes.get(), no.get()));
    }

    public Set<String> trueWords() {
        return trueWords;
    }

    public Set<String> falseWords() {
        return falseWords;
    }

    /// The value of the field `b[from, to)` in UTF-8; null if it is none of the words.
    public @Nullable Boolean read(byte[] b, int from, int to) {
        if (usualDigits && to - from == 1 && (b[from] == '0' || b[from] == '1')) {
            return b[from] == '1';
        }
        String word = lookup.find(b, from, to);
        return word.isEmpty() ? null : (Boolean) trueWords.contains(word);
    }

    /// Whether a field is one of the words.
    public boolean contains(String field) {
        byte[] utf8 = field.getBytes(UTF_8);
        return read(utf8, 0, utf8.length) != null;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BooleanWords that
                && that.trueWords.equals(trueWords)
                && that.falseWords.equals(falseWords);
    }

    @Override
    public int hashCode() {
        return 31 * trueWords.hashCode() + falseWords.hashCode();
    }

    /// The form that [#parse(String)] reads.
    @Override
    public String toString() {
        return String.join(",", new TreeSet<>(trueWords)) + "/" + String.join(",", new TreeSet<>(falseWords));
    }
}
