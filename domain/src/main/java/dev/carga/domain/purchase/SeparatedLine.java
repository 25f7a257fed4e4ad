package dev.carga.domain.purchase;

/// Finds the columns of a line in which one character stands between them, and which may be quoted as in RFC 4180: a
/// quoted one may hold that character, and a quote written twice. A quote within a column that does not begin
/// with one is a character like any other. Blanks around a column, quoted or not, are not part of it.
///
/// Not thread-safe: one line after another.
final class SeparatedLine {

    /// Instead of a number of columns: a quote that is not closed, or something behind the one that closes.
    static final int BROKEN = -1;

    private final byte separator;

    /// Where each column starts and ends, in turns, in [#text].
    private final int[] bounds;

    private byte[] text = new byte[0];

    private byte[] unquoted = new byte[256];

    /// @param bounds is written to; a line with more columns than it has places for counts as one that has one
    ///               too many
    SeparatedLine(char separator, int[] bounds) {
        this.separator = (byte) separator;
        this.bounds = bounds;
    }

    /// Looks at `bytes[from, to)`, a line without its line end.
    ///
    /// @return how many bounds there are, or [#BROKEN]
    int split(byte[] bytes, int from, int to) {
        text = bytes;
        int count = 0;
        int start = from;
        for (int i = from; i < to && count < bounds.length; i++) {
            byte b = bytes[i];
            if (b == '"') {
                return splitQuoted(bytes, from, to);
            }
            if (b == separator) {
                count = add(count, start, i);
                start = i + 1;
            }
        }
        return end(count, start, to);
    }

    /// What the bounds are places in: the bytes themselves, or a copy without quotes, which the next line takes.
    byte[] text() {
        return text;
    }

    /// Into a copy without the quotes.
    private int splitQuoted(byte[] bytes, int from, int to) {
        if (unquoted.length < to - from) {
            unquoted = new byte[to - from];
        }
        text = unquoted;
        int count = 0;
        int length = 0;
        int i = from;
        while (true) {
            int start = length;
            while (i < to && isBlank(bytes[i])) {
                i++;
            }
            if (i < to && bytes[i] == '"') {
                i++;
                while (i < to && (bytes[i] != '"' || (i + 1 < to && bytes[i + 1] == '"'))) {
                    i += bytes[i] == '"' ? 1 : 0;
                    text[length++] = bytes[i++];
                }
                if (i == to) {
                    return BROKEN;
                }
                i++;
                while (i < to && isBlank(bytes[i])) {
                    i++;
                }
                if (i < to && bytes[i] != separator) {
                    return BROKEN;
                }
            } else {
                while (i < to && bytes[i] != separator) {
                    text[length++] = bytes[i++];
                }
            }
            if (i == to) {
                return end(count, start, length);
            }
            count = add(count, start, length);
            if (count == bounds.length) {
                return count;
            }
            i++;
        }
    }

    private int end(int count, int from, int to) {
        return count == bounds.length ? count : add(count, from, to);
    }

    private int add(int count, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && isBlank(text[start])) {
            start++;
        }
        while (end > start && isBlank(text[end - 1])) {
            end--;
        }
        bounds[count] = start;
        if (count + 1 < bounds.length) {
            bounds[count + 1] = end;
        }
        return Math.min(count + 2, bounds.length);
    }

    private boolean isBlank(byte b) {
        return b == ' ' || (b == '\t' && separator != '\t');
    }
}
