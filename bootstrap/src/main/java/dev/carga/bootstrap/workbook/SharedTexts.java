package dev.carga.bootstrap.workbook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The shared strings of a workbook, by number. All are in memory, as UTF-8 in a few large arrays: Strings would
/// take several times as much.
final class SharedTexts {

    private static final int CHUNK_BYTES = 256 << 10;
    private static final int LENGTH_BYTES = 4;

    private final long maxBytes;
    private final List<byte[]> chunks = new ArrayList<>();
    private int[] places = new int[64];
    private int count;
    private int end = CHUNK_BYTES;

    /// The texts exceed the memory limit.
    static final class TooManyException extends IOException {
        private static final long serialVersionUID = 1;
    }

    /// @param maxBytes of memory, at most 1 GiB
    SharedTexts(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    void add(String text) throws TooManyException {
        byte[] bytes = text.getBytes(UTF_8);
        int length = bytes.length + LENGTH_BYTES;
        if (end + length > CHUNK_BYTES) {
            chunks.add(new byte[Math.max(CHUNK_BYTES, length)]);
            end = 0;
        }
        if ((long) chunks.size() * CHUNK_BYTES + 4L * count > maxBytes) {
            throw new TooManyException();
        }
        if (count == places.length) {
            places = Arrays.copyOf(places, 2 * count);
        }
        places[count++] = (chunks.size() - 1) * CHUNK_BYTES + end;
        byte[] chunk = chunks.getLast();
        for (int i = 0; i < LENGTH_BYTES; i++) {
            chunk[end++] = (byte) (bytes.length >> (8 * i));
        }
        System.arraycopy(bytes, 0, chunk, end, bytes.length);
        end = Math.min(end + bytes.length, CHUNK_BYTES);
    }

    /// @throws IOException if there is no such text
    String get(int number) throws IOException {
        if (number < 0 || number >= count) {
            throw new IOException("A cell has a text that is not there");
        }
        byte[] chunk = chunks.get(places[number] / CHUNK_BYTES);
        int at = places[number] % CHUNK_BYTES;
        int length = 0;
        for (int i = 0; i < LENGTH_BYTES; i++) {
            length |= (chunk[at++] & 0xFF) << (8 * i);
        }
        return new String(chunk, at, length, UTF_8);
    }
}
