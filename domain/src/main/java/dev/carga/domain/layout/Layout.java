package dev.carga.domain.layout;

import dev.carga.domain.Nullable;
import dev.carga.domain.dialect.Dialect;
import java.util.List;

/// The layout of a file, recognised by its head: how its bytes are split into lines and fields, and how
/// values are written.
///
/// @param packings  the formats from which the text was unpacked, from the outside in; empty for a plain text
///                  file
/// @param columns   the fields of a line
/// @param header    whether a line names the columns
/// @param headLines the number of lines before the rows that are not blank: the header, if there is one, and
///                  the lines that are skipped above it
/// @param alignment the positions of the columns; null if the file is not aligned
/// @param sample    the head from which the layout was recognised
/// @param findings  what was recognised, and on what evidence
/// @param sheet     the name of the sheet; null if the file is not a workbook
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

    /// A layout without the name of a sheet.
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
    /// @param bytes the number of bytes in the head
    /// @param lines the number of lines in the head that are not blank and are below the header
    /// @param whole whether the head is the whole file
    public record Sample(int bytes, int lines, boolean whole) {
        public static final Sample NONE = new Sample(0, 0, false);
    }

    /// How the lines of the head end.
    public enum LineEnd {
        LF("lf"),
        CRLF("crlf"),
        CR("cr"),
        MIXED("mixed"),
        /// The head has no line end.
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

    /// A layout in the Brazilian dialect, without findings.
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

    /// This layout with other packings.
    public Layout withPackings(List<Packing> packings) {
        return new Layout(
                packings, encoding, separator, columns, header, headLines, lineEnd, dialect, alignment, sample,
                findings, sheet);
    }

    /// This layout with another sheet.
    ///
    /// @param sheet null if the file is not a workbook
    public Layout withSheet(@Nullable String sheet) {
        return new Layout(
                packings, encoding, separator, columns, header, headLines, lineEnd, dialect, alignment, sample,
                findings, sheet);
    }

    /// The number of lines that are skipped above the header, or above the rows if there is none.
    public int linesPassedOver() {
        return headLines - (header ? 1 : 0);
    }

    /// The format in which the lines of parts are parsed.
    public LineFormat lineFormat() {
        return new LineFormat(encoding.stored(), separator, columns, dialect, alignment);
    }
}
