package dev.carga.bootstrap.workbook;

import java.io.Closeable;
import java.io.IOException;

/// The rows of a sheet, in order. Blank rows may be left out. Not thread-safe.
interface SheetRows extends Closeable {

    /// Reads the next row.
    ///
    /// @param row is filled; its number is larger than that of the row before
    /// @return false at the end of the sheet
    /// @throws IOException if the sheet is invalid
    boolean next(Row row) throws IOException;
}
