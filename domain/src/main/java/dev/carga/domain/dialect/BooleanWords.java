package dev.carga.domain.dialect;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The words for true and false, without accents and in small letters. None stands for both.
public record BooleanWords(Set<String> trueWords, Set<String> falseWords) {

    /// Those of every program that is known to write such files: no word among them has two meanings.
    public static final BooleanWords USUAL = new BooleanWords(
            Set.of("1", "1.0", "1,0", "true", "t", "s", "sim", "y", "yes", "v", "verdadeiro"),
            Set.of("0", "0.0", "0,0", "false", "f", "n", "nao", "no", "falso"));

    private static final int LONGEST = 20;

    public BooleanWords {
        trueWords = Set.copyOf(trueWords);
        falseWords = Set.copyOf(falseWords);
        if (trueWords.isEmpty() || falseWords.isEmpty() || trueWords.stream().anyMatch(falseWords::contains)) {
            throw new IllegalArgumentException("A word for true and another one for false");
        }
    }

    /// Words such as `ativo/inativo`, the one for true first; several are separated by commas: `a,b/c`.
    public static Optional<BooleanWords> parse(String text) {
        String[] both = text.split("/", -1);
        if (both.length != 2) {
            return Optional.empty();
        }
        Optional<Set<String>> yes = words(both[0]);
        Optional<Set<String>> no = words(both[1]);
        return yes.isEmpty() || no.isEmpty() || yes.get().stream().anyMatch(no.get()::contains)
                ? Optional.empty()
                : Optional.of(new BooleanWords(yes.get(), no.get()));
    }

    /// As [#parse] reads it.
    @Override
    public String toString() {
        return String.join(",", new TreeSet<>(trueWords)) + "/" + String.join(",", new TreeSet<>(falseWords));
    }

    private static Optional<Set<String>> words(String text) {
        Set<String> words = new TreeSet<>();
        for (String word : List.of(text.split(",", -1))) {
            String plain = Words.plain(word);
            if (plain.isEmpty() || plain.length() > LONGEST) {
                return Optional.empty();
            }
            words.add(plain);
        }
        return Optional.of(words);
    }
}
