package dev.carga.domain.layout;

import java.util.BitSet;
import java.util.stream.Stream;

/// Guesses the encoding of a text by its first bytes.
final class EncodingGuess {

    private static final int MAX_LINES = 20;
    private static final int MAX_HEADER_LENGTH = 2_000;

    /// The Portuguese letters and signs beyond ASCII.
    private static final String PORTUGUESE = "ÀÁÂÃÇÉÊÍÓÔÕÚÜàáâãçéêíóôõúüªº°§«»";

    /// Their bytes. Windows-1252 also has `€`, typographic quotes, dashes and the no-break space.
    private static final BitSet IN_WINDOWS =
            bytes(PORTUGUESE + "\u00A0\u20AC\u2018\u2019\u201C\u201D\u2013\u2014", TextEncoding.WINDOWS_1252);

    private static final BitSet IN_DOS = bytes(PORTUGUESE, TextEncoding.CP850);

    private static BitSet bytes(String characters, TextEncoding encoding) {
        BitSet bytes = new BitSet();
        for (byte b : characters.getBytes(encoding.charset())) {
            bytes.set(b & 0xFF);
        }
        return bytes;
    }

    private EncodingGuess() {}

    /// Guesses the encoding. UTF-8 unless the bytes clearly show another: a UTF-8 file may have some
    /// malformed bytes, whose lines are rejected later.
    ///
    /// @param head   the first bytes of the file
    /// @param length the number of bytes in `head`
    /// @param whole  whether these are all bytes of the file; otherwise the last character may be incomplete
    static TextEncoding of(byte[] head, int length, boolean whole) {
        if (startsWith(head, length, 0xFF, 0xFE)) {
            return TextEncoding.UTF_16LE;
        }
        if (startsWith(head, length, 0xFE, 0xFF)) {
            return TextEncoding.UTF_16BE;
        }
        int pairs = length / 2;
        int zeroFirst = countZeros(head, 0, 2 * pairs);
        int zeroSecond = countZeros(head, 1, 2 * pairs);
        if (pairs > 1 && zeroSecond > pairs * 3 / 4 && zeroFirst < pairs / 16 + 1) {
            return TextEncoding.UTF_16LE;
        }
        if (pairs > 1 && zeroFirst > pairs * 3 / 4 && zeroSecond < pairs / 16 + 1) {
            return TextEncoding.UTF_16BE;
        }
        int end = whole ? length : Math.max(length - Utf8.LONGEST_SEQUENCE + 1, 0);
        return withoutUtf16(head, end);
    }

    /// UTF-8 if there is a character of several bytes, or a byte that is no Portuguese letter or sign in
    /// either of the single-byte encodings.
    private static TextEncoding withoutUtf16(byte[] head, int length) {
        boolean windows = isPortuguese(head, length, IN_WINDOWS);
        boolean dos = isPortuguese(head, length, IN_DOS);
        if (windows && dos) {
            return isMorePlausibleInDos(head, length) ? TextEncoding.CP850 : TextEncoding.WINDOWS_1252;
        }
        if (dos) {
            return TextEncoding.CP850;
        }
        return windows ? TextEncoding.WINDOWS_1252 : TextEncoding.UTF_8;
    }

    /// Whether text that may be in either single-byte encoding is more plausible in CP850: more columns are
    /// named in it, or fewer letters have a case that does not match their neighbours. The byte `E9` is `Ú`
    /// in CP850 and `é` in Windows-1252: `ÚLTIMA`, and `Café`.
    private static boolean isMorePlausibleInDos(byte[] head, int length) {
        String windows = new String(head, 0, length, TextEncoding.WINDOWS_1252.charset());
        String dos = new String(head, 0, length, TextEncoding.CP850.charset());
        int more = countNames(dos) - countNames(windows);
        return more > 0 || (more == 0 && countMisfits(dos) < countMisfits(windows));
    }

    /// The most columns that one of the first lines names.
    private static int countNames(String text) {
        return text.lines()
                .limit(MAX_LINES)
                .filter(line -> line.length() <= MAX_HEADER_LENGTH)
                .flatMap(line -> Stream.of(Separator.values())
                        .map(separator -> HeaderLine.names(line, separator, HeaderNames::named).stream()
                                .filter(field -> HeaderNames.named(field).isPresent())
                                .count()))
                .mapToInt(Long::intValue)
                .max()
                .orElse(0);
    }

    /// The number of characters beyond ASCII that do not match their neighbours: a lower-case letter before
    /// an upper-case one, an upper-case letter behind a lower-case one, a sign between letters.
    private static int countMisfits(String text) {
        int misfits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0x7F) {
                char before = i == 0 ? ' ' : text.charAt(i - 1);
                char after = i == text.length() - 1 ? ' ' : text.charAt(i + 1);
                misfits += isMisfit(before, c, after) ? 1 : 0;
            }
        }
        return misfits;
    }

    private static boolean isMisfit(char before, char c, char after) {
        if (!Character.isLetter(c)) {
            return Character.isLetter(before) && Character.isLetter(after);
        }
        return Character.isLowerCase(c) ? Character.isUpperCase(after) : Character.isLowerCase(before);
    }

    /// The number of bytes 0 among every second byte.
    private static int countZeros(byte[] head, int from, int to) {
        int zeros = 0;
        for (int i = from; i < to; i += 2) {
            zeros += head[i] == 0 ? 1 : 0;
        }
        return zeros;
    }

    /// Whether the text has bytes beyond ASCII, all of them among `letters`, and none is a UTF-8 sequence.
    private static boolean isPortuguese(byte[] head, int length, BitSet letters) {
        boolean any = false;
        for (int i = 0; i < length; i++) {
            if (head[i] < 0) {
                if (!letters.get(head[i] & 0xFF) || Utf8.sequenceLength(head, i, length) > 0) {
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
