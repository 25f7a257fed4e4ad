package dev.carga.domain.layout;

import java.util.EnumSet;
import java.util.List;

/// How the lines of a part are to be read.
///
/// @param encoding [TextEncoding#UTF_8] or [TextEncoding#WINDOWS_1252]
/// @param columns  all of them, in the order of the line
public record LineFormat(TextEncoding encoding, Separator separator, List<Column> columns) {

    /// The predecessor's: columns aligned by blanks, in the one order.
    public static final LineFormat BLANK_ALIGNED = new LineFormat(TextEncoding.UTF_8, Separator.BLANKS, Column.ALL);

    public LineFormat {
        columns = List.copyOf(columns);
        if (columns.size() != Column.ALL.size() || EnumSet.copyOf(columns).size() != columns.size()) {
            throw new IllegalArgumentException("Not each column once: " + columns);
        }
        if (encoding != encoding.stored()) {
            throw new IllegalArgumentException("No part is stored in " + encoding);
        }
    }
}
