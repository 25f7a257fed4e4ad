package dev.carga.domain.purchase;

import dev.carga.domain.Nullable;
import dev.carga.domain.layout.Column;
import dev.carga.domain.layout.FileColumns;

/// Something that is wrong with a line.
///
/// @param line     of the file, from 1
/// @param column   null where it is about the line as a whole
/// @param value    as it stands there, the first [#VALUE_CHARS] characters; null if there is none, or no one knows it
///                 any more
/// @param rejected the line as it came, without its line end, if it gave no row; else null. Not copied: nobody may
///                 change it
/// @param flawed   the same of a line that gave a row, with the first of its issues
/// @param columns  the fields of the line, where a header further down the file names others than the first;
///                 else null
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record LineIssue(
        long line,
        IssueCode code,
        @Nullable Column column,
        @Nullable String value,
        byte @Nullable [] rejected,
        byte @Nullable [] flawed,
        @Nullable FileColumns columns) {

    /// Enough to see what is wrong.
    public static final int VALUE_CHARS = 100;

    /// One that comes without the line, unless that gave no row.
    public LineIssue(
            long line, IssueCode code, @Nullable Column column, @Nullable String value, byte @Nullable [] rejected) {
        this(line, code, column, value, rejected, null, null);
    }

    /// The same with the line that it was found on, which gave a row all the same.
    public LineIssue onFlawed(byte[] text) {
        return new LineIssue(line, code, column, value, null, text, columns);
    }

    /// The same of a line that stands below another header than the first.
    public LineIssue under(FileColumns header) {
        return new LineIssue(line, code, column, value, rejected, flawed, header);
    }

    /// The line as it came, whatever became of it; null if it comes with another issue, or was not kept.
    public byte @Nullable [] text() {
        return rejected == null ? flawed : rejected;
    }

    /// Without what stands in the file: it may end up in a log.
    @Override
    public String toString() {
        return "line " + line + ": " + code;
    }
}
