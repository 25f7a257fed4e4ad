package dev.carga.domain.layout;

import dev.carga.domain.Nullable;
import java.util.ArrayList;
import java.util.List;

/// The positions of the columns of an aligned file: the values of a column begin, or end, at the same
/// position on nearly every line. They distinguish an empty column from a value with a blank in it.
///
/// @param edges        one per column, from left to right
/// @param emptyColumns whether a column without a value is NULL, because the file has empty columns and no
///                     word for NULL. Otherwise a line with an empty column is incomplete
public record Alignment(List<Edge> edges, boolean emptyColumns) {

    /// The position at which the values of a column begin or end.
    ///
    /// @param place in characters from the beginning of the line, from 0: the first character of left-aligned
    ///              values, the character behind the last one of right-aligned values
    /// @param right whether the values are right-aligned
    /// @param until where the column ends, in characters from the beginning of the line, exclusive
    public record Edge(int place, boolean right, int until) {}

    public Alignment {
        edges = List.copyOf(edges);
    }

    /// Splits `line[from, to)` by positions: a single blank within a column is part of its value.
    ///
    /// @param line   in UTF-8
    /// @param bounds receives the start and end of each value, alternating
    /// @return whether every value is at the edge of its column; if not, the bounds are undefined
    public boolean split(byte[] line, int from, int to, int[] bounds) {
        int column = 0;
        int character = 0;
        int start = -1;
        int startCharacter = 0;
        int end = -1;
        int endCharacter = 0;
        int i = from;
        while (column < edges.size()) {
            boolean over = i >= to;
            Edge edge = edges.get(column);
            if (over || character >= edge.until()) {
                if (start < 0 ? !emptyColumns : !isAt(edge, startCharacter, endCharacter)) {
                    return false;
                }
                // A value that continues in the next column does not fit this one.
                if (!over && i > from && !isBlank(line[i]) && !isBlank(line[i - 1]) && start >= 0) {
                    return false;
                }
                bounds[2 * column] = start < 0 ? i : start;
                bounds[2 * column + 1] = start < 0 ? i : end;
                column++;
                start = -1;
                continue;
            }
            if (line[i] == '\t') {
                return false;
            }
            int next = i + 1;
            while (next < to && (line[next] & 0xC0) == 0x80) {
                next++;
            }
            if (line[i] != ' ') {
                if (start < 0) {
                    start = i;
                    startCharacter = character;
                } else if (character - endCharacter > 1) {
                    return false; // two values
                }
                end = next;
                endCharacter = character + 1;
            }
            character++;
            i = next;
        }
        return i >= to;
    }

    private static boolean isAt(Edge edge, int start, int end) {
        return edge.place() == (edge.right() ? end : start);
    }

    private static boolean isBlank(byte b) {
        return b == ' ';
    }

    /// As [#split(byte[], int, int, int[])], with the values as texts; null if a value is not at the edge of
    /// its column.
    public @Nullable List<String> cells(String line) {
        byte[] bytes = line.getBytes(TextEncoding.UTF_8.charset());
        int[] bounds = new int[2 * edges.size() + 1];
        if (!split(bytes, 0, bytes.length, bounds)) {
            return null;
        }
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < edges.size(); i++) {
            cells.add(
                    new String(bytes, bounds[2 * i], bounds[2 * i + 1] - bounds[2 * i], TextEncoding.UTF_8.charset()));
        }
        return cells;
    }
}
