package dev.carga.domain.layout;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.BitSet;

/// Tells the encoding of a text by its first bytes.
final class EncodingGuess {

    /// The letters of Portuguese beyond ASCII, and the signs that go with them, by their bytes in Windows-1252:
    /// `ÀÁÂÃÇÉÊÍÓÔÕÚÜ` and their small ones, `ª º ° § « » €` and the quotes and dashes.
    private static final BitSet PORTUGUESE = new BitSet();

    static {
        byte[] letters =
                "ÀÁÂÃÇÉÊÍÓÔÕÚÜàáâãçéêíóôõúüªº°§«»\u00A0\u0080\u0091\u0092\u0093\u0094\u0096\u0097".getBytes(ISO_8859_1);
        for (byte letter : letters) {
            PORTUGUESE.set(letter & 0xFF);
        }
    }

    private EncodingGuess() {}

    /// UTF-8 unless there is good reason for another: single bad bytes in a UTF-8 file are its lines' fault, and
    /// not another encoding's letters.
    ///
    /// @param whole whether the file ends with the head
    static TextEncoding of(byte[] head, int length, boolean whole) {
        if (startsWith(head, length, 0xFF, 0xFE)) {
            return TextEncoding.UTF_16LE;
        }
        if (startsWith(head, length, 0xFE, 0xFF)) {
            return TextEncoding.UTF_16BE;
        }
        int pairs = length / 2;
        int zeroFirst = zeros(head, 0, 2 * pairs);
        int zeroSecond = zeros(head, 1, 2 * pairs);
        if (pairs > 1 && zeroSecond > pairs * 3 / 4 && zeroFirst < pairs / 16 + 1) {
            return TextEncoding.UTF_16LE;
        }
        if (pairs > 1 && zeroFirst > pairs * 3 / 4 && zeroSecond < pairs / 16 + 1) {
            return TextEncoding.UTF_16BE;
        }
        int end = whole ? length : Math.max(length - Utf8.LONGEST_SEQUENCE + 1, 0); // it may end within a character
        return isPortugueseInOneByte(head, end) ? TextEncoding.WINDOWS_1252 : TextEncoding.UTF_8;
    }

    private static int zeros(byte[] head, int from, int to) {
        int zeros = 0;
        for (int i = from; i < to; i += 2) {
            zeros += head[i] == 0 ? 1 : 0;
        }
        return zeros;
    }

    /// Not one character of several bytes, and nothing among the rest that Portuguese would not write.
    private static boolean isPortugueseInOneByte(byte[] head, int length) {
        boolean any = false;
        for (int i = 0; i < length; i++) {
            if (head[i] < 0) {
                if (!PORTUGUESE.get(head[i] & 0xFF) || Utf8.sequenceLength(head, i, length) > 0) {
                    return false;
                }
                any = true;
            }
        }
        return any;
    }

    private static boolean startsWith(byte[] head, int length, int first, int second) {
        return length >= 2 && (head[0] & 0xFF) == first && (head[1] & 0xFF) == second;
    }
}
