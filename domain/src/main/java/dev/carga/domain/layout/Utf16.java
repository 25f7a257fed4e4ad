package dev.carga.domain.layout;

/// Makes UTF-16 into UTF-8 while the file arrives. Half a surrogate pair becomes the three bytes that it would
/// have as a character of its own, which are no good UTF-8: its line is found to be malformed where lines are
/// read, as a bad byte of any other file is. So is a single byte at the very end. (The JDK's decoder would have
/// to be asked to report, and stop, at each of them.)
///
/// Not thread-safe. One file each: [#add] as often as needed, then [#finish] once.
final class Utf16 implements ToUtf8 {

    private static final byte MALFORMED = (byte) 0xFF;

    private final boolean bigEndian;

    /// The first byte of a unit whose second has not come, or -1.
    private int half;

    /// The high surrogate before, or 0.
    private int high;

    /// A unit makes three bytes at most, and a pair four.
    private byte[] out = new byte[0];

    private int length;

    Utf16(boolean bigEndian, TextStream.Held held) {
        this.bigEndian = bigEndian;
        this.half = held.half();
        this.high = held.high();
    }

    @Override
    public TextStream.Held held(boolean carriageReturn) {
        return new TextStream.Held(carriageReturn, half, high);
    }

    @Override
    public <X extends Exception> void add(byte[] bytes, int from, int to, ByteSink<X> sink) throws X {
        int most = (to - from) / 2 * 3 + 8;
        if (out.length < most) {
            out = new byte[most];
        }
        length = 0;
        for (int i = from; i < to; i++) {
            int b = bytes[i] & 0xFF;
            if (half < 0) {
                half = b;
            } else {
                unit(bigEndian ? (half << 8) | b : (b << 8) | half);
                half = -1;
            }
        }
        sink.accept(out, 0, length);
    }

    @Override
    public <X extends Exception> void finish(ByteSink<X> sink) throws X {
        out = new byte[4];
        length = 0;
        dropHigh();
        if (half >= 0) {
            out[length++] = MALFORMED;
        }
        sink.accept(out, 0, length);
    }

    private void unit(int unit) {
        if (unit >= 0xDC00 && unit <= 0xDFFF && high != 0) {
            int character = 0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00);
            high = 0;
            put(0xF0 | (character >> 18));
            putNext(character >> 12);
            putNext(character >> 6);
            putNext(character);
            return;
        }
        dropHigh();
        if (unit >= 0xD800 && unit <= 0xDBFF) {
            high = unit;
        } else if (unit < 0x80) {
            put(unit);
        } else if (unit < 0x800) {
            put(0xC0 | (unit >> 6));
            putNext(unit);
        } else {
            putThree(unit);
        }
    }

    private void dropHigh() {
        if (high != 0) {
            putThree(high);
            high = 0;
        }
    }

    private void putThree(int unit) {
        put(0xE0 | (unit >> 12));
        putNext(unit >> 6);
        putNext(unit);
    }

    private void putNext(int bits) {
        put(0x80 | (bits & 0x3F));
    }

    private void put(int value) {
        out[length++] = (byte) value;
    }
}
