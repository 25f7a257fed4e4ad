package dev.carga.adapters.http.report;

import dev.carga.domain.layout.FileColumns;
import java.io.IOException;
import java.io.OutputStream;

/// How lines are given back to be mended: with what is wrong with each behind it, in a column that is passed
/// over when the file is sent again. A line that was rejected and is not mended is rejected again, in every form.
interface MendableForm {

    /// The end of the file's name, after a point.
    String extension();

    String contentType();

    /// What stands above the first line, and above one whose columns have another order.
    void header(OutputStream out, FileColumns columns) throws IOException;

    void line(OutputStream out, MendableLine line) throws IOException;
}
