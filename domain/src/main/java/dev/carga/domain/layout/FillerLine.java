package dev.carga.domain.layout;

/// A line in which nobody has written anything: blanks, separators and quotes alone, as spreadsheets write
/// empty rows, or a line drawn with dashes, as databases print under their headers. It is no customer, and no
/// reject either.
public final class FillerLine {

    private static final int SHORTEST_RULE = 3;

    private FillerLine() {}

    /// Whether `bytes[from, to)` is one.
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
            } else if (!rule && !isNothing(b) && b != '+' && b != ':') {
                return false;
            }
        }
        return !drawn || longest >= SHORTEST_RULE;
    }

    private static boolean isNothing(byte b) {
        return b == ' ' || b == ';' || b == ',' || b == '|' || b == '"' || (b > 0 && b < ' ');
    }
}
