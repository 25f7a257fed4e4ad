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

/// Adds rows if the CPFs of some are in the table already, under the policies `skip` and `update`: copies all
/// rows into a temporary table, and moves them from there with set operations.
///
/// No two of these transactions deadlock, nor does one with a plain COPY. First, missing rows are inserted in
/// the order of CPFs: a transaction that waits there waits for a greater CPF than all those that it has
/// inserted. Only then existing rows are locked, in the order of CPFs again, and replaced. They were
/// committed before, so the transactions that hold them are past their inserts, and never wait for one that
/// is not. If an existing row is deleted in between, this order is lost: a deadlock is possible then, and is
/// retried like any other transient failure.
public final class StagedRows {

    /// While an undo deletes rows, each attempt finds more of them gone.
    private static final int MAX_ATTEMPTS = 200;

    /// After so many attempts in a row without a change, rows that are not in the table will not get into it.
    private static final int MAX_UNCHANGED = 3;

    /// Class 40: the transaction may be retried.
    private static final String SERIALIZATION_FAILURE = "40001";

    /// The cost of nested loops depends on the size of the part, not of the table. The planner has no
    /// statistics of the temporary table, and would read all of `user_purchase` for each part. JIT
    /// compilation would take longer than the query.
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

    /// The condition saves a value of the table's sequence for each duplicate. The sequence may be the
    /// predecessor's, of a small integer type.
    private static final String INSERT_MISSING =
            "INSERT INTO user_purchase (" + PurchaseCopy.COLUMN_NAMES + ") SELECT " + PurchaseCopy.COLUMN_NAMES + """
             FROM carga_staged s
            WHERE NOT EXISTS (SELECT FROM user_purchase t WHERE t.cpf = s.cpf)
            ORDER BY s.cpf
            ON CONFLICT (cpf) DO NOTHING""";

    private static final String EXISTING = """
             FROM carga_staged s JOIN user_purchase t ON t.cpf = s.cpf
            WHERE (t.upload_id, t.line) IS DISTINCT FROM (s.upload_id, s.line)""";

    /// The staged lines whose CPF is in the table, without those just inserted, each with the line in the
    /// table if that is of the same file.
    private static final String MATCHES = """
            SELECT s.line, CASE WHEN t.upload_id = s.upload_id THEN t.line END
            """ + EXISTING;

    /// Not FOR UPDATE: the key does not change, so foreign key checks need not wait.
    private static final String LOCKED = " ORDER BY s.cpf FOR NO KEY UPDATE OF t";

    /// [DuplicatePolicy#replaces(Long, long)] in SQL.
    private static final String SKIP_REPLACES = "t.upload_id = s.upload_id AND t.line > s.line";

    private static final String UPDATE_REPLACES = "(t.upload_id IS DISTINCT FROM s.upload_id OR t.line < s.line)";

    /// Locks all existing rows, so that they do not change after they are read here. The version of a row
    /// before the upload's first change is stored; a row that the upload added has none.
    private static final String LOCK =
            "WITH existing AS MATERIALIZED (SELECT s.line AS by_line, t.*" + EXISTING + LOCKED + ")";

    private static final String SELECT_LOCKED = """
             SELECT existing.by_line, CASE WHEN existing.upload_id = %1$d THEN existing.line END FROM existing""";

    private static final String STORE_REPLACED =
            ", stored AS (INSERT INTO carga_replaced_row (upload_id, cpf, cpf_valido, "
                    + PurchaseColumns.VALUE_NAMES
                    + ", row_upload_id, row_line, row_first_upload_id) SELECT %1$d, cpf, cpf_valido, "
                    + PurchaseColumns.VALUE_NAMES + """
            , upload_id, line, first_upload_id FROM existing
            WHERE upload_id IS DISTINCT FROM %1$d AND first_upload_id IS DISTINCT FROM %1$d
            ON CONFLICT (upload_id, cpf) DO NOTHING)""";

    /// The row keeps the upload that added it, so that an undo of this upload does not delete it.
    private static final String REPLACE = replace((_, name) -> "s." + name);

