package dev.carga.domain.purchase;

/// Splits a line at a separator. Fields may be quoted as in RFC 4180: a quoted field may contain the
/// separator, and a quote written twice. A quote within a field that does not begin with a quote is an
/// ordinary character. Blanks around a field, quoted or not, are not part of it.
///
/// Not thread-safe: it splits one line after another, and each call overwrites the result of the one before.
final class SeparatedLine {

    /// Returned instead of a number of bounds: a quote is not closed, or text follows a closing quote.
    static final int BROKEN = -1;

    private final byte separator;

    /// The start and end of each field, alternating, as indexes into [#text].
    private final int[] bounds;

    private byte[] text = new byte[0];

    private byte[] unquoted = new byte[256];

    /// @param bounds receives the bounds. Its length is odd: a line with more fields than fit returns this
    ///               length
    SeparatedLine(char separator, int[] bounds) {
        this.separator = (byte) separator;
        this.bounds = bounds;
    }

    /// Splits `bytes[from, to)`, a line without its line end.
    ///
    /// @return the number of bounds, or [#BROKEN]
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

    /// The bytes into which the bounds are indexes: those of the line, or a copy without quotes, which the
    /// next line overwrites.
    byte[] text() {
        return text;
    }

    /// Splits a line with quotes into a copy without them.
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
