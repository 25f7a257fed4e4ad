package dev.carga.domain.layout;

import static java.nio.charset.StandardCharsets.UTF_8;

/// What a file is, told by its first bytes, before anything of it is kept.
public enum FileKind {
    /// Nothing in it.
    EMPTY("empty"),
    /// Text, as far as can be seen. Single bad bytes are no reason against it: their lines are rejected one by
    /// one.
    TEXT("text"),
    /// Packed by gzip.
    GZIP("gzip"),
    /// Packed by zstd.
    ZSTD("zstd"),
    /// A zip archive, and what else has that form: a spreadsheet, a document.
    ZIP("zip"),
    /// UTF-32, with its byte order mark or without.
    WIDE_TEXT("text in UTF-32"),
    /// The text of mainframes.
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
    /// The form that workbooks and documents had until 2007, and that those with a password have today.
    OLE("a workbook of an old Excel (.xls), or one with a password"),
    PARQUET("a Parquet file"),
    AVRO("an Avro file"),
    ARROW("an Arrow file"),
    ORC("an ORC file"),
    SQLITE("an SQLite database"),
    DBASE("a dBase table (.dbf)"),
    PICTURE("a picture"),
    PROGRAM("a program"),
    /// Anything else that is no text.
    BINARY("of a kind that is not known");

    /// As many bytes at the head of a file are looked at.
    public static final int HEAD_BYTES = 8192;

    private final String words;

    FileKind(String words) {
        this.words = words;
    }

    /// What it is, for the person who sent the file.
    public String inWords() {
        return words;
    }

    /// Whether it is unpacked here.
    public boolean isUnpacked() {
        return this == GZIP || this == ZSTD || this == ZIP;
    }

    /// Tells the kind from the first [#HEAD_BYTES] bytes, or fewer if the file ends before.
    public static FileKind of(byte[] head, int length) {
        if (length == 0) {
            return EMPTY;
        }
        FileKind signed = Signatures.kindOf(head, length);
        return signed == null ? ofText(head, length) : signed;
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
            return MarkedUpText.kindOf(new String(head, 0, length, encoding.charset()));
        }
        return Signatures.isEbcdic(head, length) ? EBCDIC : kind;
    }

    private static FileKind textOrBinary(byte[] text, int length) {
        return countOddBytes(text, length) * 10L > length ? BINARY : TEXT;
    }

    /// Wide text as UTF-8, with a NUL for each character that no Western language has: in random bytes those are
    /// nearly all.
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
}
