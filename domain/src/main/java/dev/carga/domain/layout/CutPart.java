package dev.carga.domain.layout;

import dev.carga.domain.Nullable;

/// A run of whole lines of a file, small enough to be loaded at once.
///
/// @param number    from 1, in the order of the file
/// @param firstLine the line of the file on which it starts, from 1, the header and blank lines included
/// @param rows      how many of its lines are not blank; at least one
/// @param columns   the fields of its first line, if a header further up than the part has named others than
///                  the one of the file; else null
/// @param bytes     its lines with their line ends; the last line of a file may have none. Not copied: nobody may
/// change it
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record CutPart(
        int number, long firstLine, int rows, @Nullable FileColumns columns, byte[] bytes) {

    /// A part under the header of the file.
    public CutPart(int number, long firstLine, int rows, byte[] bytes) {
        this(number, firstLine, rows, null, bytes);
    }
}
