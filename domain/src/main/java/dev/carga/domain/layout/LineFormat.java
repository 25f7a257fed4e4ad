package dev.carga.domain.layout;

import dev.carga.domain.Nullable;
import dev.carga.domain.dialect.Dialect;

/// How the lines of a part are to be read.
///
/// @param encoding  [TextEncoding#UTF_8] or [TextEncoding#WINDOWS_1252]
/// @param alignment where the columns stand; null if they are separated, or stand anywhere
public record LineFormat(
        TextEncoding encoding,
        Separator separator,
        FileColumns columns,
        Dialect dialect,
        @Nullable Alignment alignment) {

    /// The predecessor's: columns aligned by blanks, in the one order.
    public static final LineFormat BLANK_ALIGNED =
            new LineFormat(TextEncoding.UTF_8, Separator.BLANKS, FileColumns.ALL, Dialect.PT_BR, null);

    public LineFormat {
        if (encoding != encoding.stored()) {
            throw new IllegalArgumentException("No part is stored in " + encoding);
        }
    }

    /// The same with other columns: a header further down has named them anew.
    public LineFormat withColumns(FileColumns others) {
        return new LineFormat(encoding, separator, others, dialect, alignment);
    }
}
