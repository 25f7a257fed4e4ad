package dev.carga.domain.layout;

/// Checks UTF-8 without decoding it. Nearly every byte of purchase files is ASCII and takes one comparison.
public final class Utf8 {

    /// The result of a check.
    public enum Check {
        GOOD,
        /// Well-formed or not, the bytes contain a byte 0, which PostgreSQL does not accept in text.
        NUL_BYTE,
        MALFORMED
    }

    /// The length of a byte order mark.
    public static final int MARK_BYTES = 3;

    /// The most bytes of one character.
    static final int LONGEST_SEQUENCE = 4;

    private Utf8() {}

    /// Checks whether `bytes[from, to)` is UTF-8 as defined by RFC 3629: no overlong forms, no surrogates,
    /// nothing above U+10FFFF.
    public static Check check(byte[] bytes, int from, int to) {
        Check result = Check.GOOD;
        int i = from;
        while (i < to) {
            byte b = bytes[i];
            if (b > 0) {
                i++;
            } else if (b == 0) {
                return Check.NUL_BYTE;
            } else {
                int length = sequenceLength(bytes, i, to);
                if (length == 0) {
                    result = Check.MALFORMED;
                    length = 1;
                }
                i += length;
            }
        }
        return result;
    }

    /// The number of code points in well-formed bytes. PostgreSQL measures the width of a varchar in them.
    public static int countCharacters(byte[] bytes, int from, int to) {
        int characters = 0;
        for (int i = from; i < to; i++) {
            if ((bytes[i] & 0xC0) != 0x80) {
                characters++;
            }
        }
        return characters;
    }

    /// Whether there is a byte order mark at index `i`. Concatenated files contain them.
    public static boolean isMark(byte[] bytes, int i, int to) {
        return i + 2 < to && bytes[i] == (byte) 0xEF && bytes[i + 1] == (byte) 0xBB && bytes[i + 2] == (byte) 0xBF;
    }

    /// The length of the well-formed sequence that starts with the non-ASCII byte at index `i`; 0 if it is
    /// malformed.
    static int sequenceLength(byte[] bytes, int i, int to) {
        int lead = bytes[i] & 0xFF;
        if (lead >= 0xC2 && lead <= 0xDF) {
            return isInRange(bytes, i + 1, to, 0x80, 0xBF) ? 2 : 0;
        }
        if (lead >= 0xE0 && lead <= 0xEF) {
            int low = lead == 0xE0 ? 0xA0 : 0x80;
            int high = lead == 0xED ? 0x9F : 0xBF;
            return isInRange(bytes, i + 1, to, low, high) && isInRange(bytes, i + 2, to, 0x80, 0xBF) ? 3 : 0;
        }
        if (lead >= 0xF0 && lead <= 0xF4) {
            int low = lead == 0xF0 ? 0x90 : 0x80;
            int high = lead == 0xF4 ? 0x8F : 0xBF;
            return isInRange(bytes, i + 1, to, low, high)
                            && isInRange(bytes, i + 2, to, 0x80, 0xBF)
                            && isInRange(bytes, i + 3, to, 0x80, 0xBF)
                    ? 4
                    : 0;
        }
        return 0;
    }

    private static boolean isInRange(byte[] bytes, int i, int to, int low, int high) {
        if (i >= to) {
            return false;
        }
        int value = bytes[i] & 0xFF;
        return value >= low && value <= high;
    }
}
