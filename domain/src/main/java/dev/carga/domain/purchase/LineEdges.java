package dev.carga.domain.purchase;

import dev.carga.domain.layout.Utf8;

/// Where the text of a line begins and ends, without what says nothing: blanks, line ends, the end-of-file sign
/// of DOS (Ctrl-Z), form feeds of printers, and byte order marks that files bring along when they are put one
/// behind another.
final class LineEdges {

    private LineEdges() {}

    static int begin(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to) {
            int step = nothing(bytes, i, to);
            if (step == 0 && !isBlank(bytes[i])) {
                return i;
            }
            i += Math.max(step, 1);
        }
        return to;
    }

    static int end(byte[] bytes, int from, int to) {
        int end = to;
        while (end > from && (isBlank(bytes[end - 1]) || isControl(bytes[end - 1]))) {
            end--;
        }
        return end;
    }

    /// The same for lines whose fields are separated: blanks may be fields.
    static int beginOfFields(byte[] bytes, int from, int to) {
        int begin = from;
        int i = from;
        while (i < to) {
            int step = nothing(bytes, i, to);
            if (step == 0 && !isBlank(bytes[i])) {
                return begin;
            }
            i += Math.max(step, 1);
            begin = step > 0 ? i : begin;
        }
        return begin;
    }

    static int endOfFields(byte[] bytes, int from, int to) {
        int end = to;
        while (end > from && isControl(bytes[end - 1])) {
            end--;
        }
        return end;
    }

    /// How many bytes at this place say nothing.
    private static int nothing(byte[] bytes, int i, int to) {
        if (i < to && isControl(bytes[i])) {
            return 1;
        }
        return Utf8.isMark(bytes, i, to) ? Utf8.MARK_BYTES : 0;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    private static boolean isControl(byte b) {
        return b == '\r' || b == '\n' || b == 0x1A || b == '\f' || b == 0x0B;
    }
}
