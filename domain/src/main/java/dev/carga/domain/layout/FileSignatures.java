package dev.carga.domain.layout;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.carga.domain.Nullable;
import java.util.List;

/// Recognises formats other than text by their first bytes ("magic numbers").
final class FileSignatures {

    /// The first bytes of files of a kind, as characters with these code points.
    private record Signature(FileKind kind, String bytes) {}

    private static final List<Signature> SIGNATURES = List.of(
            new Signature(FileKind.WIDE_TEXT, "\u00FF\u00FE\0\0"),
            new Signature(FileKind.WIDE_TEXT, "\0\0\u00FE\u00FF"),
            new Signature(FileKind.GZIP, "\u001F\u008B"),
            new Signature(FileKind.ZSTD, "(\u00B5/\u00FD"),
            new Signature(FileKind.ZIP, "PK\3\4"),
            new Signature(FileKind.ZIP, "PK\5\6"), // an archive without entries
            new Signature(FileKind.PDF, "%PDF-"),
            new Signature(FileKind.RTF, "{\\rtf"),
            new Signature(FileKind.OLE, "\u00D0\u00CF\u0011\u00E0"),
            new Signature(FileKind.BZIP2, "BZh"),
            new Signature(FileKind.XZ, "\u00FD7zXZ"),
            new Signature(FileKind.SEVEN_ZIP, "7z\u00BC\u00AF"),
            new Signature(FileKind.RAR, "Rar!\u001A\7"),
            new Signature(FileKind.LZ4, "\4\"M\u0018"),
            new Signature(FileKind.COMPRESS, "\u001F\u009D"),
            new Signature(FileKind.CABINET, "MSCF\0\0\0\0"),
            new Signature(FileKind.PARQUET, "PAR1"),
            new Signature(FileKind.AVRO, "Obj\1"),
            new Signature(FileKind.ARROW, "ARROW1\0\0"),
            new Signature(FileKind.ORC, "ORC\n\u0003"),
            new Signature(FileKind.SQLITE, "SQLite format 3\0"),
            new Signature(FileKind.PICTURE, "\u0089PNG"),
            new Signature(FileKind.PICTURE, "\u00FF\u00D8\u00FF"), // JPEG
            new Signature(FileKind.PICTURE, "GIF87a"),
            new Signature(FileKind.PICTURE, "GIF89a"),
            new Signature(FileKind.PICTURE, "II*\0"), // TIFF
            new Signature(FileKind.PICTURE, "MM\0*"),
            new Signature(FileKind.PROGRAM, "\u007FELF"));

    private static final int TAR_BLOCK = 512;
    private static final int TAR_SUM = 148;
    private static final int TAR_SUM_END = 156;
    private static final int TAR_MAGIC = 257;

    private static final int DBASE_HEADER = 32;

    private FileSignatures() {}

    /// The kind of a file that is not text; null if it may be text.
    static @Nullable FileKind kindOf(byte[] head, int length) {
        for (Signature signature : SIGNATURES) {
            if (hasBytesAt(head, length, 0, signature.bytes)) {
                return signature.kind;
            }
        }
        if (isTar(head, length)) {
            return FileKind.TAR;
        }
        if (isDbase(head, length)) {
            return FileKind.DBASE;
        }
        return isWide(head, length) ? FileKind.WIDE_TEXT : null;
    }

    private static boolean hasBytesAt(byte[] head, int length, int place, String bytes) {
        if (length < place + bytes.length()) {
            return false;
        }
        for (int i = 0; i < bytes.length(); i++) {
            if ((head[place + i] & 0xFF) != bytes.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// By the magic of POSIX or GNU with its byte 0 or blanks, because Portuguese text may have the letters
    /// `ustar` at that offset; or by a header with a right checksum, as in the older V7 format.
    private static boolean isTar(byte[] head, int length) {
        return hasBytesAt(head, length, TAR_MAGIC, "ustar\0")
                || hasBytesAt(head, length, TAR_MAGIC, "ustar  \0")
                || (length >= TAR_BLOCK && isTarSum(head));
    }

    private static boolean isTarSum(byte[] head) {
        int sum = 0;
        for (int i = 0; i < TAR_BLOCK; i++) {
            sum += i >= TAR_SUM && i < TAR_SUM_END ? ' ' : head[i] & 0xFF;
        }
        String stored = new String(head, TAR_SUM, TAR_SUM_END - TAR_SUM, ISO_8859_1)
                .replace('\0', ' ')
                .strip();
        return stored.matches("[0-7]{3,7}") && Integer.parseInt(stored, 8) == sum;
    }

    /// By the version, a plausible date of the last change, a header length that fits the field descriptors,
    /// and the terminator of the header.
    private static boolean isDbase(byte[] head, int length) {
        if (length < 2 * DBASE_HEADER || head[2] < 1 || head[2] > 12 || head[3] < 1 || head[3] > 31) {
            return false;
        }
        boolean version = head[0] == 0x03 || head[0] == (byte) 0x83 || head[0] == (byte) 0x8B || head[0] == (byte) 0xF5;
        int end = (head[8] & 0xFF) | (head[9] & 0xFF) << 8;
        return version && end % DBASE_HEADER <= 2 && end <= length && end > DBASE_HEADER && has(head, end - 2, end);
    }

    private static boolean has(byte[] head, int from, int to) {
        for (int i = from; i < to; i++) {
            if (head[i] == '\r') {
                return true;
            }
        }
        return false;
    }

    /// UTF-32 without a byte order mark: nearly every group of four bytes begins, or ends, with bytes 0.
    private static boolean isWide(byte[] head, int length) {
        int characters = length / 4;
        if (characters < 4) {
            return false;
        }
        int little = 0;
        int big = 0;
        for (int i = 0; i < 4 * characters; i += 4) {
            boolean middle = head[i + 1] == 0 && head[i + 2] == 0;
            little += middle && head[i] != 0 && head[i + 3] == 0 ? 1 : 0;
            big += middle && head[i] == 0 && head[i + 3] != 0 ? 1 : 0;
        }
        int most = Math.max(little, big);
        return most > characters * 9 / 10;
    }

    /// Files of purchases consist mostly of digits and blanks, which are `F0` to `F9` and `40` in EBCDIC; the
    /// rest are letters and punctuation.
    static boolean isEbcdic(byte[] head, int length) {
        int digits = 0;
        int others = 0;
        for (int i = 0; i < length; i++) {
            int b = head[i] & 0xFF;
            if (b >= 0xF0 && b <= 0xF9) {
                digits++;
            } else if (isEbcdicSign(b)) {
                others++;
            }
        }
        return length >= 64 && digits > length / 4 && digits + others > length * 19L / 20;
    }

    private static boolean isEbcdicSign(int b) {
        int low = b & 0x0F;
        return switch (b >> 4) {
            case 0x0, 0x1, 0x2 -> b == 0x05 || b == 0x0D || b == 0x15 || b == 0x25;
            case 0x8, 0x9, 0xC, 0xD -> low >= 1 && low <= 9;
            case 0xA, 0xE -> low >= 2 && low <= 9;
            case 0x4, 0x5, 0x6, 0x7 -> low == 0 || low >= 0xA || b == 0x61;
            default -> false;
        };
    }
}
