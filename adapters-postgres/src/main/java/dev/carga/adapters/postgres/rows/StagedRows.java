package dev.carga.adapters.postgres.rows;

import dev.carga.domain.Nullable;
import dev.carga.domain.layout.Column;
import dev.carga.domain.purchase.Purchase;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.PartRef;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Adds rows of which some meet their CPF in the table, under the policies `skip` and `update`: all into a
/// temporary table first, and from there as sets.
///
/// No two of these deadlock, nor one with a plain COPY. First what is missing is inserted, by CPF: who waits
/// there waits for a greater CPF than all it has inserted. Only then the rows in the way are locked, by CPF
/// again, and replaced; they were committed before, so their holders are past their inserts, and never wait
/// for somebody who is not. Where a row in the way is deleted in between, the order is lost: a deadlock is
/// then possible, and passes like any other fault of the machinery.
public final class StagedRows {

    /// An undo removes rows all the time; each attempt then finds some more of them gone.
    private static final int ATTEMPTS = 200;

    /// Attempts that change nothing: what is not in the table by then does not come into it.
    private static final int STANDING = 3;

    /// Class 40 is for what may be tried again.
    private static final String TRY_AGAIN = "40001";

    /// Nested loops cost what the part costs, whatever the size of the table. The planner, who knows nothing of
    /// the temporary table, would read all of `user_purchase` for each part. Compiling would take longer than
    /// running.
    private static final String PREPARE = """
            SET LOCAL enable_hashjoin = off;
            SET LOCAL enable_mergejoin = off;
            SET LOCAL jit = off;
            CREATE TEMPORARY TABLE IF NOT EXISTS carga_staged (
                cpf varchar(20) COLLATE "C", private boolean, incompleto boolean, data_ultima_compra date,
                ticket_medio numeric, ticket_ultima_compra numeric, loja_mais_frequente varchar(20) COLLATE "C",
                loja_ultima_compra varchar(20) COLLATE "C", cpf_valido boolean,
                cnpj_loja_mais_frequente_valido boolean, cnpj_loja_ultima_compra_valido boolean,
                upload_id integer, line bigint, unknown integer
            ) ON COMMIT DELETE ROWS""";

    /// The look before the leap spares the table's sequence, which may be the predecessor's and short, a number
    /// for each duplicate.
    private static final String INSERT_MISSING =
            "INSERT INTO user_purchase (" + PurchaseCopy.COLUMN_NAMES + ") SELECT " + PurchaseCopy.COLUMN_NAMES + """
             FROM carga_staged s
            WHERE NOT EXISTS (SELECT FROM user_purchase t WHERE t.cpf = s.cpf)
            ORDER BY s.cpf
            ON CONFLICT (cpf) DO NOTHING""";

    private static final String IN_THE_WAY = """
             FROM carga_staged s JOIN user_purchase t ON t.cpf = s.cpf
            WHERE (t.upload_id, t.line) IS DISTINCT FROM (s.upload_id, s.line)""";

    /// The lines whose CPF is in the table, but for those just inserted; and the line there, if it is of the
    /// same file.
    private static final String MET = """
            SELECT s.line, CASE WHEN t.upload_id = s.upload_id THEN t.line END
            """ + IN_THE_WAY;

    /// Not FOR UPDATE: the key stays, so whoever refers to the row need not wait.
    private static final String LOCKED = " ORDER BY s.cpf FOR NO KEY UPDATE OF t";

    /// [DuplicatePolicy#replaces(Long, long)] in SQL.
    private static final String SKIP_REPLACES = "t.upload_id = s.upload_id AND t.line > s.line";

    private static final String UPDATE_REPLACES = "(t.upload_id IS DISTINCT FROM s.upload_id OR t.line < s.line)";

