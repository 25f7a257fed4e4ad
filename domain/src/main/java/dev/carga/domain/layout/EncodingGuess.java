package dev.carga.domain.layout;

import java.util.BitSet;
import java.util.stream.Stream;

/// Tells the encoding of a text by its first bytes.
final class EncodingGuess {

    private static final int MOST_LINES = 20;
    private static final int LONGEST_HEADER = 2_000;

    /// The letters of Portuguese beyond ASCII, and the signs that go with them.
    private static final String PORTUGUESE = "ÀÁÂÃÇÉÊÍÓÔÕÚÜàáâãçéêíóôõúüªº°§«»";

    /// By their bytes. Windows has `€`, quotes, dashes and the blank that does not break, too.
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
        return inOneByte(head, end);
    }

    /// UTF-8 if there is a character of several bytes, or something that Portuguese would not write in either of
    /// the others.
    private static TextEncoding inOneByte(byte[] head, int length) {
        boolean windows = isPortuguese(head, length, IN_WINDOWS);
        boolean dos = isPortuguese(head, length, IN_DOS);
        if (windows && dos) {
            return readsBetter(head, length) ? TextEncoding.CP850 : TextEncoding.WINDOWS_1252;
        }
        if (dos) {
            return TextEncoding.CP850;
        }
        return windows ? TextEncoding.WINDOWS_1252 : TextEncoding.UTF_8;
    }

    /// Whether text that may be of Windows or of DOS reads better as the latter: more columns are named so, or
    /// more letters are such as stand beside their neighbours. `E9` is `Ú` in DOS and `é` in Windows: `ÚLTIMA`,
    /// and `Café`.
    private static boolean readsBetter(byte[] head, int length) {
        String windows = new String(head, 0, length, TextEncoding.WINDOWS_1252.charset());
        String dos = new String(head, 0, length, TextEncoding.CP850.charset());
        int more = names(dos) - names(windows);
        return more > 0 || (more == 0 && misfits(dos) < misfits(windows));
    }

    /// How many columns one of the first lines names.
    private static int names(String text) {
        return text.lines()
                .limit(MOST_LINES)
                .filter(line -> line.length() <= LONGEST_HEADER)
                .flatMap(line -> Stream.of(Separator.values())
                        .map(separator -> HeaderLine.names(line, separator, HeaderNames::named).stream()
                                .filter(field -> HeaderNames.named(field).isPresent())
                                .count()))
                .mapToInt(Long::intValue)
                .max()
                .orElse(0);
    }

    /// Characters beyond ASCII that do not go with those beside them: a small letter beside a capital, a capital
    /// behind a small letter, a sign between letters.
    private static int misfits(String text) {
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

    private static int zeros(byte[] head, int from, int to) {
        int zeros = 0;
        for (int i = from; i < to; i += 2) {
            zeros += head[i] == 0 ? 1 : 0;
        }
        return zeros;
    }

    /// Not one character of several bytes, and nothing among the rest that Portuguese would not write.
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
