package dev.carga.domain.layout;

/// Makes a CR that no LF follows an LF, while the file arrives: the line ends of old Macs, alone or among others.
/// As many bytes come out as go in, each in its place.
///
/// Not thread-safe. One file each: [#add] as often as needed, then [#finish] once.
final class LineEnds {

    /// The last byte was a CR, and what it is the next one tells.
    private boolean held;

    private final byte[] first = new byte[1];

    LineEnds(boolean held) {
        this.held = held;
    }

    boolean isHeld() {
        return held;
    }

    /// Hands `bytes[from, to)` on. Changes them in place.
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

    /// The file is at its end.
    <X extends Exception> void finish(ByteSink<X> sink) throws X {
        if (held) {
            held = false;
            sink.accept(new byte[] {'\n'}, 0, 1);
        }
    }
}
