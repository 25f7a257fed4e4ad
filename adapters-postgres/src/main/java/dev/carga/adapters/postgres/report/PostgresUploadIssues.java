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
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.Argument;

/// `carga_issue`. Written in the transaction that settles the part.
public final class PostgresUploadIssues implements UploadIssues {

    private static final String INSERT = """
            INSERT INTO carga_issue (upload_id, line, code, field, value, rejected, flawed, columns)
            SELECT :upload_id, line, code, field, value, rejected, flawed, CAST(columns AS jsonb)
            FROM unnest(CAST(:lines AS bigint[]), CAST(:codes AS text[]), CAST(:fields AS text[]), CAST(:values AS text[]),
                        CAST(:rejected AS bytea[]), CAST(:flawed AS bytea[]), CAST(:columns AS text[]))
                AS issue (line, code, field, value, rejected, flawed, columns)""";

    private static final String KEPT = """
            SELECT coalesce(sum(issues_kept), 0) AS issues, coalesce(sum(rejected_bytes), 0) AS lines
            FROM carga_part WHERE upload_id = :upload_id""";

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

    /// How much was kept of a part.
    public record Kept(int issues, long lineBytes) {}

    /// Writes down as many of a part's issues as the upload has room for.
    public static Kept keep(Handle handle, int uploadId, List<LineIssue> issues, Limits limits) {
        if (issues.isEmpty()) {
            return new Kept(0, 0);
        }
        Limits room = handle.createQuery(KEPT)
                .bind("upload_id", uploadId)
                .map((row, _) ->
                        new Limits(limits.issues() - row.getLong("issues"), limits.lines() - row.getLong("lines")))
                .one();
        int count = 0;
        long bytes = 0;
        for (LineIssue issue : issues) {
            byte @Nullable [] text = issue.text();
            long more = text == null ? 0 : text.length;
            if (count == room.issues() || bytes + more > room.lines() || room.issues() <= 0) {
                break;
            }
            count++;
            bytes += more;
        }
        if (count > 0) {
            insert(handle, uploadId, issues.subList(0, count));
        }
        return new Kept(count, bytes);
    }

    private static void insert(Handle handle, int uploadId, List<LineIssue> issues) {
        handle.createUpdate(INSERT)
                .bind("upload_id", uploadId)
                .bind("lines", issues.stream().map(LineIssue::line).toArray(Long[]::new))
                .bind("codes", issues.stream().map(issue -> issue.code().key()).toArray(String[]::new))
                .bind("fields", issues.stream().map(PostgresUploadIssues::field).toArray(String[]::new))
                .bind("values", issues.stream().map(LineIssue::value).toArray(String[]::new))
                .bind("rejected", texts(issues.stream().map(LineIssue::rejected)))
                .bind("flawed", texts(issues.stream().map(LineIssue::flawed)))
                .bind(
                        "columns",
                        issues.stream().map(PostgresUploadIssues::columns).toArray(String[]::new))
                .execute();
    }

    private static @Nullable String columns(LineIssue issue) {
        return issue.text() == null ? null : StoredColumns.toJson(issue.columns());
    }

    private static Argument texts(Stream<byte[]> texts) {
        byte[][] array = texts.toArray(byte[][]::new);
        return (position, statement, _) ->
                statement.setArray(position, statement.getConnection().createArrayOf("bytea", array));
    }

    private static @Nullable String field(LineIssue issue) {
        @Nullable Column column = issue.column();
        return column == null ? null : column.key();
    }

    @Override
    public List<UploadIssues.Kept> after(UploadId upload, Place place, int limit, Filter filter) {
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

    private static UploadIssues.Kept read(ResultSet row) throws SQLException {
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
        return new UploadIssues.Kept(new Place(issue.line(), row.getLong("id")), issue);
    }

    private static InfrastructureException unknown(String what, String key) {
        return new InfrastructureException.Permanent(
                "There is no " + what + " " + key + ": a newer version wrote it", null);
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