    /// All that are in the way, so that what is then read about them is how they stand. The version of a row
    /// before the upload's first touch is kept; of one that it added itself there is none.
    private static final String LOCK =
            "WITH met AS MATERIALIZED (SELECT s.line AS by_line, t.*" + IN_THE_WAY + LOCKED + ")";

    private static final String TOLD = """
             SELECT met.by_line, CASE WHEN met.upload_id = %1$d THEN met.line END FROM met""";

    private static final String KEEP = ", kept AS (INSERT INTO carga_replaced_row (upload_id, cpf, cpf_valido, "
            + PurchaseColumns.VALUE_NAMES
            + ", row_upload_id, row_line, row_first_upload_id) SELECT %1$d, cpf, cpf_valido, "
            + PurchaseColumns.VALUE_NAMES + """
            , upload_id, line, first_upload_id FROM met
            WHERE upload_id IS DISTINCT FROM %1$d AND first_upload_id IS DISTINCT FROM %1$d
            ON CONFLICT (upload_id, cpf) DO NOTHING)""";

    /// The row goes on knowing who added it, so that an undo of this upload leaves it there.
    private static final String REPLACE = replace((_, name) -> "s." + name);

    /// What a line does not say stays as it is.
    private static final String REPLACE_WHAT_IS_SAID = replace((column, name) ->
            "CASE WHEN " + PurchaseColumns.known(column) + " THEN s." + name + " ELSE t." + name + " END");

    private static final Logger LOG = LoggerFactory.getLogger(StagedRows.class);

    private StagedRows() {}

    private static String replace(BiFunction<Column, String, String> value) {
        return "UPDATE user_purchase t SET " + PurchaseColumns.set(value) + """
                , cpf_valido = s.cpf_valido, upload_id = s.upload_id, line = s.line,
                first_upload_id = nullif(coalesce(t.first_upload_id, t.upload_id, 0), s.upload_id)
                FROM (SELECT * FROM carga_staged ORDER BY cpf) s
                WHERE t.cpf = s.cpf AND
                """;
    }

    /// What is to be done with the rows.
    ///
    /// @param policy        not [DuplicatePolicy#FAIL]
    /// @param columns       that a line of the file may say something of, a bit for each
    /// @param keepsReplaced whether rows that are replaced are kept for an undo
    public record Order(PartRef part, int uploadId, DuplicatePolicy policy, int columns, boolean keepsReplaced) {}

    /// A row in the table that has the CPF of a line.
    private record Met(long line, @Nullable Long lineThere) {}

    /// Adds or replaces, in the transaction of the connection. No two of the rows have one CPF.
    ///
    /// @return a line that gave way for each row that is not added: its own, or that of the row it replaced if
    ///         that came with the same file
    public static List<Long> add(Connection connection, Order order, List<Purchase> rows) throws SQLException {
        // Statements are never prepared: a plan made while the table was small would outlive that.
        try (Statement statement = connection.createStatement()) {
            statement.execute(PREPARE);
            new PurchaseCopy()
                    .stage(connection.unwrap(PGConnection.class).getCopyAPI(), "carga_staged", rows, order.uploadId());
            Settling settling = new Settling(order.part(), rows.size());
            return switch (order.policy()) {
                case FAIL -> throw new IllegalStateException("Nothing gives way under fail");
                case SKIP -> skip(statement, settling);
                case UPDATE -> update(statement, order, UnknownColumns.of(rows), settling);
            };
        }
    }

    /// A line that finds a later one of its file there replaces nothing; it only fills what that one leaves
    /// unsaid.
    ///
    /// @param unknown the columns that some row leaves unsaid
    private static List<Long> update(Statement statement, Order order, int unknown, Settling settling)
            throws SQLException {
        Set<Long> met = new LinkedHashSet<>();
        while (true) {
            settling.add(statement.executeUpdate(INSERT_MISSING));
            List<Met> inTheWay = query(statement, lock(order));
            met.addAll(inTheWay.stream().map(Met::line).toList());
            if ((unknown & order.columns()) != 0) {
                UnknownColumns.insertForStaged(statement, order.columns());
            }
            String replace = (unknown == 0 ? REPLACE : REPLACE_WHAT_IS_SAID) + UPDATE_REPLACES;
            checkLocked(met, query(statement, replace + " RETURNING s.line, NULL::bigint"));
            if (inTheWay.stream().anyMatch(row -> row.lineThere() != null && row.lineThere() > row.line())) {
                UnknownColumns.fill(statement);
            }
            if (settling.isOver(met.size())) {
                return List.copyOf(met);
            }
        }
    }

