package dev.carga.domain.purchase;

import dev.carga.domain.layout.Utf8;

/// Finds where the text of a line begins and ends. Ignored are blanks, line ends, the end-of-file character
/// of DOS (Ctrl-Z), form feeds, and the byte order marks within concatenated files.
final class LineEdges {

    private LineEdges() {}

    static int begin(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to) {
            int step = ignoredBytes(bytes, i, to);
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

    /// As [#begin(byte[], int, int)], except that leading blanks are kept: they may be empty fields, or
    /// determine the position of aligned columns.
    static int beginOfFields(byte[] bytes, int from, int to) {
        int begin = from;
        int i = from;
        while (i < to) {
            int step = ignoredBytes(bytes, i, to);
            if (step == 0 && !isBlank(bytes[i])) {
                return begin;
            }
            i += Math.max(step, 1);
            begin = step > 0 ? i : begin;
        }
        return begin;
    }

    /// As [#end(byte[], int, int)], except that trailing blanks are kept: tabs may separate empty fields.
    static int endOfFields(byte[] bytes, int from, int to) {
        int end = to;
        while (end > from && isControl(bytes[end - 1])) {
            end--;
        }
        return end;
    }

    /// The number of bytes to ignore at this index, blanks not counted.
    private static int ignoredBytes(byte[] bytes, int i, int to) {
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
