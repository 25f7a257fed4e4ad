package dev.carga.bootstrap.workbook;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/// What the end of an archive says of its directory (APPNOTE.TXT 4.3.14 to 4.3.16), before the JDK reads all of
/// it into memory.
record Directory(boolean isMissing, boolean isTooLarge) {

    /// Some ten thousand files; a workbook has a few for each sheet.
    private static final long MOST_BYTES = 1 << 20;

    private static final int END = 0x06054B50;
    private static final int END_64_PLACE = 0x07064B50;
    private static final int END_BYTES = 22;
    private static final int END_64_PLACE_BYTES = 20;
    private static final int LONGEST_COMMENT = 0xFFFF;
    private static final int SIZE_AT = 12;
    private static final int SIZE_64_AT = 40;
    private static final int IN_64 = -1;

    static Directory of(Path archive) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "r")) {
            long length = file.length();
            long from = Math.max(0, length - END_BYTES - LONGEST_COMMENT - END_64_PLACE_BYTES);
            byte[] tail = new byte[(int) (length - from)];
            file.seek(from);
            file.readFully(tail);
            ByteBuffer bytes = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN);
            for (int at = tail.length - END_BYTES; at >= 0; at--) {
                if (bytes.getInt(at) == END) {
                    return new Directory(false, sizeOf(file, bytes, at) > MOST_BYTES);
                }
            }
            return new Directory(true, false);
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