    /// Columns that a line has no value for stay unchanged.
    private static final String REPLACE_KNOWN = replace((column, name) ->
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

    /// How to add the rows of a part.
    ///
    /// @param policy        not [DuplicatePolicy#FAIL]
    /// @param columns       the columns that lines of the file may have values for, a bit for each
    /// @param keepsReplaced whether replaced rows are stored for an undo
    public record Order(PartRef part, int uploadId, DuplicatePolicy policy, int columns, boolean keepsReplaced) {}

    /// A staged line whose CPF is in the table.
    ///
    /// @param existingLine of the row in the table, if that row is of the same file
    private record Match(long line, @Nullable Long existingLine) {}

    /// Adds or replaces rows in the transaction of the connection. No two of them may have the same CPF.
    ///
    /// @return for each row that was not added, the line that is left out: its own, or that of the row that
    ///         it replaced if that is of the same file
    public static List<Long> add(Connection connection, Order order, List<Purchase> rows) throws SQLException {
        // No prepared statements: a plan made while the table was small would stay in use when it is large.
        try (Statement statement = connection.createStatement()) {
            statement.execute(PREPARE);
            new PurchaseCopy()
                    .stage(connection.unwrap(PGConnection.class).getCopyAPI(), "carga_staged", rows, order.uploadId());
            Completion completion = new Completion(order.part(), rows.size());
            return switch (order.policy()) {
                case FAIL -> throw new IllegalStateException("The policy fail adds all rows or none");
                case SKIP -> skip(statement, completion);
                case UPDATE -> update(statement, order, UnknownColumns.of(rows), completion);
            };
        }
    }

    /// A line does not replace the row of a later line of its file. It only fills the columns that the later
    /// line has no value for.
    ///
    /// @param unknown the columns that some row has no value for
    private static List<Long> update(Statement statement, Order order, int unknown, Completion completion)
            throws SQLException {
        Set<Long> matched = new LinkedHashSet<>();
        while (true) {
            completion.add(statement.executeUpdate(INSERT_MISSING));
            List<Match> existing = query(statement, lock(order));
            matched.addAll(existing.stream().map(Match::line).toList());
            if ((unknown & order.columns()) != 0) {
                UnknownColumns.insertForStaged(statement, order.columns());
            }
            String replace = (unknown == 0 ? REPLACE : REPLACE_KNOWN) + UPDATE_REPLACES;
            checkLocked(matched, query(statement, replace + " RETURNING s.line, NULL::bigint"));
            if (existing.stream().anyMatch(row -> row.existingLine() != null && row.existingLine() > row.line())) {
                UnknownColumns.fill(statement);
            }
            if (completion.isComplete(matched.size())) {
                return List.copyOf(matched);
            }
        }
    }

    private static String lock(Order order) {
        return ((order.keepsReplaced() ? LOCK + STORE_REPLACED : LOCK) + SELECT_LOCKED).formatted(order.uploadId());
    }

    /// Checks that all replaced rows were locked before: a row that was inserted after that was not stored
    /// for an undo.
    ///
    /// @throws SQLException a transient one, if a row was not locked
    private static void checkLocked(Set<Long> locked, List<Match> replaced) throws SQLException {
        for (Match row : replaced) {
            if (!locked.contains(row.line())) {
                throw new SQLException("A row was inserted concurrently", SERIALIZATION_FAILURE);
            }
        }
    }

    /// Rows that stay are not even locked: usually all of them stay, and a file sent twice writes nothing. If
    /// a row that should be replaced has changed by the time it is locked, it counts as changed after this
    /// load.
    private static List<Long> skip(Statement statement, Completion completion) throws SQLException {
        List<Match> matches = addMissing(statement, completion);
        Map<Long, Long> replaced = new HashMap<>();
        if (matches.stream().anyMatch(row -> DuplicatePolicy.SKIP.replaces(row.existingLine(), row.line()))) {
            for (Match row : query(statement, MATCHES + " AND " + SKIP_REPLACES + LOCKED)) {
                replaced.put(row.line(), row.existingLine());
            }
            statement.executeUpdate(REPLACE + SKIP_REPLACES);
        }
        return matches.stream()
                .map(row -> replaced.getOrDefault(row.line(), row.line()))
                .toList();
    }

    /// Inserts the missing rows.
    ///
    /// @return the other ones
    private static List<Match> addMissing(Statement statement, Completion completion) throws SQLException {
        while (true) {
            completion.add(statement.executeUpdate(INSERT_MISSING));
            List<Match> matches = query(statement, MATCHES);
            if (completion.isComplete(matches.size())) {
                return matches;
            }
        }
    }

    /// Tracks whether every staged row is either inserted or matched. If not, rows that prevented an insert
    /// were deleted a moment later: the next attempt inserts these. Or a trigger on the table suppresses
    /// rows: then nothing changes any more, and they count as added, as they do after a plain COPY.
    private static final class Completion {

        private final PartRef part;
        private final int rows;
        private int added;
        private int matchedBefore = -1;
        private int attempt;
        private int unchanged;
        private boolean changed;

        Completion(PartRef part, int rows) {
            this.part = part;
            this.rows = rows;
        }

        void add(int more) {
            added += more;
            changed = more > 0;
        }

        boolean isShort(int matched) {
            return added + matched < rows;
        }

        /// @throws SQLException a transient one, if others change the table faster than it can be read
        boolean isComplete(int matched) throws SQLException {
            if (!isShort(matched)) {
                return true;
            }
            unchanged = changed || matched != matchedBefore ? 0 : unchanged + 1;
            matchedBefore = matched;
            if (unchanged == MAX_UNCHANGED) {
                LOG.warn(
                        "event=rows_kept_out upload={} part={} rows={}",
                        part.upload(),
                        part.number(),
                        rows - added - matched);
                return true;
            }
            if (++attempt == MAX_ATTEMPTS) {
                throw new SQLException("Rows are inserted and deleted too fast", SERIALIZATION_FAILURE);
            }
            return false;
        }
    }

    private static List<Match> query(Statement statement, String sql) throws SQLException {
        List<Match> matches = new ArrayList<>();
        try (ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                long existingLine = row.getLong(2);
                matches.add(new Match(row.getLong(1), row.wasNull() ? null : existingLine));
            }
        }
        return matches;
    }
}
