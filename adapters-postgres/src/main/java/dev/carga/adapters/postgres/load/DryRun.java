package dev.carga.adapters.postgres.load;

import dev.carga.adapters.postgres.rows.RefusedRows;
import dev.carga.domain.purchase.Purchase;
import dev.carga.domain.upload.DuplicatePolicy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/// Finds the rows of a part whose CPF is in the table or in another part of the file, without adding a row.
/// The CPFs that a load would have added are stored in `carga_dry_run` until the upload ends, each with the
/// line that would have its row. CPFs of a part that would have failed are not stored.
final class DryRun {

    private static final String IN_TABLE = """
            SELECT r.line FROM unnest(CAST(:cpfs AS text[]), CAST(:lines AS bigint[])) AS r (cpf, line)
            WHERE EXISTS (SELECT FROM user_purchase p WHERE p.cpf = r.cpf)""";

    /// In the order of CPFs, as in all parts, so that no two of them deadlock.
    private static final String INSERT = """
            INSERT INTO carga_dry_run (upload_id, cpf, line)
            SELECT :upload, r.cpf, r.line FROM unnest(CAST(:cpfs AS text[]), CAST(:lines AS bigint[])) AS r (cpf, line)
            ORDER BY r.cpf COLLATE "C"
            ON CONFLICT DO NOTHING""";

    /// A separate statement, so that it sees the rows that the insert waited for.
    private static final String MATCHES = """
            SELECT r.cpf, r.line, d.line AS stored_line
            FROM unnest(CAST(:cpfs AS text[]), CAST(:lines AS bigint[])) AS r (cpf, line)
                JOIN carga_dry_run d ON d.upload_id = :upload AND d.cpf = r.cpf AND d.line <> r.line""";

    /// The CPFs that no part can add any more.
    private static final String TAKEN = """
            SELECT r.cpf FROM unnest(CAST(:cpfs AS text[])) AS r (cpf)
            WHERE EXISTS (SELECT FROM user_purchase p WHERE p.cpf = r.cpf)
               OR EXISTS (SELECT FROM carga_dry_run d WHERE d.upload_id = :upload AND d.cpf = r.cpf)""";

    private static final String SAVEPOINT = "before_insert";

    private static final String REPLACE =
            "UPDATE carga_dry_run SET line = :line WHERE upload_id = :upload AND cpf = :cpf";

    private DryRun() {}

    /// A row whose CPF another line of the file has, too.
    private record Match(String cpf, long line, long storedLine) {}

    /// Stores the CPFs of the rows, and finds duplicates.
    ///
    /// @param policy [DuplicatePolicy#SKIP] or [DuplicatePolicy#UPDATE]
    /// @param rows   of one part, without duplicates among them
    /// @return the lines left out because of a duplicate, of this part or of another one
    static List<Long> add(Handle handle, int upload, DuplicatePolicy policy, List<Purchase> rows) {
        Set<Long> inTable = new HashSet<>(handle.createQuery(IN_TABLE)
                .bindMap(columns(rows))
                .mapTo(Long.class)
                .list());
        List<Long> givenWay = new ArrayList<>(inTable);
        List<Purchase> others =
                rows.stream().filter(row -> !inTable.contains(row.line())).toList();
        handle.createUpdate(INSERT)
                .bind("upload", upload)
                .bindMap(columns(others))
                .execute();
        List<Match> matches = handle.createQuery(MATCHES)
                .bind("upload", upload)
                .bindMap(columns(others))
                .map((row, _) -> new Match(row.getString("cpf"), row.getLong("line"), row.getLong("stored_line")))
                .list();
        PreparedBatch replacing = handle.prepareBatch(REPLACE);
        for (Match match : matches) {
            boolean replaces = policy.replaces(match.storedLine(), match.line());
            givenWay.add(replaces ? match.storedLine() : match.line());
            if (replaces) {
                replacing
                        .bind("upload", upload)
                        .bind("cpf", match.cpf())
                        .bind("line", match.line())
                        .add();
            }
        }
        if (replacing.size() > 0) {
            replacing.execute();
        }
        return givenWay;
    }

    /// Stores the CPFs of all rows, or of none if there is a duplicate, as under [DuplicatePolicy#FAIL].
    ///
    /// @param rows all rows of one part
    /// @return the first row, in the order of the file, that would have failed the part; empty if there is none
    static Optional<Purchase> addAllOrNone(Handle handle, int upload, List<Purchase> rows) {
        while (true) {
            Optional<Purchase> duplicate = firstDuplicate(handle, upload, rows);
            if (duplicate.isPresent()) {
                return duplicate;
            }
            handle.savepoint(SAVEPOINT);
            int inserted = handle.createUpdate(INSERT)
                    .bind("upload", upload)
                    .bindMap(columns(rows))
                    .execute();
            if (inserted == rows.size()) {
                handle.releaseSavepoint(SAVEPOINT);
                return Optional.empty();
            }
            // Another part stored one of the CPFs first and is committed by now: the next query finds it.
            handle.rollbackToSavepoint(SAVEPOINT);
        }
    }

    private static Optional<Purchase> firstDuplicate(Handle handle, int upload, List<Purchase> rows) {
        return RefusedRows.firstDuplicate(
                rows,
                handle.createQuery(TAKEN)
                        .bind("upload", upload)
                        .bind("cpfs", columns(rows).get("cpfs"))
                        .mapTo(String.class)
                        .list());
    }

    private static Map<String, Object> columns(List<Purchase> rows) {
        return Map.of(
                "cpfs", rows.stream().map(row -> row.cpf().text()).toArray(String[]::new),
                "lines", rows.stream().map(Purchase::line).toArray(Long[]::new));
    }
}
