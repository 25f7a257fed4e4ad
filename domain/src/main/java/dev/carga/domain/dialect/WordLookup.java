package dev.carga.domain.dialect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Finds out whether a field is one of a few words, at once for nearly all fields that are none.
final class WordLookup {

    /// The most characters of a word.
    static final int LONGEST = 20;

    /// The most bytes of a field: a word in characters of three bytes, or one with something around it.
    private static final int LONGEST_FIELD = 3 * LONGEST;

    private static final int ASCII = 128;

    private final Set<String> words;
    private final int longest;

    /// By the byte that a field begins with, whether it may be a word; one that is not ASCII may.
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

    /// Words separated by commas, as fields are compared with them; empty if one of them can be none.
    static Optional<Set<String>> words(String text) {
        Set<String> words = new TreeSet<>();
        for (String word : text.split(",", -1)) {
            String plain = Words.plain(FieldText.clean(word));
            if (plain.isEmpty() || plain.length() > LONGEST) {
                return Optional.empty();
            }
            words.add(plain);
        }
        return Optional.of(words);
    }

    /// The word that a field holds, whatever is around it; empty if the field holds none, or nothing but
    /// blanks: then see [#isBlank(byte[], int, int)].
    String find(byte[] b, int from, int to) {
        if (!mayBeWord(b, from, to)) {
            return "";
        }
        for (int i = from; i < to; i++) {
            if (b[i] <= ' ' || mayWrap((char) b[i])) {
                String word = Words.plain(FieldText.clean(b, from, to));
                return words.contains(word) ? word : "";
            }
        }
        if (to - from > longest) {
            return "";
        }
        String word = lower(b, from, to);
        return words.contains(word) ? word : "";
    }

    /// Whether a field holds nothing that anybody sees.
    boolean isBlank(byte[] b, int from, int to) {
        return from == to
                || (mayBeWord(b, from, to)
                        && (b[from] <= ' ' || mayWrap((char) b[from]))
                        && FieldText.clean(b, from, to).isEmpty());
    }

    /// A first look at its first byte: false for nearly every field that is no word, never for one that is.
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
