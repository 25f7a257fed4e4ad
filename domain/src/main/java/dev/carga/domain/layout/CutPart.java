package dev.carga.domain.layout;

/// A run of whole lines of a file, small enough to be loaded at once.
///
/// @param number    from 1, in the order of the file
/// @param firstLine the line of the file on which it starts, from 1, the header and blank lines included
/// @param rows      how many of its lines are not blank; at least one
/// @param bytes     its lines with their line ends; the last line of a file may have none. Not copied: nobody may
/// change it
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record CutPart(int number, long firstLine, int rows, byte[] bytes) {}
