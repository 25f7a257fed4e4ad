package dev.carga.domain.layout;

import dev.carga.domain.Nullable;

/// Converts the bytes of a file, while it arrives, to those from which parts are cut: UTF-16 and CP850 to
/// UTF-8, and every line end to one with an LF.
///
/// Not thread-safe. One instance per file: [#add] any number of times, then [#finish] once.
public final class TextStream {

    /// What a stream holds back until the next bytes arrive, so that another stream can continue from there.
    ///
    /// @param carriageReturn whether the last character was a CR
    /// @param half           the first byte of a UTF-16 code unit whose second byte has not arrived; -1 if
    ///                       none
    /// @param high           a high surrogate whose low surrogate has not arrived; 0 if none
    public record Held(boolean carriageReturn, int half, int high) {
        public static final Held NOTHING = new Held(false, -1, 0);
    }

    private final @Nullable Transcoder converter;
    private final LineEndNormalizer lineEnds;

    public TextStream(TextEncoding encoding) {
        this(encoding, Held.NOTHING);
    }

    /// Continues where another stream stopped.
    public TextStream(TextEncoding encoding, Held held) {
        this.converter = switch (encoding) {
            case UTF_8, WINDOWS_1252 -> null;
            case CP850 -> new SingleByteTranscoder(encoding.charset());
            case UTF_16LE -> new Utf16Transcoder(false, held);
            case UTF_16BE -> new Utf16Transcoder(true, held);
        };
        this.lineEnds = new LineEndNormalizer(held.carriageReturn());
    }

    public Held held() {
        return converter == null
                ? new Held(lineEnds.isHeld(), Held.NOTHING.half(), Held.NOTHING.high())
                : converter.held(lineEnds.isHeld());
    }

    /// Converts `bytes[from, to)` and passes the result to the sink. May modify the bytes in place.
    public <X extends Exception> void add(byte[] bytes, int from, int to, ByteSink<X> sink) throws X {
        if (converter == null) {
            lineEnds.add(bytes, from, to, sink);
        } else {
            converter.add(bytes, from, to, (made, begin, end) -> lineEnds.add(made, begin, end, sink));
        }
    }

    /// Ends the file: passes on what is held back.
    public <X extends Exception> void finish(ByteSink<X> sink) throws X {
        if (converter != null) {
            converter.finish((made, begin, end) -> lineEnds.add(made, begin, end, sink));
        }
        lineEnds.finish(sink);
    }
}
