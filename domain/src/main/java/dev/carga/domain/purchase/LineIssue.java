package dev.carga.domain.purchase;

import dev.carga.domain.Nullable;
import dev.carga.domain.layout.Column;
import dev.carga.domain.layout.FileColumns;

/// An error in a line.
///
/// @param line     the line number in the file, from 1
/// @param column   null if the issue concerns the whole line
/// @param value    the field's text, cut to [#VALUE_CHARS] characters; null if there is none, or it is not
///                 known any more
/// @param rejected the unchanged line without its line end, if it gave no row; else null. Not a copy: must
///                 not be modified
/// @param flawed   the unchanged line without its line end, if it gave a row and this is the first of its
///                 issues; else null. Not a copy: must not be modified
/// @param columns  the fields of the line, if a repeated header changed their order; else null
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record LineIssue(
        long line,
        IssueCode code,
        @Nullable Column column,
        @Nullable String value,
        byte @Nullable [] rejected,
        byte @Nullable [] flawed,
        @Nullable FileColumns columns) {

    /// Enough characters to see the error.
    public static final int VALUE_CHARS = 100;

    /// An issue with the text of its line only if the line was rejected.
    public LineIssue(
            long line, IssueCode code, @Nullable Column column, @Nullable String value, byte @Nullable [] rejected) {
        this(line, code, column, value, rejected, null, null);
    }

    /// This issue with the text of its line, which gave a row.
    public LineIssue withFlawedLine(byte[] text) {
        return new LineIssue(line, code, column, value, null, text, columns);
    }

    /// This issue of a line below a repeated header with other columns.
    public LineIssue withColumns(FileColumns others) {
        return new LineIssue(line, code, column, value, rejected, flawed, others);
    }

    /// The unchanged line, rejected or flawed; null if another issue of the line has it, or it was not kept.
    public byte @Nullable [] text() {
        return rejected == null ? flawed : rejected;
    }

    /// Without any text of the file, because it may be logged.
    @Override
    public String toString() {
        return "line " + line + ": " + code;
    }
}
