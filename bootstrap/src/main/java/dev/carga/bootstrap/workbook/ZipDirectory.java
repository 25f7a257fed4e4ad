package dev.carga.bootstrap.workbook;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/// Whether an archive has a central directory, and whether that is too large (APPNOTE.TXT 4.3.14 to 4.3.16). Read
/// from the end of the archive, before the JDK loads the whole directory into memory.
record ZipDirectory(boolean isMissing, boolean isTooLarge) {

    /// About ten thousand files. A workbook has a few per sheet.
    private static final long MAX_BYTES = 1 << 20;

    private static final int END = 0x06054B50;
    private static final int END_64_PLACE = 0x07064B50;
    private static final int END_BYTES = 22;
    private static final int END_64_PLACE_BYTES = 20;
    private static final int MAX_COMMENT = 0xFFFF;
    private static final int SIZE_AT = 12;
    private static final int SIZE_64_AT = 40;
    private static final int IN_64 = -1;

    static ZipDirectory of(Path archive) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "r")) {
            long length = file.length();
            long from = Math.max(0, length - END_BYTES - MAX_COMMENT - END_64_PLACE_BYTES);
            byte[] tail = new byte[(int) (length - from)];
            file.seek(from);
            file.readFully(tail);
            ByteBuffer bytes = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN);
            for (int at = tail.length - END_BYTES; at >= 0; at--) {
                if (bytes.getInt(at) == END) {
                    return new ZipDirectory(false, sizeOf(file, bytes, at) > MAX_BYTES);
                }
            }
            return new ZipDirectory(true, false);
        }
    }

    private static long sizeOf(RandomAccessFile file, ByteBuffer tail, int end) throws IOException {
        int size = tail.getInt(end + SIZE_AT);
        int place = end - END_64_PLACE_BYTES;
        if (place < 0 || tail.getInt(place) != END_64_PLACE) {
            return Integer.toUnsignedLong(size);
        }
        long end64 = tail.getLong(place + 8);
        if (end64 < 0 || end64 > file.length() - SIZE_64_AT - Long.BYTES) {
            return size == IN_64 ? Long.MAX_VALUE : Integer.toUnsignedLong(size);
        }
        file.seek(end64 + SIZE_64_AT);
        long size64 = Long.reverseBytes(file.readLong());
        return Math.max(size64 < 0 ? Long.MAX_VALUE : size64, size == IN_64 ? 0 : Integer.toUnsignedLong(size));
    }
}
