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

/// The columns of a row that earlier lines of its file may still fill after a later line is loaded: those for
/// which the later line has no readable value. Stored in `carga_unknown_columns` from the time such a row is
/// added, or replaces another one, until the upload ends.
///
/// Every transaction that writes about a row here has locked that row.
public final class UnknownColumns {

    private static final String INTO = "INSERT INTO carga_unknown_columns AS u (upload_id, cpf, line, lines) ";

    /// An entry of the same line is up to date.
    private static final String NEWER = """
             ON CONFLICT (upload_id, cpf) DO UPDATE SET line = excluded.line, lines = excluded.lines
            WHERE u.line <> excluded.line""";

    private static final String INSERT_FOR_ADDED = INTO + "SELECT s.upload_id, s.cpf, s.line, "
            + lines(column -> "CASE WHEN " + PurchaseColumns.known(column) + " THEN s.line ELSE 0 END") + """
             FROM (SELECT CAST(? AS integer) AS upload_id, r.*
                   FROM unnest(CAST(? AS text[]), CAST(? AS bigint[]), CAST(? AS integer[])) AS r (cpf, line, unknown)) s
            ORDER BY s.cpf COLLATE "C"
            """ + NEWER;

    /// Must run before existing rows are replaced, since their lines are lost then. An entry left by another
    /// upload is from no line of this file.
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

    /// The columns that some row has no value for, a bit for each.
    static int of(List<Purchase> rows) {
        int unknown = 0;
        for (Purchase row : rows) {
            unknown |= row.unknown();
        }
        return unknown;
    }

    /// Stores the columns without values of rows that were copied straight to the table.
    ///
    /// @param columns the columns that lines of the file may have values for, a bit for each
    public static void insertForAdded(Connection connection, int uploadId, List<Purchase> rows, int columns)
            throws SQLException {
        List<Purchase> incomplete =
                rows.stream().filter(row -> (row.unknown() & columns) != 0).toList();
        if (incomplete.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT_FOR_ADDED)) {
            insert.setInt(1, uploadId);
            insert.setArray(
                    2, array(connection, "text", incomplete, row -> row.cpf().text()));
            insert.setArray(3, array(connection, "bigint", incomplete, Purchase::line));
            insert.setArray(4, array(connection, "integer", incomplete, Purchase::unknown));
            insert.executeUpdate();
        }
    }

    private static Array array(
            Connection connection, String type, List<Purchase> rows, Function<Purchase, Object> value)
            throws SQLException {
        return connection.createArrayOf(type, rows.stream().map(value).toArray());
    }

    /// Stores the columns without values of staged rows that are in the table now, or are about to replace
    /// locked rows.
    static void insertForStaged(Statement statement, int columns) throws SQLException {
        statement.executeUpdate(INSERT_FOR_STAGED.formatted(columns));
    }

    /// Fills columns that later lines of the file had no value for from the staged rows. The rows in the
    /// table are locked.
    static void fill(Statement statement) throws SQLException {
        if (statement.executeUpdate(FILL) > 0) {
            statement.executeUpdate(UPDATE_FILLED);
        }
    }
}
