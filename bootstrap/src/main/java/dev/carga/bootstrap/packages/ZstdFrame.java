package dev.carga.bootstrap.packages;

/// Reads from the header of a zstd frame how much memory its decoder needs (RFC 8878, 3.1.1.1). The library
/// reports it only by failing.
final class ZstdFrame {

    /// Of the magic number and the part of the header that is read here.
    static final int MAX_HEADER_BYTES = 18;

    private static final int MAGIC_BYTES = 4;
    private static final int MIN_WINDOW_LOG = 10;
    private static final int[] DICTIONARY_BYTES = {0, 1, 2, 4};

    private ZstdFrame() {}

    /// The binary logarithm of the window size, rounded up. The minimum if the header is incomplete or invalid:
    /// the decoder refuses such a frame.
    static int windowLog(byte[] frame) {
        if (frame.length < MAGIC_BYTES + 2 || (frame[0] & 0xFF) != 0x28) {
            return MIN_WINDOW_LOG;
        }
        int descriptor = frame[MAGIC_BYTES] & 0xFF;
        boolean singleSegment = (descriptor & 0x20) != 0;
        if (singleSegment) {
            return log(contentSize(frame, descriptor));
        }
        int window = frame[MAGIC_BYTES + 1] & 0xFF;
        boolean hasMantissa = (window & 7) != 0;
        return MIN_WINDOW_LOG + (window >> 3) + (hasMantissa ? 1 : 0);
    }

    /// The size of the content, which is the window if the content is a single segment.
    private static long contentSize(byte[] frame, int descriptor) {
        int from = MAGIC_BYTES + 1 + DICTIONARY_BYTES[descriptor & 3];
        int bytes = 1 << (descriptor >> 6);
        long size = 0;
        for (int i = Math.min(from + bytes, frame.length) - 1; i >= from; i--) {
            size = (size << 8) | (frame[i] & 0xFF);
        }
        return bytes == 2 ? size + 256 : size;
    }

    private static int log(long size) {
        return size < 0 ? Long.SIZE : Math.max(MIN_WINDOW_LOG, Long.SIZE - Long.numberOfLeadingZeros(size - 1));
    }
}
