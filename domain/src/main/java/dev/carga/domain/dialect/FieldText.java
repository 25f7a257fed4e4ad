package dev.carga.domain.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

/// A field's text without what programs and keyboards put around and into values, and what nobody sees: the slow way
/// to a value, for fields that are not written as machines write them.
///
/// Not Unicode's compatibility form (NFKC): that makes digits of `²` and `①`, and letters of `ſ`.
public final class FieldText {

    private static final char SOFT_HYPHEN = '\u00AD';
    private static final char MINUS_SIGN = '\u2212';
    /// The end of a file, as DOS marks it.
    private static final char CTRL_Z = 0x1A;

    private static final int FULL_WIDTH_FIRST = 0xFF01;
    private static final int FULL_WIDTH_LAST = 0xFF5E;
    /// What lies between a full-width character and the ASCII one.
    private static final int FULL_WIDTH = FULL_WIDTH_FIRST - '!';

    private FieldText() {}

    /// The field with full-width characters as ASCII, every kind of blank as a blank, every dash as `-`, and
    /// without characters that have no width; then without blanks around it, apostrophes in front, `="…"` and
    /// quotes around.
    public static String clean(byte[] bytes, int from, int to) {
        return clean(new String(bytes, from, to - from, UTF_8));
    }

    /// Same as [#clean(byte[], int, int)].
    public static String clean(String field) {
        StringBuilder plain = new StringBuilder(field.length());
        field.codePoints().map(FieldText::plain).filter(c -> c >= 0).forEach(plain::appendCodePoint);
        return unwrap(plain.toString().strip());
    }

    /// A first look: false only if there is no digit in the field, cleaned or not.
    static boolean mayHoldDigit(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            if (b[i] < 0 || (b[i] >= '0' && b[i] <= '9')) {
                return true;
            }
        }
        return false;
    }

    /// The character as values are written with; -1 for none.
    private static int plain(int c) {
        if (c > ' ' && c < 0x7F) {
            return c;
        }
        if (c >= FULL_WIDTH_FIRST && c <= FULL_WIDTH_LAST) {
            return c - FULL_WIDTH;
        }
        // Shown as a hyphen by some, as nothing by others: without it a negative amount would be positive.
        if (c == SOFT_HYPHEN || c == MINUS_SIGN || Character.getType(c) == Character.DASH_PUNCTUATION) {
            return '-';
        }
        if (Character.isWhitespace(c) || Character.isSpaceChar(c) || c == CTRL_Z) {
            return ' ';
        }
        return Character.getType(c) == Character.FORMAT ? -1 : c;
    }

    private static String unwrap(String text) {
        String inner = text;
        if (inner.startsWith("=\"")) {
            inner = inner.substring(1);
            inner = inner.length() > 1 && inner.endsWith("\"") ? inner : inner + '"';
        }
        if (inner.length() > 1 && inner.startsWith("\"") && inner.endsWith("\"")) {
            inner = inner.substring(1, inner.length() - 1).strip();
        } else if (!inner.isEmpty() && isApostrophe(inner.charAt(0))) {
            inner = withoutApostrophes(inner);
        }
        return inner.length() == text.length() ? inner : unwrap(inner);
    }

    /// Those in front say that a spreadsheet shall take the value for text; behind, they only close those in
    /// front.
    private static String withoutApostrophes(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isApostrophe(text.charAt(from))) {
            from++;
        }
        while (to > from && isApostrophe(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to).strip();
    }

    /// Also the typographic ones, and the grave accent that passes for one.
    static boolean isApostrophe(char c) {
        return c == '\'' || c == '\u2018' || c == '\u2019' || c == '`' || c == '\u00B4';
    }
}
