package dev.carga.domain.layout;

/// Converts UTF-16 to UTF-8. A surrogate without its counterpart is encoded in three bytes, which is not
/// valid UTF-8 (RFC 3629): the line parser rejects its line, as it does for malformed bytes of any other
/// file. The same applies to a single byte at the end of the file. (The JDK's decoder would stop at each of
/// them, or replace them.)
final class Utf16Transcoder implements Transcoder {

    private static final byte MALFORMED = (byte) 0xFF;

    private final boolean bigEndian;

    /// The first byte of a code unit whose second byte has not arrived, or -1.
    private int half;

    /// A high surrogate whose low surrogate has not arrived, or 0.
    private int high;

    /// A code unit takes at most three bytes, a surrogate pair four.
    private byte[] out = new byte[0];

    private int length;

    Utf16Transcoder(boolean bigEndian, TextStream.Held held) {
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
