package dev.carga.domain.layout;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;

/// Makes the characters of an encoding of one byte each into UTF-8. The first half of them are those of ASCII.
final class OneByte implements ToUtf8 {

    private static final int MOST_BYTES = 3;

    /// Of each byte beyond ASCII its characters in UTF-8.
    private final byte[][] beyond = new byte[0x80][];

    private byte[] out = new byte[0];

    OneByte(Charset charset) {
        for (int i = 0; i < beyond.length; i++) {
            beyond[i] = new String(new byte[] {(byte) (0x80 + i)}, charset).getBytes(UTF_8);
        }
    }

    @Override
    public TextStream.Held held(boolean carriageReturn) {
        return new TextStream.Held(carriageReturn, TextStream.Held.NOTHING.half(), TextStream.Held.NOTHING.high());
    }

    @Override
    public <X extends Exception> void add(byte[] bytes, int from, int to, ByteSink<X> sink) throws X {
        if (out.length < (to - from) * MOST_BYTES) {
            out = new byte[(to - from) * MOST_BYTES];
        }
        int length = 0;
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b >= 0) {
                out[length++] = b;
            } else {
                for (byte each : beyond[b & 0x7F]) {
                    out[length++] = each;
                }
            }
        }
        sink.accept(out, 0, length);
    }

    @Override
    public <X extends Exception> void finish(ByteSink<X> sink) {
        // Nothing is held back.
    }
}
