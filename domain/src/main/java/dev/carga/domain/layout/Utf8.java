package dev.carga.domain.layout;

/// Looks at UTF-8 without decoding it. Almost every byte of these files is ASCII, so the common case is one
/// comparison.
public final class Utf8 {

    /// What a stretch of bytes is.
    public enum Check {
        GOOD,
        /// Well-formed or not, it holds a byte 0, which PostgreSQL takes in no text.
        NUL_BYTE,
        MALFORMED
    }

    /// How long a byte order mark is.
    public static final int MARK_BYTES = 3;

    /// The most bytes of one character.
    static final int LONGEST_SEQUENCE = 4;

    private Utf8() {}

    /// Checks `bytes[from, to)` against RFC 3629: no overlong form, no surrogate, nothing above U+10FFFF.
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

    /// How many code points well-formed bytes hold: PostgreSQL counts the width of a varchar in them.
    public static int countCharacters(byte[] bytes, int from, int to) {
        int characters = 0;
        for (int i = from; i < to; i++) {
            if ((bytes[i] & 0xC0) != 0x80) {
                characters++;
            }
        }
        return characters;
    }

    /// Whether a byte order mark stands at this place, of [#MARK_BYTES]: files bring theirs along when they are
    /// put one behind another.
    public static boolean isMark(byte[] bytes, int i, int to) {
        return i + 2 < to && bytes[i] == (byte) 0xEF && bytes[i + 1] == (byte) 0xBB && bytes[i + 2] == (byte) 0xBF;
    }

    /// The length of the well-formed sequence that starts with the non-ASCII byte at `i`, or 0 if there is none.
    static int sequenceLength(byte[] bytes, int i, int to) {
        int lead = bytes[i] & 0xFF;
        if (lead >= 0xC2 && lead <= 0xDF) {
            return continues(bytes, i + 1, to, 0x80, 0xBF) ? 2 : 0;
        }
        if (lead >= 0xE0 && lead <= 0xEF) {
            int low = lead == 0xE0 ? 0xA0 : 0x80;
            int high = lead == 0xED ? 0x9F : 0xBF;
            return continues(bytes, i + 1, to, low, high) && continues(bytes, i + 2, to, 0x80, 0xBF) ? 3 : 0;
        }
        if (lead >= 0xF0 && lead <= 0xF4) {
            int low = lead == 0xF0 ? 0x90 : 0x80;
            int high = lead == 0xF4 ? 0x8F : 0xBF;
            return continues(bytes, i + 1, to, low, high)
                            && continues(bytes, i + 2, to, 0x80, 0xBF)
                            && continues(bytes, i + 3, to, 0x80, 0xBF)
                    ? 4
                    : 0;
        }
        return 0;
    }

    private static boolean continues(byte[] bytes, int i, int to, int low, int high) {
        if (i >= to) {
            return false;
        }
        int value = bytes[i] & 0xFF;
        return value >= low && value <= high;
    }
}
