package dev.carga.domain.layout;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;

/// Converts an encoding with one byte per character to UTF-8. Its first 128 characters must be those of
/// ASCII.
final class SingleByteTranscoder implements Transcoder {

    private static final int MAX_BYTES = 3;

    /// The UTF-8 bytes of each character beyond ASCII.
    private final byte[][] beyond = new byte[0x80][];

    private byte[] out = new byte[0];

    SingleByteTranscoder(Charset charset) {
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
        if (out.length < (to - from) * MAX_BYTES) {
            out = new byte[(to - from) * MAX_BYTES];
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
