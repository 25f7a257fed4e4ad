package dev.carga.bootstrap.faults;

import dev.carga.bootstrap.endtoend.Rows;
import dev.carga.domain.Nullable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.function.Consumer;

/// One upload, read in parallel with its file: its parts in order, and its rows of the table in the order of
/// their lines. Reports what does not match.
final class UploadWalk implements AutoCloseable {

    private static final int FETCH_SIZE = 2_000;

    private final StoredUpload upload;
    private final Consumer<String> violations;
    private final Connection connection;
    private final PreparedStatement statement;
    private final ResultSet rows;

    private final Iterator<StoredUpload.Part> parts;
    private StoredUpload.@Nullable Part part;
    private int partNumber;
    private long partLines;
    private long partRows;
    private boolean partExplained;
    private long lastLine;
    private boolean ended;

    private long rowLine;
    private String rowText = "";
    private boolean hasRow;
    private long rowCount;

    UploadWalk(StoredUpload upload, Sql sql, Consumer<String> violations) throws SQLException {
        this.upload = upload;
        this.violations = violations;
        this.parts = upload.parts().iterator();
        connection = sql.connect();
        connection.setAutoCommit(false);
        statement = connection.prepareStatement(Rows.OF_UPLOAD);
        statement.setFetchSize(FETCH_SIZE);
        statement.setInt(1, upload.id());
        rows = statement.executeQuery();
        nextRow();
    }

    /// Advances to a data line, and returns the part that it belongs to; null after the last part. To be
    /// called for each data line, in order.
    StoredUpload.@Nullable Part enter(long line) {
        if (part == null || partLines == part.lineCount()) {
            beginPart(line);
        }
        if (part == null) {
            if (!ended) {
                ended = true;
                reportIf(upload.state().equals("received"), "line " + line + " and the following ones are in no part");
            }
        } else {
            partLines++;
        }
        lastLine = line;
        return part;
    }

    private void beginPart(long line) {
        endPart();
        if (!parts.hasNext()) {
            return;
        }
        StoredUpload.Part next = parts.next();
        part = next;
        reportIf(next.number() != ++partNumber, "part " + partNumber + " is missing");
        partNumber = next.number();
        reportIf(
                next.firstLine() > line || next.firstLine() <= lastLine,
                "part " + next.number() + " begins with line " + next.firstLine() + ", and should begin with " + line);
    }

    /// The current line gives a row, by the reading of the file.
    void countRow() {
        partRows++;
    }

    /// The files explain why the current part failed.
    void explainFailure() {
        partExplained = true;
    }

    private void endPart() {
        StoredUpload.Part done = part;
        if (done != null) {
            check(done);
        }
        part = null;
        partLines = 0;
        partRows = 0;
        partExplained = false;
    }

    private void check(StoredUpload.Part done) {
        String name = "part " + done.number();
        reportIf(partLines < done.lineCount(), name + " has more lines than the file");
        switch (done.state()) {
            case "loaded", "undone" -> {
                reportIf(done.isUndone() != upload.isUndone(), name + " is " + done.state());
                reportIf(done.count("total_rows") != partLines, name + " does not count its lines correctly");
                reportIf(
                        done.count("total_rejected") != partLines - partRows,
                        name + " counts " + done.count("total_rejected") + " lines as rejected, not "
                                + (partLines - partRows));
                reportIf(
                        done.count("total_added") + done.count("total_updated") + done.count("duplicate_count")
                                != partRows,
                        name + " does not count its rows correctly");
            }
            case "failed" ->
                reportIf(
                        !done.failureCode().equals("duplicate_cpf") || !partExplained,
                        name + " failed (" + done.failureCode() + ") and the files do not explain it");
            case "cancelled" -> reportIf(upload.withdrawn().isEmpty(), name + " is cancelled, but the upload is not");
            default -> violations.accept(upload.name() + ": " + name + " is " + done.state());
        }
    }

    /// The row of the table that comes from a line; null if there is none. To be called for each line, in
    /// order.
    @Nullable
    String rowOf(long line) throws SQLException {
        while (hasRow && rowLine < line) {
            violations.accept(upload.name() + ": an unexpected or second row of line " + rowLine);
            nextRow();
        }
        if (!hasRow || rowLine != line) {
            return null;
        }
        String row = rowText;
        rowCount++;
        nextRow();
        return row;
    }

    /// Ends the walk at the end of the file.
    ///
    /// @return how many rows were found
    long finish() throws SQLException {
        endPart();
        reportIf(parts.hasNext(), "there are parts after the end of the file");
        String _ = rowOf(Long.MAX_VALUE);
        return rowCount;
    }

    private void nextRow() throws SQLException {
        hasRow = rows.next();
        if (hasRow) {
            rowLine = rows.getLong(1);
            rowText = Rows.text(rows.getString(2));
        }
    }

    private void reportIf(boolean wrong, String violation) {
        if (wrong) {
            violations.accept(upload.name() + ": " + violation);
        }
    }

    @Override
    public void close() throws SQLException {
        rows.close();
        statement.close();
        connection.close();
    }
}
