package dev.carga.domain.layout;

import dev.carga.domain.Nullable;

/// A part as the cutter produces it: consecutive whole lines of a file, small enough to be loaded in one
/// transaction.
///
/// @param number    from 1, in the order of the file
/// @param firstLine the number of its first line in the file, from 1, counting the header and blank lines
/// @param rows      the number of its lines that are not blank; at least one
/// @param columns   the fields of its first line, if a repeated header above the part changed them; else null
/// @param bytes     its lines with their line ends; the last line of a file may have none. Not a copy: must
///                  not be modified
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record CutPart(
        int number, long firstLine, int rows, @Nullable FileColumns columns, byte[] bytes) {

    /// A part with the columns of the file.
    public CutPart(int number, long firstLine, int rows, byte[] bytes) {
        this(number, firstLine, rows, null, bytes);
    }
}
