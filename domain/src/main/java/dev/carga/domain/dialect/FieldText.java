package dev.carga.domain.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Removes from a field what programs and keyboards add to values, such as quotes and invisible characters.
/// Slow: only for fields that the fast readers cannot read.
///
/// This is not Unicode's compatibility form (NFKC), which turns `²` and `①` into digits and `ſ` into a
/// letter.
public final class FieldText {

    private static final char SOFT_HYPHEN = '\u00AD';
    private static final char MINUS_SIGN = '\u2212';
    /// The end-of-file character of DOS.
    private static final char CTRL_Z = 0x1A;

    private static final int FULL_WIDTH_FIRST = 0xFF01;
    private static final int FULL_WIDTH_LAST = 0xFF5E;
    /// The distance between a full-width character and its ASCII counterpart.
    private static final int FULL_WIDTH_OFFSET = FULL_WIDTH_FIRST - '!';

    private FieldText() {}

    /// Converts full-width characters to ASCII, every kind of space to a blank and every dash to `-`, and
    /// removes zero-width characters; then removes surrounding blanks, leading apostrophes, and `="…"` or
    /// quotes around the value.
    public static String clean(byte[] bytes, int from, int to) {
        return clean(new String(bytes, from, to - from, UTF_8));
    }

    /// As [#clean(byte[], int, int)], for a whole text.
    public static String clean(String field) {
        StringBuilder plain = new StringBuilder(field.length());
        field.codePoints().map(FieldText::plain).filter(c -> c >= 0).forEach(plain::appendCodePoint);
        return unwrap(plain.toString().strip());
    }

    /// A fast check: false only if the field has no digit, before or after cleaning.
    static boolean mayHoldDigit(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            if (b[i] < 0 || (b[i] >= '0' && b[i] <= '9')) {
                return true;
            }
        }
        return false;
    }

    /// The character to which a code point is converted; -1 if it is removed.
    private static int plain(int c) {
        if (c > ' ' && c < 0x7F) {
            return c;
        }
        if (c >= FULL_WIDTH_FIRST && c <= FULL_WIDTH_LAST) {
            return c - FULL_WIDTH_OFFSET;
        }
        // Some programs show a soft hyphen and some do not. If it were removed, a negative amount would
        // become positive.
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

    /// A leading apostrophe makes a spreadsheet treat the value as text; a trailing one closes it.
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

    /// Also typographic apostrophes, and the accents that are used as apostrophes.
    static boolean isApostrophe(char c) {
        return c == '\'' || c == '\u2018' || c == '\u2019' || c == '`' || c == '\u00B4';
    }
}