    private static String lock(Order order) {
        return ((order.keepsReplaced() ? LOCK + KEEP : LOCK) + TOLD).formatted(order.uploadId());
    }

    /// A row that is there only since the others were locked was not kept.
    ///
    /// @throws SQLException one that passes, if there is one
    private static void checkLocked(Set<Long> locked, List<Met> replaced) throws SQLException {
        for (Met row : replaced) {
            if (!locked.contains(row.line())) {
                throw new SQLException("A row came in between", TRY_AGAIN);
            }
        }
    }

    /// Rows that stay are not even locked: most often all do, and a file sent twice then writes nothing. One
    /// that was to be replaced, and is another by the time it is locked, counts as having become so a moment
    /// after.
    private static List<Long> skip(Statement statement, Settling settling) throws SQLException {
        List<Met> met = addMissing(statement, settling);
        Map<Long, Long> replaced = new HashMap<>();
        if (met.stream().anyMatch(row -> DuplicatePolicy.SKIP.replaces(row.lineThere(), row.line()))) {
            for (Met row : query(statement, MET + " AND " + SKIP_REPLACES + LOCKED)) {
                replaced.put(row.line(), row.lineThere());
            }
            statement.executeUpdate(REPLACE + SKIP_REPLACES);
        }
        return met.stream()
                .map(row -> replaced.getOrDefault(row.line(), row.line()))
                .toList();
    }

    /// Adds what is missing; answers which rows met one that was there.
    private static List<Met> addMissing(Statement statement, Settling settling) throws SQLException {
        while (true) {
            settling.add(statement.executeUpdate(INSERT_MISSING));
            List<Met> met = query(statement, MET);
            if (settling.isOver(met.size())) {
                return met;
            }
        }
    }

    /// Whether every row has its place by now. If not, some were in the way of the insert and are gone a
    /// moment later: then these are inserted at the next attempt. Or a trigger of their own keeps rows out
    /// without a word; then nothing changes any more, and they count as after a plain COPY, as added.
    private static final class Settling {

        private final PartRef part;
        private final int rows;
        private int added;
        private int metBefore = -1;
        private int attempt;
        private int standing;
        private boolean moved;

        Settling(PartRef part, int rows) {
            this.part = part;
            this.rows = rows;
        }

        void add(int more) {
            added += more;
            moved = more > 0;
        }

        boolean isShort(int met) {
            return added + met < rows;
        }

        /// @throws SQLException one that passes, if others change the table faster than it can be looked at
        boolean isOver(int met) throws SQLException {
            if (!isShort(met)) {
                return true;
            }
            standing = moved || met != metBefore ? 0 : standing + 1;
            metBefore = met;
            if (standing == STANDING) {
                LOG.warn(
                        "event=rows_kept_out upload={} part={} rows={}",
                        part.upload(),
                        part.number(),
                        rows - added - met);
                return true;
            }
            if (++attempt == ATTEMPTS) {
                throw new SQLException("Rows come and go too fast", TRY_AGAIN);
            }
            return false;
        }
    }

    private static List<Met> query(Statement statement, String sql) throws SQLException {
        List<Met> met = new ArrayList<>();
        try (ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                long lineThere = row.getLong(2);
                met.add(new Met(row.getLong(1), row.wasNull() ? null : lineThere));
            }
        }
        return met;
    }
}
