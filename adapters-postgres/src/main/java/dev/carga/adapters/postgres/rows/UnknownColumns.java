package dev.carga.adapters.postgres.rows;

import dev.carga.domain.layout.Column;
import dev.carga.domain.purchase.Purchase;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Which columns of a row an earlier line of its file may still fill, though a later one is loaded: those of
/// which the later line says nothing that can be read. Kept in `carga_unknown_columns` from when such a row
/// is added, or replaces another, until its upload has ended.
///
/// Who writes about a row holds that row, so that what is read here under its lock is how it stands.
public final class UnknownColumns {

    private static final String INTO = "INSERT INTO carga_unknown_columns AS u (upload_id, cpf, line, lines) ";

    /// What is there of the same line was written before the row was.
    private static final String NEWER = """
             ON CONFLICT (upload_id, cpf) DO UPDATE SET line = excluded.line, lines = excluded.lines
            WHERE u.line <> excluded.line""";

    private static final String INSERT_FOR_ADDED = INTO + "SELECT s.upload_id, s.cpf, s.line, "
            + lines(column -> "CASE WHEN " + PurchaseColumns.known(column) + " THEN s.line ELSE 0 END") + """
             FROM (SELECT CAST(? AS integer) AS upload_id, r.*
                   FROM unnest(CAST(? AS text[]), CAST(? AS bigint[]), CAST(? AS integer[])) AS r (cpf, line, unknown)) s
            ORDER BY s.cpf COLLATE "C"
            """ + NEWER;

    /// Before the rows in the way are replaced, whose lines are gone then. What another upload has left is
    /// from no line of this file.
    private static final String INSERT_FOR_STAGED = INTO + "SELECT s.upload_id, s.cpf, s.line, "
            + lines(column -> "CASE WHEN " + PurchaseColumns.known(column) + " THEN s.line"
                    + " WHEN t.upload_id = s.upload_id AND t.line < s.line THEN coalesce(" + line("o", column)
                    + ", t.line) ELSE 0 END")
            + """
             FROM carga_staged s JOIN user_purchase t ON t.cpf = s.cpf
                  LEFT JOIN carga_unknown_columns o
                      ON o.upload_id = s.upload_id AND o.cpf = s.cpf AND o.upload_id = t.upload_id AND o.line = t.line
            WHERE s.unknown & %d <> 0 AND (t.upload_id IS DISTINCT FROM s.upload_id OR t.line <= s.line)
            ORDER BY s.cpf""" + NEWER;

    private static final String GAPS = """
             FROM (SELECT s.*, o.lines, o.line AS there FROM carga_staged s JOIN carga_unknown_columns o
                       ON o.upload_id = s.upload_id AND o.cpf = s.cpf AND o.line > s.line
                   ORDER BY s.cpf) s
            """;

    private static final String FILL = "UPDATE user_purchase t SET "
            + PurchaseColumns.set(
                    (column, name) -> "CASE WHEN " + fills(column) + " THEN s." + name + " ELSE t." + name + " END")
            + GAPS + """
            WHERE t.cpf = s.cpf AND t.upload_id = s.upload_id AND t.line = s.there""";

    private static final String UPDATE_FILLED = "UPDATE carga_unknown_columns u SET lines = "
            + lines(column -> "CASE WHEN " + fills(column) + " THEN s.line ELSE " + line("u", column) + " END")
            + GAPS + "WHERE u.upload_id = s.upload_id AND u.cpf = s.cpf";

    private UnknownColumns() {}

    private static String lines(Function<Column, String> line) {
        return PurchaseColumns.VALUES.stream().map(line).collect(Collectors.joining(", ", "ARRAY[", "]::bigint[]"));
    }

    private static String line(String table, Column column) {
        return table + ".lines[" + (PurchaseColumns.VALUES.indexOf(column) + 1) + "]";
    }

    private static String fills(Column column) {
        return PurchaseColumns.known(column) + " AND " + line("s", column) + " < s.line";
    }

    /// Which columns some row leaves unsaid, a bit for each.
    static int of(List<Purchase> rows) {
        int unknown = 0;
        for (Purchase row : rows) {
            unknown |= row.unknown();
        }
        return unknown;
    }

    /// Writes down what rows leave unsaid that were added straight to the table.
    ///
    /// @param columns that a line of the file may say something of
    public static void insertForAdded(Connection connection, int uploadId, List<Purchase> rows, int columns)
            throws SQLException {
        List<Purchase> unsaid =
                rows.stream().filter(row -> (row.unknown() & columns) != 0).toList();
        if (unsaid.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT_FOR_ADDED)) {
            insert.setInt(1, uploadId);
            insert.setArray(
                    2, array(connection, "text", unsaid, row -> row.cpf().text()));
            insert.setArray(3, array(connection, "bigint", unsaid, Purchase::line));
            insert.setArray(4, array(connection, "integer", unsaid, Purchase::unknown));
            insert.executeUpdate();
        }
    }

    private static Array array(
            Connection connection, String type, List<Purchase> rows, Function<Purchase, Object> value)
            throws SQLException {
        return connection.createArrayOf(type, rows.stream().map(value).toArray());
    }

    /// The same for staged rows that are in the table by now, or are about to replace what is there and is
    /// locked.
    static void insertForStaged(Statement statement, int columns) throws SQLException {
        statement.executeUpdate(INSERT_FOR_STAGED.formatted(columns));
    }

    /// Lets staged rows fill what later lines of their file have left unsaid. The rows in the table are locked.
    static void fill(Statement statement) throws SQLException {
        if (statement.executeUpdate(FILL) > 0) {
            statement.executeUpdate(UPDATE_FILLED);
        }
    }
}
