package dev.carga.bootstrap.faults;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// An upload and its parts, as the tables have them.
///
/// @param withdrawn  `cancelled`, `undone`, or empty
/// @param unfinished whether a cancel or undo has not ended
/// @param removed    rows that an undo has removed
/// @param sha256     of the received file; empty if it was not received as a whole
record StoredUpload(
        int id,
        String name,
        String state,
        String withdrawn,
        boolean unfinished,
        long removed,
        String sha256,
        List<Part> parts) {

    record Part(
            int number,
            String state,
            long firstLine,
            int lineCount,
            String failureCode,
            boolean ownPolicy,
            Map<String, Long> counters) {

        boolean isLoaded() {
            return state.equals("loaded");
        }

        boolean isUndone() {
            return state.equals("undone");
        }

        long count(String counter) {
            return counters.getOrDefault(counter, 0L);
        }
    }

    private static final List<String> COUNTERS =
            List.of("total_rows", "total_added", "total_updated", "total_rejected", "duplicate_count");

    boolean isUndone() {
        return withdrawn.equals("undone");
    }

    /// Rows that its parts have added.
    long added() {
        return parts.stream().mapToLong(part -> part.count("total_added")).sum();
    }

    /// Rows that its parts have replaced.
    long updated() {
        return parts.stream().mapToLong(part -> part.count("total_updated")).sum();
    }

    static List<StoredUpload> named(Sql sql, String name) throws SQLException {
        return sql.list(
                """
                SELECT id, name, state, coalesce(withdrawn, ''), withdrawn IS NOT NULL AND withdrawal_ended_at IS NULL,
                    rows_removed, coalesce(sha256, '')
                FROM carga_upload WHERE name = ? ORDER BY id""",
                row -> new StoredUpload(
                        row.getInt(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getBoolean(5),
                        row.getLong(6),
                        row.getString(7),
                        parts(sql, row.getInt(1))),
                name);
    }

    private static List<Part> parts(Sql sql, int uploadId) throws SQLException {
        return sql.list("""
                SELECT number, state, first_line, line_count, coalesce(failure_code, ''), on_duplicate IS NOT NULL,
                    (counters ->> 'total_rows')::bigint AS total_rows,
                    (counters ->> 'total_added')::bigint AS total_added,
                    (counters ->> 'total_updated')::bigint AS total_updated,
                    (counters ->> 'total_rejected')::bigint AS total_rejected,
                    (counters ->> 'duplicate_count')::bigint AS duplicate_count
                FROM carga_part WHERE upload_id = ? ORDER BY number""", StoredUpload::part, uploadId);
    }

    private static Part part(ResultSet row) throws SQLException {
        Map<String, Long> counters = new HashMap<>();
        for (String counter : COUNTERS) {
            counters.put(counter, row.getLong(counter));
        }
        return new Part(
                row.getInt(1),
                row.getString(2),
                row.getLong(3),
                row.getInt(4),
                row.getString(5),
                row.getBoolean(6),
                counters);
    }
}
