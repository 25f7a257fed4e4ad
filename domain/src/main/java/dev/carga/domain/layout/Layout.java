package dev.carga.domain.layout;

import java.util.List;

/// What was recognised of a file by its head.
///
/// @param packings what the text was packed by, from the outside in; none if it came as it is
/// @param columns   in the order of the file
/// @param header    whether a line names them
/// @param headLines how many lines that are not blank stand before the rows: the header, if there is one, and the line
///                  that tells a spreadsheet the separator
public record Layout(
        List<Packing> packings,
        TextEncoding encoding,
        Separator separator,
        List<Column> columns,
        boolean header,
        int headLines,
        LineEnd lineEnd) {

    /// How the lines end, as far as the head shows.
    public enum LineEnd {
        LF("lf"),
        CRLF("crlf"),
        CR("cr"),
        MIXED("mixed"),
        /// The head is one line.
        NONE("none");

        private final String key;

        LineEnd(String key) {
            this.key = key;
        }

        /// The stable name in JSON.
        public String key() {
            return key;
        }
    }

    public Layout {
        packings = List.copyOf(packings);
        columns = List.copyOf(columns);
    }

    /// The same, of a file that was packed.
    public Layout packedBy(List<Packing> packings) {
        return new Layout(packings, encoding, separator, columns, header, headLines, lineEnd);
    }

    /// How its parts are to be read.
    public LineFormat lines() {
        return new LineFormat(encoding.stored(), separator, columns);
    }
}
