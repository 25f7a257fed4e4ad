package dev.carga.domain.layout;

import static java.nio.charset.StandardCharsets.UTF_8;

/// The format of a file, recognised by its first bytes before anything of it is stored.
public enum FileKind {
    /// A file without bytes.
    EMPTY("empty"),
    /// Text. It may have some malformed bytes: their lines are rejected one by one.
    TEXT("text"),
    /// gzip (RFC 1952).
    GZIP("gzip"),
    /// zstd (RFC 8878).
    ZSTD("zstd"),
    /// A zip archive, or a format based on zip: a workbook, a document.
    ZIP("zip"),
    /// UTF-32, with or without a byte order mark.
    WIDE_TEXT("text in UTF-32"),
    /// EBCDIC text, from mainframes.
    EBCDIC("text in EBCDIC"),
    HTML("an HTML page"),
    XML("an XML document"),
    JSON("JSON"),
    RTF("an RTF document"),
    PDF("a PDF document"),
    TAR("a tar archive"),
    BZIP2("bzip2"),
    XZ("xz"),
    SEVEN_ZIP("7z"),
    RAR("rar"),
    LZ4("lz4"),
    COMPRESS("compress (.Z)"),
    CABINET("a cabinet (.cab)"),
    /// The OLE compound file format: workbooks and documents until 2007, and encrypted ones today.
    OLE("a workbook of an old Excel (.xls), or one with a password"),
    PARQUET("a Parquet file"),
    AVRO("an Avro file"),
    ARROW("an Arrow file"),
    ORC("an ORC file"),
    SQLITE("an SQLite database"),
    DBASE("a dBase table (.dbf)"),
    PICTURE("a picture"),
    PROGRAM("a program"),
    /// Any other format that is not text.
    BINARY("of a kind that is not known");

    /// The number of bytes at the beginning of a file that are examined.
    public static final int HEAD_BYTES = 8192;

    private final String description;

    FileKind(String description) {
        this.description = description;
    }

    /// An English description for the person who sent the file.
    public String description() {
        return description;
    }

    /// Whether this is a compressed format or an archive that Carga unpacks.
    public boolean isPacking() {
        return this == GZIP || this == ZSTD || this == ZIP;
    }

    /// Recognises the format by the first bytes of a file.
    ///
    /// @param head   the first [#HEAD_BYTES] bytes, or all of a shorter file, and possibly unused bytes
    ///               behind them
    /// @param length the number of bytes of the file in `head`
    public static FileKind of(byte[] head, int length) {
        if (length == 0) {
            return EMPTY;
        }
        FileKind bySignature = FileSignatures.kindOf(head, length);
        return bySignature == null ? ofText(head, length) : bySignature;
    }

    private static FileKind ofText(byte[] head, int length) {
        TextEncoding encoding = EncodingGuess.of(head, length, false);
        FileKind kind = switch (encoding) {
            case UTF_8, WINDOWS_1252, CP850 -> textOrBinary(head, length);
            case UTF_16LE, UTF_16BE -> {
                byte[] text = narrow(head, length, encoding);
                yield textOrBinary(text, text.length);
            }
        };
        if (kind == TEXT) {
            return MarkupDetector.kindOf(new String(head, 0, length, encoding.charset()));
        }
        return FileSignatures.isEbcdic(head, length) ? EBCDIC : kind;
    }

    private static FileKind textOrBinary(byte[] text, int length) {
        return countNonTextBytes(text, length) * 10L > length ? BINARY : TEXT;
    }

    /// Converts UTF-16 to UTF-8, with a NUL for each character that Western languages do not use. In random
    /// bytes, nearly all characters are such.
    private static byte[] narrow(byte[] head, int length, TextEncoding wide) {
        return new String(head, 0, length, wide.charset())
                .replaceAll("[^\\x00-\u024F\u2000-\u20CF\uFEFF]", "\0")
                .getBytes(UTF_8);
    }

    /// Counts control characters and bytes that are not UTF-8. They are half of all random bytes, and a few
    /// percent of text in any Western encoding.
    private static int countNonTextBytes(byte[] head, int length) {
        int count = 0;
        int i = 0;
        while (i < length) {
            byte b = head[i];
            int step = 1;
            if (b < 0) {
                step = Utf8.sequenceLength(head, i, length);
                if (step == 0) {
                    count++;
                    step = 1;
                }
            } else if ((b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f') || b == 0x7F) {
                count++;
            }
            i += step;
        }
        return count;
    }
}
