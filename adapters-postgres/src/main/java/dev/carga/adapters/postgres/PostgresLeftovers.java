package dev.carga.adapters.postgres;

import dev.carga.application.control.Leftovers;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/// Each is found by an index, and costs nothing where there is none.
final class PostgresLeftovers implements Leftovers {

    private final Jdbi jdbi;

    PostgresLeftovers(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public void clear() {
        Failures.translated(() -> jdbi.withHandle(handle -> handle.execute("""
                UPDATE carga_resumable r SET text = NULL, checkpoint = NULL
                FROM carga_upload u
                WHERE u.id = r.upload_id AND u.state = 'interrupted' AND r.text IS NOT NULL""")));
        Failures.translated(() -> jdbi.withHandle(handle ->
                handle.execute("DELETE FROM carga_request WHERE began_at < clock_timestamp() - interval '1 day'"
                        + " AND seen_at < clock_timestamp() - interval '1 hour'")));
        for (int upload : endedDryRuns()) {
            Failures.translated(() ->
                    jdbi.withHandle(handle -> handle.execute("DELETE FROM carga_dry_run WHERE upload_id = ?", upload)));
        }
    }

    /// From one upload to the next, not over all their rows.
    private List<Integer> endedDryRuns() {
        return Failures.translated(() -> jdbi.withHandle(
                handle -> handle.createQuery("""
                        WITH RECURSIVE dry (id) AS (
                            SELECT min(upload_id) FROM carga_dry_run
                            UNION ALL
                            SELECT (SELECT min(upload_id) FROM carga_dry_run WHERE upload_id > dry.id)
                            FROM dry WHERE dry.id IS NOT NULL
                        )
                        SELECT dry.id FROM dry LEFT JOIN carga_upload u ON u.id = dry.id
                        WHERE dry.id IS NOT NULL AND u.state IS DISTINCT FROM 'receiving'
                          AND NOT EXISTS (SELECT FROM carga_part p
                                          WHERE p.upload_id = dry.id AND p.state IN ('received', 'queued'))""").mapTo(Integer.class).list()));
    }
}
