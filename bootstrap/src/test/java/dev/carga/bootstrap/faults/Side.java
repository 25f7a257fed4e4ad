package dev.carga.bootstrap.faults;

import dev.carga.bootstrap.endtoend.Rows;
import dev.carga.domain.Nullable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.function.Consumer;

/// One upload of a file, walked through beside the file: its parts in their order, and its rows in the table in the
/// order of their lines.
final class Side implements AutoCloseable {

    private static final int FETCHED_AT_ONCE = 2_000;

    private final StoredUpload upload;
    private final Consumer<String> complaints;
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
    private boolean rowThere;
    private long rowsSeen;

    Side(StoredUpload upload, Sql sql, Consumer<String> complaints) throws SQLException {
        this.upload = upload;
        this.complaints = complaints;
        this.parts = upload.parts().iterator();
        connection = sql.connect();
        connection.setAutoCommit(false);
        statement = connection.prepareStatement(Rows.OF_UPLOAD);
        statement.setFetchSize(FETCHED_AT_ONCE);
        statement.setInt(1, upload.id());
        rows = statement.executeQuery();
        nextRow();
    }

    /// The part that a line of data belongs to; null behind the last part. To be called for each such line.
    StoredUpload.@Nullable Part enter(long line) {
        if (part == null || partLines == part.lineCount()) {
            beginPart(line);
        }
        if (part == null) {
            if (!ended) {
                ended = true;
                complainIf(upload.state().equals("received"), "line " + line + " and those behind it are in no part");
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
        complainIf(next.number() != ++partNumber, "part " + partNumber + " is missing");
        partNumber = next.number();
        complainIf(
                next.firstLine() > line || next.firstLine() <= lastLine,
                "part " + next.number() + " begins with line " + next.firstLine() + ", and should with " + line);
    }

    /// The line just entered gives a row by the reading of the file.
    void givesRow() {
        partRows++;
    }

    /// What made the part that was just entered fail is found in the files.
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
        complainIf(partLines < done.lineCount(), name + " has more lines than the file is long");
        switch (done.state()) {
            case "loaded", "undone" -> {
                complainIf(done.isUndone() != upload.isUndone(), name + " is " + done.state());
                complainIf(done.count("total_rows") != partLines, name + " counts other lines than it has");
                complainIf(
                        done.count("total_rejected") != partLines - partRows,
                        name + " counts " + done.count("total_rejected") + " lines as rejected, not "
                                + (partLines - partRows));
                complainIf(
                        done.count("total_added") + done.count("total_updated") + done.count("duplicate_count")
                                != partRows,
                        name + " counts other rows than it has");
            }
            case "failed" ->
                complainIf(
                        !done.failureCode().equals("duplicate_cpf") || !partExplained,
                        name + " failed (" + done.failureCode() + ") and nothing in the files explains it");
            case "cancelled" -> complainIf(upload.withdrawn().isEmpty(), name + " is cancelled, and the upload is not");
            default -> complaints.accept(upload.name() + ": " + name + " is " + done.state());
        }
    }

    /// The row that is in the table for a line, if there is one. To be called for each line, in order.
    @Nullable
    String rowOf(long line) throws SQLException {
        while (rowThere && rowLine < line) {
            complaints.accept(upload.name() + ": a row of line " + rowLine + " that should not be, or not twice");
            nextRow();
        }
        if (!rowThere || rowLine != line) {
            return null;
        }
        String row = rowText;
        rowsSeen++;
        nextRow();
        return row;
    }

    /// The file is at its end.
    ///
    /// @return how many rows were met
    long finish() throws SQLException {
        endPart();
        complainIf(parts.hasNext(), "there are parts behind the end of the file");
        String _ = rowOf(Long.MAX_VALUE);
        return rowsSeen;
    }

    private void nextRow() throws SQLException {
        rowThere = rows.next();
        if (rowThere) {
            rowLine = rows.getLong(1);
            rowText = Rows.text(rows.getString(2));
        }
    }

    private void complainIf(boolean wrong, String complaint) {
        if (wrong) {
            complaints.accept(upload.name() + ": " + complaint);
        }
    }

    @Override
    public void close() throws SQLException {
        rows.close();
        statement.close();
        connection.close();
    }
}
