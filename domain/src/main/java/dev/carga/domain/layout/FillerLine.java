package dev.carga.domain.layout;

/// Recognises lines without content: blanks, separators and quotes alone, as spreadsheets write empty rows,
/// or a line of dashes, as databases print under headers. Such a line is skipped and not counted as rejected.
public final class FillerLine {

    private static final int MIN_RULE_LENGTH = 3;

    private FillerLine() {}

    /// Whether the line `bytes[from, to)` has no content.
    public static boolean is(byte[] bytes, int from, int to) {
        int run = 0;
        int longest = 0;
        boolean drawn = false;
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            boolean rule = b == '-' || b == '=' || b == '_';
            run = rule ? run + 1 : 0;
            longest = Math.max(longest, run);
            drawn |= rule || b == '+' || b == ':';
            if (Utf8.isMark(bytes, i, to)) {
                i += Utf8.MARK_BYTES - 1;
            } else if (!rule && !isFiller(b) && b != '+' && b != ':') {
                return false;
            }
        }
        return !drawn || longest >= MIN_RULE_LENGTH;
    }

    private static boolean isFiller(byte b) {
        return b == ' ' || b == ';' || b == ',' || b == '|' || b == '"' || (b > 0 && b < ' ');
    }
}
