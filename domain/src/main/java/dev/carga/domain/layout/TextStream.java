package dev.carga.domain.layout;

import dev.carga.domain.Nullable;

/// Makes a file's bytes, while they arrive, into those that its parts are made of: wide characters into UTF-8, and
/// every line end into one with an LF.
///
/// Not thread-safe. One file each: [#add] as often as needed, then [#finish] once.
public final class TextStream {

    private final @Nullable Utf16 wide;
    private final LineEnds lineEnds = new LineEnds();

    public TextStream(TextEncoding encoding) {
        this.wide = switch (encoding) {
            case UTF_8, WINDOWS_1252 -> null;
            case UTF_16LE -> new Utf16(false);
            case UTF_16BE -> new Utf16(true);
        };
    }

    /// Hands `bytes[from, to)` on. May change them in place.
    public <X extends Exception> void add(byte[] bytes, int from, int to, ByteSink<X> sink) throws X {
        if (wide == null) {
            lineEnds.add(bytes, from, to, sink);
        } else {
            wide.add(bytes, from, to, (made, begin, end) -> lineEnds.add(made, begin, end, sink));
        }
    }

    /// The file is at its end.
    public <X extends Exception> void finish(ByteSink<X> sink) throws X {
        if (wide != null) {
            wide.finish((made, begin, end) -> lineEnds.add(made, begin, end, sink));
        }
        lineEnds.finish(sink);
    }
}
