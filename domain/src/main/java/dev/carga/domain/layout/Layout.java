package dev.carga.domain.layout;

import dev.carga.domain.Nullable;
import dev.carga.domain.dialect.Dialect;
import java.util.List;

/// What was recognised of a file by its head.
///
/// @param packings  what the text was packed by, from the outside in; none if it came as it is
/// @param columns   the fields of a line
/// @param header    whether a line names them
/// @param headLines how many lines that are not blank stand before the rows: the header, if there is one, and what is
///                  passed over above it
/// @param alignment null if the file is not aligned
/// @param sample    what it was recognised from
/// @param findings  what was recognised, and why
/// @param sheet     the name of the sheet of a workbook; null if the file is none
public record Layout(
        List<Packing> packings,
        TextEncoding encoding,
        Separator separator,
        FileColumns columns,
        boolean header,
        int headLines,
        LineEnd lineEnd,
        Dialect dialect,
        @Nullable Alignment alignment,
        Sample sample,
        List<Finding> findings,
        @Nullable String sheet) {

    /// A file that is no workbook, or is not known to be one.
    public Layout(
            List<Packing> packings,
            TextEncoding encoding,
            Separator separator,
            FileColumns columns,
            boolean header,
            int headLines,
            LineEnd lineEnd,
            Dialect dialect,
            @Nullable Alignment alignment,
            Sample sample,
            List<Finding> findings) {
        this(
                packings, encoding, separator, columns, header, headLines, lineEnd, dialect, alignment, sample,
                findings, null);
    }

    /// The head of a file, from which its layout is recognised.
    ///
    /// @param bytes how many were looked at
    /// @param lines that are not blank and stand below the header
    /// @param whole whether that is all of the file
    public record Sample(int bytes, int lines, boolean whole) {
        public static final Sample NONE = new Sample(0, 0, false);
    }

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
        findings = List.copyOf(findings);
    }

    /// A layout whose values are written as in Brazil, for certain.
    public static Layout plain(
            TextEncoding encoding, Separator separator, FileColumns columns, boolean header, LineEnd lineEnd) {
        return new Layout(
                List.of(),
                encoding,
                separator,
                columns,
                header,
                header ? 1 : 0,
                lineEnd,
                Dialect.PT_BR,
                null,
                Sample.NONE,
                List.of());
    }

    /// The same, of a file that was packed.
    public Layout packedBy(List<Packing> packings) {
        return new Layout(
                packings, encoding, separator, columns, header, headLines, lineEnd, dialect, alignment, sample,
                findings, sheet);
    }

    /// The same, of a sheet of a workbook.
    ///
    /// @param sheet its name; null if the file is no workbook
    public Layout ofSheet(@Nullable String sheet) {
        return new Layout(
                packings, encoding, separator, columns, header, headLines, lineEnd, dialect, alignment, sample,
                findings, sheet);
    }

    /// How many lines were passed over above the header, or above the rows where there is none.
    public int linesPassedOver() {
        return headLines - (header ? 1 : 0);
    }

    /// How its parts are to be read.
    public LineFormat lines() {
        return new LineFormat(encoding.stored(), separator, columns, dialect, alignment);
    }
}
