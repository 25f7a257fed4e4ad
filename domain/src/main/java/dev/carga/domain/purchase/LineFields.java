package dev.carga.domain.purchase;

import dev.carga.domain.Nullable;
import dev.carga.domain.layout.Alignment;
import dev.carga.domain.layout.Column;
import dev.carga.domain.layout.EightBytes;
import dev.carga.domain.layout.FileColumns;
import dev.carga.domain.layout.HeaderNames;
import dev.carga.domain.layout.LineFormat;
import dev.carga.domain.layout.Separator;
import dev.carga.domain.layout.SplitValues;
import java.util.List;
import java.util.stream.IntStream;

/// Finds the fields of a line: by separators, or by blanks and the positions of the aligned columns.
///
/// Not thread-safe: it splits one line after another, and each call overwrites the result of the one before.
final class LineFields {

    /// Result of [#splitPlain(byte[], int, int)]: the line needs [#split(byte[], int, int)].
    static final int NOT_PLAIN = -1;

    /// Result of [#split(byte[], int, int)]: the line does not have the fields of the file.
    private static final int WRONG = -2;

    private final int size;
    private final int[] bounds;
    private final @Nullable SeparatedLine separated;
    private final @Nullable Alignment alignment;

    /// Whether a line may end with the reason that Carga adds to rejected lines, behind a tab and a `#`.
    private final boolean mayHaveReason;

    /// The indexes of the fields that must be empty.
    private final int[] unnamed;

    /// The edges of the [Alignment] as arrays, for fast comparison: the index of the bound that is at the
    /// edge, its position, and where the column ends. Empty if the file is not aligned.
    private final int[] edges;

    private final int[] places;
    private final int[] until;

    /// The indexes of the fields whose values contain no blank.
    private final int[] single;

    private byte[] text = new byte[0];

    private LineFields(LineFormat format) {
        FileColumns columns = format.columns();
        boolean blanks = format.separator() == Separator.BLANKS;
        String last = columns.fields().getLast().name();
        this.mayHaveReason = blanks && columns.fields().getLast().column() == null && HeaderNames.isReason(last);
        this.size = columns.size() - (mayHaveReason ? 1 : 0);
        // The last element is only written by a line with too many fields.
        this.bounds = new int[2 * size + 1];
        this.separated = blanks ? null : new SeparatedLine(format.separator().character(), bounds);
        this.alignment =
                format.alignment() == null || format.alignment().edges().size() != size ? null : format.alignment();
        this.unnamed = IntStream.range(0, size)
                .filter(i -> columns.fields().get(i).mustBeEmpty())
                .toArray();
        List<Alignment.Edge> all = alignment == null ? List.of() : alignment.edges();
        this.edges = IntStream.range(0, all.size())
                .map(i -> all.get(i).right() ? 2 * i + 1 : 2 * i)
                .toArray();
        this.places = all.stream().mapToInt(Alignment.Edge::place).toArray();
        this.until = all.stream().mapToInt(Alignment.Edge::until).toArray();
        this.single = IntStream.range(0, size)
                .filter(i -> isSingleWord(columns.fields().get(i).column()))
                .toArray();
    }

    private static boolean isSingleWord(@Nullable Column column) {
        return column != null
                && switch (column) {
                    case CPF, PRIVATE, INCOMPLETO, LOJA_MAIS_FREQUENTE, LOJA_ULTIMA_COMPRA -> true;
                    case DATA_ULTIMA_COMPRA, TICKET_MEDIO, TICKET_ULTIMA_COMPRA -> false;
                };
    }

    static LineFields of(LineFormat format) {
        return new LineFields(format);
    }

    /// The number of fields of a line.
    int size() {
        return size;
    }

    boolean isSeparated() {
        return separated != null;
    }

    /// The start and end of each field, alternating, as indexes into [#text()].
    int[] bounds() {
        return bounds;
    }

    byte[] text() {
        return text;
    }

    /// The fast path, sufficient for nearly every line of an aligned file: a line of printable ASCII.
    ///
    /// @return the number of bounds; 0 for a blank line; [#NOT_PLAIN] if [#split(byte[], int, int)] must be
    ///         called
    int splitPlain(byte[] bytes, int from, int to) {
        if (separated != null) {
            return NOT_PLAIN;
        }
        int count = EightBytes.findColumns(bytes, from, to, bounds);
        text = bytes;
        if (count == 0 || (alignment == null && count != 2 * size && count > 0)) {
            return count;
        }
        boolean plain = count == 2 * size
                && (edges.length == 0 ? !SplitValues.hasSplitValue(bytes, bounds, size) : isAtEdges(from));
        return plain ? count : NOT_PLAIN;
    }

    /// The general path.
    ///
    /// @return the number of bounds; negative if the fields cannot be determined
    int split(byte[] bytes, int from, int to) {
        text = bytes;
        if (separated != null) {
            int count = separated.split(bytes, from, to);
            text = separated.text();
            return count;
        }
        int end = mayHaveReason ? beginOfReason(bytes, from, to) : to;
        if (alignment == null) {
            int words = findColumns(bytes, from, end);
            return words == 2 * size && SplitValues.hasSplitValue(bytes, bounds, size) ? WRONG : words;
        }
        if (alignment.split(bytes, from, end, bounds)) {
            return hasBlankInSingleWord(bytes) ? WRONG : 2 * size;
        }
        if (alignment.emptyColumns()) {
            return WRONG; // the number of words proves nothing where columns may be empty
        }
        int count = findColumns(bytes, from, end);
        return count == 2 * size && SplitValues.mayHaveSplitValue(bytes, bounds, size) ? WRONG : count;
    }

    /// Whether every value is at the edge of its column. Called for every line of an aligned file.
    private boolean isAtEdges(int from) {
        for (int i = 0; i < size; i++) {
            if (bounds[edges[i]] - from != places[i] || bounds[2 * i + 1] - from > until[i]) {
                return false;
            }
        }
        return true;
    }

    /// Whether a document or a flag contains a blank.
    private boolean hasBlankInSingleWord(byte[] bytes) {
        for (int field : single) {
            for (int i = bounds[2 * field]; i < bounds[2 * field + 1]; i++) {
                if (isBlank(bytes[i])) {
                    return true;
                }
            }
        }
        return false;
    }

    private static int beginOfReason(byte[] bytes, int from, int to) {
        for (int i = to - 2; i >= from; i--) {
            if (bytes[i] == '\t' && bytes[i + 1] == '#') {
                return i;
            }
        }
        return to;
    }

    /// As [EightBytes#findColumns], for lines with any bytes: tabs are blanks too, and every other byte is
    /// part of a column.
    private int findColumns(byte[] bytes, int from, int to) {
        int count = 0;
        boolean inColumn = false;
        for (int i = from; i < to && count < bounds.length; i++) {
            if (inColumn == isBlank(bytes[i])) {
                bounds[count++] = i;
                inColumn = !inColumn;
            }
        }
        if (inColumn && count < bounds.length) {
            bounds[count++] = to;
        }
        return count;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    /// Whether a field that must be empty, because it has no name, has a value.
    boolean hasUnnamedValue(byte[] bytes) {
        for (int field : unnamed) {
            if (bounds[2 * field + 1] > bounds[2 * field]) {
                return true;
            }
        }
        return false;
    }

    /// Whether every field is empty, as in the empty rows of a spreadsheet.
    boolean areAllEmpty() {
        for (int i = 0; i < size; i++) {
            if (bounds[2 * i + 1] > bounds[2 * i]) {
                return false;
            }
        }
        return true;
    }
}
