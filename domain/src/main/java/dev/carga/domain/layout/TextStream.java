package dev.carga.domain.layout;

import dev.carga.domain.Nullable;

/// Makes a file's bytes, while they arrive, into those that its parts are made of: wide characters and those
/// of DOS into UTF-8, and every line end into one with an LF.
///
/// Not thread-safe. One file each: [#add] as often as needed, then [#finish] once.
public final class TextStream {

    /// What is held back until more comes, for another to go on from there.
    ///
    /// @param carriageReturn whether the last character was one
    /// @param half           the first byte of a wide character whose second has not come, or -1
    /// @param high           the first half of a surrogate pair, or 0
    public record Held(boolean carriageReturn, int half, int high) {
        public static final Held NOTHING = new Held(false, -1, 0);
    }

    private final @Nullable ToUtf8 converter;
    private final LineEnds lineEnds;

    public TextStream(TextEncoding encoding) {
        this(encoding, Held.NOTHING);
    }

    /// Goes on where another left off.
    public TextStream(TextEncoding encoding, Held held) {
        this.converter = switch (encoding) {
            case UTF_8, WINDOWS_1252 -> null;
            case CP850 -> new OneByte(encoding.charset());
            case UTF_16LE -> new Utf16(false, held);
            case UTF_16BE -> new Utf16(true, held);
        };
        this.lineEnds = new LineEnds(held.carriageReturn());
    }

    public Held held() {
        return converter == null
                ? new Held(lineEnds.isHeld(), Held.NOTHING.half(), Held.NOTHING.high())
                : converter.held(lineEnds.isHeld());
    }

    /// Hands `bytes[from, to)` on. May change them in place.
    public <X extends Exception> void add(byte[] bytes, int from, int to, ByteSink<X> sink) throws X {
        if (converter == null) {
            lineEnds.add(bytes, from, to, sink);
        } else {
            converter.add(bytes, from, to, (made, begin, end) -> lineEnds.add(made, begin, end, sink));
        }
    }

    /// The file is at its end.
    public <X extends Exception> void finish(ByteSink<X> sink) throws X {
        if (converter != null) {
            converter.finish((made, begin, end) -> lineEnds.add(made, begin, end, sink));
        }
        lineEnds.finish(sink);
    }
}
