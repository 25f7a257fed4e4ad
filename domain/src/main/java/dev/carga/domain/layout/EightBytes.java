package dev.carga.domain.layout;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Looks at bytes eight at a time, as one long: every byte of every file is looked at for line ends twice and
/// for columns once, and one by one that took half of all the reading.
///
/// The tests for a byte 0, or one below a bound, within a long are those of Henry S. Warren, Hacker's Delight,
/// 6-1.
public final class EightBytes {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long LINE_ENDS = '\n' * ONES;
    private static final long CARRIAGE_RETURNS = '\r' * ONES;
    private static final long SPACES = ' ' * ONES;
    /// Multiplied with it, the lowest bits of eight bytes come together in the highest byte.
    private static final long GATHER = 0x0102040810204080L;

    private static final long ABOVE_SPACES = (' ' + 1) * ONES;

    private EightBytes() {}

    /// Where the next `\n` in `bytes[from, to)` is, or `to` if there is none.
    public static int findLineEnd(byte[] bytes, int from, int to) {
        return find(LINE_ENDS, bytes, from, to);
    }

    /// Where the next `\r` in `bytes[from, to)` is, or `to` if there is none.
    static int findCarriageReturn(byte[] bytes, int from, int to) {
        return find(CARRIAGE_RETURNS, bytes, from, to);
    }

    /// @param eightTimes the byte that is looked for, eight times
    private static int find(long eightTimes, byte[] bytes, int from, int to) {
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long zeroWhereFound = (long) LONGS.get(bytes, i) ^ eightTimes;
            // The lowest bit set marks the first one; higher ones may be false, which does not matter
            // here.
            long found = (zeroWhereFound - ONES) & ~zeroWhereFound & HIGH_BITS;
            if (found != 0) {
                return i + Long.numberOfTrailingZeros(found) / Byte.SIZE;
            }
        }
        while (i < to && bytes[i] != (byte) eightTimes) {
            i++;
        }
        return i;
    }

    /// Tells the columns of `bytes[from, to)` from the spaces between them: in turns where a column starts and
    /// where it ends are put into `bounds`. Without a branch for every byte, which a processor guesses wrong at
    /// every end.
    ///
    /// @return how many bounds there are, at most the length of `bounds`; -1 if there is any control character,
    /// or any byte that is not ASCII
    public static int findColumns(byte[] bytes, int from, int to, int[] bounds) {
        int count = 0;
        long odd = 0;
        long inColumn = 0; // 1 while the byte before is part of a column
        for (int block = from; block < to; block += Long.SIZE) {
            long columns = 0; // a bit for each byte of the block
            int end = Math.min(block + Long.SIZE, to);
            for (int i = block; i < end; i += Long.BYTES) {
                long eight = i + Long.BYTES <= to ? (long) LONGS.get(bytes, i) : lastOnes(bytes, i, to);
                long high = eight | HIGH_BITS;
                odd |= eight | ~(high - SPACES);
                long above = (high - ABOVE_SPACES) & HIGH_BITS;
                columns |= (((above >>> 7) * GATHER) >>> 56) << (i - block);
            }
            if ((odd & HIGH_BITS) != 0) {
                return -1;
            }
            long changes = columns ^ ((columns << 1) | inColumn);
            inColumn = columns >>> 63;
            while (changes != 0 && count < bounds.length) {
                bounds[count++] = block + Long.numberOfTrailingZeros(changes);
                changes &= changes - 1;
            }
        }
        if (inColumn == 1 && count < bounds.length) {
            bounds[count++] = to;
        }
        return count;
    }

    /// The last bytes, fewer than eight, with spaces for the rest.
    private static long lastOnes(byte[] bytes, int from, int to) {
        long eight = SPACES;
        for (int i = to - 1; i >= from; i--) {
            eight = (eight << 8) | (bytes[i] & 0xFF);
        }
        return eight;
    }
}
