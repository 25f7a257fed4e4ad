package dev.carga.domain.layout;

/// Converts each CR that is not followed by an LF to an LF, while the file arrives: the line ends of classic
/// Mac OS, alone or mixed with others. The number of bytes and their positions do not change.
///
/// Not thread-safe. One file each: [#add] as often as needed, then [#finish] once.
final class LineEndNormalizer {

    /// Whether the last byte was a CR, which is held back until the next byte decides.
    private boolean held;

    private final byte[] first = new byte[1];

    LineEndNormalizer(boolean held) {
        this.held = held;
    }

    boolean isHeld() {
        return held;
    }

    /// Passes `bytes[from, to)` on, modified in place.
    <X extends Exception> void add(byte[] bytes, int from, int to, ByteSink<X> sink) throws X {
        if (from == to) {
            return;
        }
        if (held) {
            held = false;
            first[0] = (byte) (bytes[from] == '\n' ? '\r' : '\n');
            sink.accept(first, 0, 1);
        }
        int end = to;
        if (bytes[to - 1] == '\r') {
            held = true;
            end--;
        }
        int cr = EightBytes.findCarriageReturn(bytes, from, end);
        while (cr < end) {
            if (bytes[cr + 1] != '\n') {
                bytes[cr] = '\n';
            }
            cr = EightBytes.findCarriageReturn(bytes, cr + 1, end);
        }
        if (end > from) {
            sink.accept(bytes, from, end);
        }
    }

    /// Ends the file: a CR that is still held back becomes an LF.
    <X extends Exception> void finish(ByteSink<X> sink) throws X {
        if (held) {
            held = false;
            sink.accept(new byte[] {'\n'}, 0, 1);
        }
    }
}
