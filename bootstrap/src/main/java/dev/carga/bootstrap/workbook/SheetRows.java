package dev.carga.bootstrap.workbook;

import java.io.Closeable;
import java.io.IOException;

/// The rows of a sheet, from the first to the last, those without a value left out or not. For one thread.
interface SheetRows extends Closeable {

    /// Reads the next row.
    ///
    /// @param row is filled; its number is larger than that of the row before
    /// @return whether there was one
    /// @throws IOException if the sheet is no sheet
    boolean next(Row row) throws IOException;
}
