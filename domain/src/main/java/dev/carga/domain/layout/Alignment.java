package dev.carga.domain.layout;

import java.util.List;

/// Where the columns of an aligned file stand: each begins, or each ends, in the same place on every line of the
/// sample.
///
/// @param edges one for each column, from left to right
public record Alignment(List<Edge> edges) {

    /// Where a column's values meet one line down the page.
    ///
    /// @param place in characters from the begin of the line, from 0: of the first character if they are aligned to
    ///              the left, of the one behind the last if to the right
    /// @param right whether they are aligned to the right
    public record Edge(int place, boolean right) {}

    public Alignment {
        edges = List.copyOf(edges);
    }
}
