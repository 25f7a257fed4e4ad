package dev.carga.adapters.postgres.rows;

import dev.carga.adapters.postgres.layout.StoredColumns;
import dev.carga.application.report.UploadIssues.Limits;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.Column;
import dev.carga.domain.purchase.LineIssue;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;

/// Inserts issues into `carga_issue`, in the transaction that settles their part.
public final class IssueRows {

    private static final String INSERT = """
            INSERT INTO carga_issue (upload_id, line, code, field, value, rejected, flawed, columns)
            SELECT :upload_id, line, code, field, value, rejected, flawed, CAST(columns AS jsonb)
            FROM unnest(CAST(:lines AS bigint[]), CAST(:codes AS text[]), CAST(:fields AS text[]), CAST(:values AS text[]),
                        CAST(:rejected AS bytea[]), CAST(:flawed AS bytea[]), CAST(:columns AS text[]))
                AS issue (line, code, field, value, rejected, flawed, columns)""";

    private static final String STORED = """
            SELECT coalesce(sum(issues_kept), 0) AS issues, coalesce(sum(rejected_bytes), 0) AS lines
            FROM carga_part WHERE upload_id = :upload_id""";

    private IssueRows() {}

    /// What was stored of a part.
    ///
    /// @param lineBytes length of the lines stored with the issues
    public record Stored(int issues, long lineBytes) {}

    /// Inserts as many of a part's issues, from the first on, as the limits of its upload still allow.
    public static Stored insert(Handle handle, int uploadId, List<LineIssue> issues, Limits limits) {
        if (issues.isEmpty()) {
            return new Stored(0, 0);
        }
        Limits left = handle.createQuery(STORED)
                .bind("upload_id", uploadId)
                .map((row, _) ->
                        new Limits(limits.issues() - row.getLong("issues"), limits.lineBytes() - row.getLong("lines")))
                .one();
        int count = 0;
        long bytes = 0;
        for (LineIssue issue : issues) {
            byte @Nullable [] text = issue.text();
            long more = text == null ? 0 : text.length;
            if (count == left.issues() || bytes + more > left.lineBytes() || left.issues() <= 0) {
                break;
            }
            count++;
            bytes += more;
        }
        if (count > 0) {
            insertAll(handle, uploadId, issues.subList(0, count));
        }
        return new Stored(count, bytes);
    }

    private static void insertAll(Handle handle, int uploadId, List<LineIssue> issues) {
        handle.createUpdate(INSERT)
                .bind("upload_id", uploadId)
                .bind("lines", issues.stream().map(LineIssue::line).toArray(Long[]::new))
                .bind("codes", issues.stream().map(issue -> issue.code().key()).toArray(String[]::new))
                .bind("fields", issues.stream().map(IssueRows::field).toArray(String[]::new))
                .bind("values", issues.stream().map(LineIssue::value).toArray(String[]::new))
                .bind("rejected", byteArrays(issues.stream().map(LineIssue::rejected)))
                .bind("flawed", byteArrays(issues.stream().map(LineIssue::flawed)))
                .bind("columns", issues.stream().map(IssueRows::columns).toArray(String[]::new))
                .execute();
    }

    private static @Nullable String columns(LineIssue issue) {
        return issue.text() == null ? null : StoredColumns.toJson(issue.columns());
    }

    private static Argument byteArrays(Stream<byte[]> values) {
        byte[][] array = values.toArray(byte[][]::new);
        return (position, statement, _) ->
                statement.setArray(position, statement.getConnection().createArrayOf("bytea", array));
    }

    private static @Nullable String field(LineIssue issue) {
        @Nullable Column column = issue.column();
        return column == null ? null : column.key();
    }
}
