package dev.carga.domain.layout;

import dev.carga.domain.Nullable;
import java.util.ArrayList;
import java.util.List;

/// Where the columns of an aligned file stand: each begins, or each ends, in the same place on nearly every
/// line. With it a column that is empty is told from one whose value has a blank in it.
///
/// @param edges        one for each column, from left to right
/// @param emptyColumns whether a column without a value is NULL: the file shows such, and has no word for it.
///                     Otherwise a line with one lacks something
public record Alignment(List<Edge> edges, boolean emptyColumns) {

    /// Where the values of a column meet the same line from top to bottom.
    ///
    /// @param place in characters from the begin of the line, from 0: of the first character of values that are
    ///              aligned to the left, of the one behind the last if they are aligned to the right
    /// @param right whether they are aligned to the right
    /// @param until where the column's room ends, in characters: no value of it reaches further
    public record Edge(int place, boolean right, int until) {}

    public Alignment {
        edges = List.copyOf(edges);
    }

    /// Finds the values by their places: a single blank within a column's room is part of its value, and a
    /// room without a value is an empty column.
    ///
    /// @param line   `line[from, to)`, in UTF-8
    /// @param bounds takes where each value starts and ends, in turns
    /// @return whether each value stands where its column does; if not, the bounds mean nothing
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
                if (start < 0 ? !emptyColumns : !stands(edge, startCharacter, endCharacter)) {
                    return false;
                }
                // A value that goes on into the next room is no value of this one.
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

    private static boolean stands(Edge edge, int start, int end) {
        return edge.place() == (edge.right() ? end : start);
    }

    private static boolean isBlank(byte b) {
        return b == ' ';
    }

    /// The values of a line as texts, by their places; null if one of them does not stand where its column does.
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
