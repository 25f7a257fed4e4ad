package dev.carga.domain.layout;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Searches bytes eight at a time within a long (SWAR, "SIMD within a register"). A hot path: every byte of
/// every file is searched twice for line ends and once for columns, and byte by byte this took half of the
/// time of parsing.
///
/// The tests for a byte 0, or a byte below a bound, within a long are from Henry S. Warren, Hacker's Delight,
/// 2nd edition, section 6-1.
public final class EightBytes {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long LINE_ENDS = '\n' * ONES;
    private static final long CARRIAGE_RETURNS = '\r' * ONES;
    private static final long SPACES = ' ' * ONES;
    /// A multiplication with this constant gathers the lowest bits of eight bytes in the highest byte.
    private static final long GATHER = 0x0102040810204080L;

    private static final long ABOVE_SPACES = (' ' + 1) * ONES;

    private EightBytes() {}

    /// The index of the first `\n` in `bytes[from, to)`, or `to` if there is none.
    public static int findLineEnd(byte[] bytes, int from, int to) {
        return find(LINE_ENDS, bytes, from, to);
    }

    /// The index of the first `\r` in `bytes[from, to)`, or `to` if there is none.
    static int findCarriageReturn(byte[] bytes, int from, int to) {
        return find(CARRIAGE_RETURNS, bytes, from, to);
    }

    /// @param eightTimes the byte to find, in each byte of the long
    private static int find(long eightTimes, byte[] bytes, int from, int to) {
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long zeroWhereFound = (long) LONGS.get(bytes, i) ^ eightTimes;
            // The lowest bit set is the first match. Higher bits may be false matches, which are not used.
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

    /// Finds the columns of `bytes[from, to)`, which are separated by spaces. There is no branch per byte,
    /// because it would be mispredicted at the end of every column.
    ///
    /// @param bounds receives the start and end of each column, alternating
    /// @return the number of bounds, at most the length of `bounds`; -1 if there is a control character or a
    ///         byte that is not ASCII
    public static int findColumns(byte[] bytes, int from, int to, int[] bounds) {
        int count = 0;
        long invalid = 0; // the high bit of a byte is set if one at this position was no printable ASCII
        long inColumn = 0; // 1 while the byte before is part of a column
        for (int block = from; block < to; block += Long.SIZE) {
            long columns = 0; // a bit for each byte of the block
            int end = Math.min(block + Long.SIZE, to);
            for (int i = block; i < end; i += Long.BYTES) {
                long eight = i + Long.BYTES <= to ? (long) LONGS.get(bytes, i) : lastOnes(bytes, i, to);
                long high = eight | HIGH_BITS;
                invalid |= eight | ~(high - SPACES);
                long above = (high - ABOVE_SPACES) & HIGH_BITS;
                columns |= (((above >>> 7) * GATHER) >>> 56) << (i - block);
            }
            if ((invalid & HIGH_BITS) != 0) {
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

    /// The last bytes, fewer than eight, filled up with spaces.
    private static long lastOnes(byte[] bytes, int from, int to) {
        long eight = SPACES;
        for (int i = to - 1; i >= from; i--) {
            eight = (eight << 8) | (bytes[i] & 0xFF);
        }
        return eight;
    }
}
