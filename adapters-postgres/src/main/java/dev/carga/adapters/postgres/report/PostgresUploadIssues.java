package dev.carga.adapters.postgres.report;

import dev.carga.adapters.postgres.connection.PostgresFailures;
import dev.carga.adapters.postgres.layout.StoredColumns;
import dev.carga.application.InfrastructureException;
import dev.carga.application.report.UploadIssues;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.Column;
import dev.carga.domain.purchase.IssueCode;
import dev.carga.domain.purchase.LineIssue;
import dev.carga.domain.upload.UploadId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/// Reads `carga_issue`. [dev.carga.adapters.postgres.rows.IssueRows] writes it.
public final class PostgresUploadIssues implements UploadIssues {

    private static final String AFTER = """
            SELECT i.id, i.line, i.code, i.field, i.value, i.rejected, i.flawed, i.columns::text AS columns
            FROM carga_issue i JOIN carga_upload u ON u.id = i.upload_id
            WHERE u.message_id = :upload AND (i.line, i.id) > (:line, :number)
              AND (CAST(:code AS text) IS NULL OR i.code = :code) AND <lines>
            ORDER BY i.line, i.id
            LIMIT :limit""";

    private final Jdbi jdbi;

    public PostgresUploadIssues(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public List<StoredIssue> after(UploadId upload, Place place, int limit, Filter filter) {
        @Nullable IssueCode code = filter.code();
        return PostgresFailures.translated(() -> jdbi.withHandle(handle -> handle.createQuery(AFTER)
                .define("lines", condition(filter.lines()))
                .bind("upload", upload.value())
                .bind("line", place.line())
                .bind("number", place.number())
                .bind("code", code == null ? null : code.key())
                .bind("limit", limit)
                .map((row, _) -> read(row))
                .list()));
    }

    private static String condition(Lines lines) {
        return switch (lines) {
            case ALL -> "true";
            case REJECTED -> "i.rejected IS NOT NULL";
            case READ -> "i.rejected IS NULL";
        };
    }

    private static StoredIssue read(ResultSet row) throws SQLException {
        String code = row.getString("code");
        @Nullable String field = row.getString("field");
        LineIssue issue = new LineIssue(
                row.getLong("line"),
                IssueCode.parse(code).orElseThrow(() -> unknown("issue", code)),
                field == null ? null : Column.parse(field).orElseThrow(() -> unknown("field", field)),
                row.getString("value"),
                row.getBytes("rejected"),
                row.getBytes("flawed"),
                StoredColumns.read(row.getString("columns")));
        return new StoredIssue(new Place(issue.line(), row.getLong("id")), issue);
    }

    private static InfrastructureException unknown(String what, String key) {
        return new InfrastructureException.Permanent(
                "Unknown " + what + " " + key + ": a newer version wrote it", null);
    }

    @Override
    public Optional<Long> count(UploadId upload) {
        return PostgresFailures.translated(() -> jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT (SELECT coalesce(sum(p.issues_kept), 0) FROM carga_part p WHERE p.upload_id = u.id)
                        FROM carga_upload u WHERE u.message_id = :upload""")
                .bind("upload", upload.value())
                .mapTo(Long.class)
                .findOne()));
    }

    @Override
    public long countLines(UploadId upload, Lines lines) {
        return PostgresFailures.translated(() -> jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT count(*) FROM carga_issue i JOIN carga_upload u ON u.id = i.upload_id
                        WHERE u.message_id = :upload AND coalesce(i.rejected, i.flawed) IS NOT NULL AND <lines>""")
                .define("lines", condition(lines))
                .bind("upload", upload.value())
                .mapTo(Long.class)
                .one()));
    }
}
