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

/// Finds out which rows of a part would meet their CPF, in the table or in another part of the file, and adds
/// none. The CPFs that would have been added are remembered in `carga_dry_run`, under the line that would hold
/// them, until the upload has ended. Those of a part that would have failed are not.
final class DryRun {

    private static final String IN_TABLE = """
            SELECT r.line FROM unnest(CAST(:cpfs AS text[]), CAST(:lines AS bigint[])) AS r (cpf, line)
            WHERE EXISTS (SELECT FROM user_purchase p WHERE p.cpf = r.cpf)""";

    /// By CPF, as all parts do, so that no two of them wait for each other.
    private static final String REMEMBER = """
            INSERT INTO carga_dry_run (upload_id, cpf, line)
            SELECT :upload, r.cpf, r.line FROM unnest(CAST(:cpfs AS text[]), CAST(:lines AS bigint[])) AS r (cpf, line)
            ORDER BY r.cpf COLLATE "C"
            ON CONFLICT DO NOTHING""";

    /// On its own, so that it sees what the insert has waited for.
    private static final String MET = """
            SELECT r.cpf, r.line, d.line AS line_there
            FROM unnest(CAST(:cpfs AS text[]), CAST(:lines AS bigint[])) AS r (cpf, line)
                JOIN carga_dry_run d ON d.upload_id = :upload AND d.cpf = r.cpf AND d.line <> r.line""";

    /// Those CPFs that no part can add any more.
    private static final String TAKEN = """
            SELECT r.cpf FROM unnest(CAST(:cpfs AS text[])) AS r (cpf)
            WHERE EXISTS (SELECT FROM user_purchase p WHERE p.cpf = r.cpf)
               OR EXISTS (SELECT FROM carga_dry_run d WHERE d.upload_id = :upload AND d.cpf = r.cpf)""";

    private static final String BEFORE = "before_remembering";

    private static final String REPLACE =
            "UPDATE carga_dry_run SET line = :line WHERE upload_id = :upload AND cpf = :cpf";

    private DryRun() {}

    /// A row that met another of its file.
    private record Met(String cpf, long line, long lineThere) {}

    /// Remembers the rows, and finds those that meet one.
    ///
    /// @param rows   of one part, each CPF once
    /// @param policy [DuplicatePolicy#SKIP] or [DuplicatePolicy#UPDATE]
    /// @return the lines that give way, of this part or of an earlier one
    static List<Long> add(Handle handle, int upload, DuplicatePolicy policy, List<Purchase> rows) {
        Set<Long> inTable = new HashSet<>(handle.createQuery(IN_TABLE)
                .bindMap(columns(rows))
                .mapTo(Long.class)
                .list());
        List<Long> givenWay = new ArrayList<>(inTable);
        List<Purchase> others =
                rows.stream().filter(row -> !inTable.contains(row.line())).toList();
        handle.createUpdate(REMEMBER)
                .bind("upload", upload)
                .bindMap(columns(others))
                .execute();
        List<Met> allMet = handle.createQuery(MET)
                .bind("upload", upload)
                .bindMap(columns(others))
                .map((row, _) -> new Met(row.getString("cpf"), row.getLong("line"), row.getLong("line_there")))
                .list();
        PreparedBatch replacing = handle.prepareBatch(REPLACE);
        for (Met met : allMet) {
            boolean replaces = policy.replaces(met.lineThere(), met.line());
            givenWay.add(replaces ? met.lineThere() : met.line());
            if (replaces) {
                replacing
                        .bind("upload", upload)
                        .bind("cpf", met.cpf())
                        .bind("line", met.line())
                        .add();
            }
        }
        if (replacing.size() > 0) {
            replacing.execute();
        }
        return givenWay;
    }

    /// Remembers the rows, or none of them if one meets another: as under [DuplicatePolicy#FAIL].
    ///
    /// @param rows of one part, all of them
    /// @return the first row, in the order of the file, that would have made its part fail; empty if none would
    static Optional<Purchase> addAllOrNone(Handle handle, int upload, List<Purchase> rows) {
        while (true) {
            Optional<Purchase> duplicate = firstDuplicate(handle, upload, rows);
            if (duplicate.isPresent()) {
                return duplicate;
            }
            handle.savepoint(BEFORE);
            int remembered = handle.createUpdate(REMEMBER)
                    .bind("upload", upload)
                    .bindMap(columns(rows))
                    .execute();
            if (remembered == rows.size()) {
                handle.releaseSavepoint(BEFORE);
                return Optional.empty();
            }
            // Another part was faster, and is committed by now: the next look sees it.
            handle.rollbackToSavepoint(BEFORE);
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
