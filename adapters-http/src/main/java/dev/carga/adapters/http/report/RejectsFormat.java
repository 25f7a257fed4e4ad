package dev.carga.adapters.http.report;

import dev.carga.domain.layout.FileColumns;
import java.io.IOException;
import java.io.OutputStream;

/// A format of the file of rejected lines. Each line is followed by the reason for its rejection, in a column that
/// Carga ignores when the corrected file is sent. In every format, a rejected line that was not corrected is
/// rejected again.
interface RejectsFormat {

    /// The file name extension, without the dot.
    String extension();

    String contentType();

    /// Writes the header: above the first line, and above each line whose columns differ from those of the line
    /// before it.
    void header(OutputStream out, FileColumns columns) throws IOException;

    void line(OutputStream out, RejectsLine line) throws IOException;
}
