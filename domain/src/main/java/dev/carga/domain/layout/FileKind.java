package dev.carga.domain.layout;

import static java.nio.charset.StandardCharsets.UTF_8;

/// What a file is, told by its first bytes, before anything of it is kept.
public enum FileKind {
    /// Nothing in it.
    EMPTY,
    /// Text, as far as can be seen. Single bad bytes are no reason against it: their lines are rejected one by
    /// one.
    TEXT,
    /// Packed by gzip.
    GZIP,
    /// Packed by zstd.
    ZSTD,
    /// A zip archive, and what else has that form: a spreadsheet, a document.
    ZIP,
    /// A file of an old office program, or an encrypted one of a new.
    OLE,
    /// UTF-32 by its byte order mark.
    WIDE_TEXT,
    /// Anything else: an archive, a picture, a spreadsheet, a program.
    BINARY;

    /// As many bytes at the head of a file are looked at.
    public static final int HEAD_BYTES = 8192;

    private static final byte[][] WIDE_MARKS = {
        {(byte) 0xFF, (byte) 0xFE, 0, 0}, // UTF-32, little-endian
        {0, 0, (byte) 0xFE, (byte) 0xFF}, // UTF-32, big-endian
    };

    private static final byte[][] GZIP_MAGIC = {{0x1F, (byte) 0x8B}};
    private static final byte[][] ZSTD_MAGIC = {{0x28, (byte) 0xB5, 0x2F, (byte) 0xFD}};
    private static final byte[][] ZIP_MAGIC = {{'P', 'K', 3, 4}, {'P', 'K', 5, 6}}; // the second is one without entries

    private static final byte[][] OLE_MAGIC = {{(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0}};

    private static final byte[][] SIGNATURES = {
        {(byte) 0xFD, '7', 'z', 'X', 'Z'}, // xz
        {'7', 'z', (byte) 0xBC, (byte) 0xAF}, // 7z
        {'B', 'Z', 'h'}, // bzip2
        {'%', 'P', 'D', 'F', '-'},
        {(byte) 0x89, 'P', 'N', 'G'},
        {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF}, // JPEG
        {0x7F, 'E', 'L', 'F'},
    };

    /// Tells the kind from the first [#HEAD_BYTES] bytes, or fewer if the file ends before.
    public static FileKind of(byte[] head, int length) {
        if (length == 0) {
            return EMPTY;
        }
        if (startsWithAny(head, length, WIDE_MARKS)) {
            return WIDE_TEXT;
        }
        if (startsWithAny(head, length, GZIP_MAGIC)) {
            return GZIP;
        }
        if (startsWithAny(head, length, ZSTD_MAGIC)) {
            return ZSTD;
        }
        if (startsWithAny(head, length, ZIP_MAGIC)) {
            return ZIP;
        }
        if (startsWithAny(head, length, OLE_MAGIC)) {
            return OLE;
        }
        if (startsWithAny(head, length, SIGNATURES)) {
            return BINARY;
        }
        TextEncoding encoding = EncodingGuess.of(head, length, false);
        return switch (encoding) {
            case UTF_8, WINDOWS_1252 -> textOrBinary(head, length);
            case UTF_16LE, UTF_16BE -> {
                byte[] text = narrow(head, length, encoding);
                yield textOrBinary(text, text.length);
            }
        };
    }

    private static FileKind textOrBinary(byte[] text, int length) {
        return countOddBytes(text, length) * 10L > length ? BINARY : TEXT;
    }

    /// Wide text as UTF-8, with a NUL for each character that no Western language has: in random bytes those are nearly
    /// all.
    private static byte[] narrow(byte[] head, int length, TextEncoding wide) {
        return new String(head, 0, length, wide.charset())
                .replaceAll("[^\\x00-\u024F\u2000-\u20CF\uFEFF]", "\0")
                .getBytes(UTF_8);
    }

    /// Control characters and bytes that are no UTF-8. In random bytes they are one half, in text of any Western
    /// encoding a few in a hundred.
    private static int countOddBytes(byte[] head, int length) {
        int odd = 0;
        int i = 0;
        while (i < length) {
            byte b = head[i];
            int step = 1;
            if (b < 0) {
                step = Utf8.sequenceLength(head, i, length);
                if (step == 0) {
                    odd++;
                    step = 1;
                }
            } else if ((b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f') || b == 0x7F) {
                odd++;
            }
            i += step;
        }
        return odd;
    }

    private static boolean startsWithAny(byte[] head, int length, byte[][] signatures) {
        for (byte[] signature : signatures) {
            if (startsWith(head, length, signature)) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsWith(byte[] head, int length, byte[] signature) {
        if (length < signature.length) {
            return false;
        }
        for (int i = 0; i < signature.length; i++) {
            if (head[i] != signature[i]) {
                return false;
            }
        }
        return true;
    }
}
