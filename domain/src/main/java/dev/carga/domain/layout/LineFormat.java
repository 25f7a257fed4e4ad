package dev.carga.domain.layout;

import dev.carga.domain.Nullable;
import dev.carga.domain.dialect.Dialect;

/// The format in which the lines of a part are parsed.
///
/// @param encoding  [TextEncoding#UTF_8] or [TextEncoding#WINDOWS_1252]
/// @param alignment the positions of the columns; null if the fields are separated, or have no fixed
///                  positions
public record LineFormat(
        TextEncoding encoding,
        Separator separator,
        FileColumns columns,
        Dialect dialect,
        @Nullable Alignment alignment) {

    /// The predecessor's format: columns separated by blanks, in the order of [FileColumns#ALL].
    public static final LineFormat BLANK_ALIGNED =
            new LineFormat(TextEncoding.UTF_8, Separator.BLANKS, FileColumns.ALL, Dialect.PT_BR, null);

    public LineFormat {
        if (encoding != encoding.stored()) {
            throw new IllegalArgumentException("Parts are not stored in " + encoding);
        }
    }

    /// This format with other columns, which a repeated header names.
    public LineFormat withColumns(FileColumns others) {
        return new LineFormat(encoding, separator, others, dialect, alignment);
    }
}
