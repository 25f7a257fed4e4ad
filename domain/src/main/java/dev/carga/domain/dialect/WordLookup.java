package dev.carga.domain.dialect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Checks whether a field is one of a few words. Decides by the first byte for nearly all fields that are
/// not.
final class WordLookup {

    /// The most characters of a word.
    static final int LONGEST = 20;

    /// The most bytes of a field that can be a word: characters of three bytes, or a word with quotes around
    /// it.
    private static final int LONGEST_FIELD = 3 * LONGEST;

    private static final int ASCII = 128;

    private final Set<String> words;
    private final int longest;

    /// Whether a field that begins with this byte may be a word; always true for bytes that are not ASCII.
    private final boolean[] first = new boolean[256];

    WordLookup(Set<String> words) {
        this.words = words;
        this.longest = words.stream().mapToInt(String::length).max().orElse(0);
        for (char c = 0; c < first.length; c++) {
            first[c] = c <= ' ' || c >= ASCII || mayWrap(c);
        }
        for (String word : words) {
            char c = word.isEmpty() ? Character.MAX_VALUE : word.charAt(0);
            if (c < ASCII) {
                first[c] = true;
                first[Character.toUpperCase(c)] = true;
            }
        }
    }

    /// Parses words separated by commas and normalizes them; empty if one of them is empty or too long.
    static Optional<Set<String>> words(String text) {
        Set<String> words = new TreeSet<>();
        for (String word : text.split(",", -1)) {
            String plain = Words.normalize(FieldText.clean(word));
            if (plain.isEmpty() || plain.length() > LONGEST) {
                return Optional.empty();
            }
            words.add(plain);
        }
        return Optional.of(words);
    }

    /// The word in a field, without what [FieldText] removes; an empty text if the field is no word. Blank
    /// fields are recognised by [#isBlank(byte[], int, int)].
    String find(byte[] b, int from, int to) {
        if (!mayBeWord(b, from, to)) {
            return "";
        }
        for (int i = from; i < to; i++) {
            if (b[i] <= ' ' || mayWrap((char) b[i])) {
                String word = Words.normalize(FieldText.clean(b, from, to));
                return words.contains(word) ? word : "";
            }
        }
        if (to - from > longest) {
            return "";
        }
        String word = lower(b, from, to);
        return words.contains(word) ? word : "";
    }

    /// Whether a field has no visible character.
    boolean isBlank(byte[] b, int from, int to) {
        return from == to
                || (mayBeWord(b, from, to)
                        && (b[from] <= ' ' || mayWrap((char) b[from]))
                        && FieldText.clean(b, from, to).isEmpty());
    }

    /// A fast check of the first byte: false for nearly every field that is no word, never false for a word.
    boolean mayBeWord(byte[] b, int from, int to) {
        return to > from && first[b[from] & 0xFF] && to - from <= LONGEST_FIELD;
    }

    private static boolean mayWrap(char c) {
        return c == '\'' || c == '`' || c == '"' || c == '=';
    }

    private static String lower(byte[] b, int from, int to) {
        byte[] lower = new byte[to - from];
        for (int i = 0; i < lower.length; i++) {
            byte c = b[from + i];
            lower[i] = (byte) (c >= 'A' && c <= 'Z' ? c + 32 : c);
        }
        return new String(lower, ISO_8859_1);
    }
}
