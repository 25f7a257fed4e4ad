package dev.carga.adapters.postgres.schema;

import dev.carga.domain.Nullable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// The version of the schema, compared with what this program needs.
///
/// A schema that was created by hand has no history, so the check is whether the columns exist that the
/// statements use. The history adds what no column shows: migrations that change no column, and migrations of
/// a newer program.
///
/// @param version the newest migration found; 0 if there is none
/// @param missing a column that the program needs and that does not exist; null if nothing is missing
public record SchemaState(int version, @Nullable String missing) {

    /// The newest migration of this program.
    public static final int NEEDED = 11;

    /// Flyway's table of applied migrations.
    public static final String HISTORY = "carga_schema_history";

    /// The first column that is missing, with the version before the one that adds it. Version 3 adds no
    /// column.
    private static final String FIRST_MISSING = """
            SELECT previous, relation || '.' || name
            FROM (VALUES (0, 'carga_part', 'counters'),
                         (0, 'user_purchase', 'upload_id'),
                         (1, 'carga_upload', 'on_duplicate'),
                         (1, 'carga_part', 'duplicate_lines'),
                         (2, 'carga_upload', 'withdrawn'),
                         (2, 'carga_part', 'attempts'),
                         (2, 'user_purchase', 'first_upload_id'),
                         (4, 'carga_upload', 'traceparent'),
                         (4, 'carga_part', 'retried_at'),
                         (4, 'carga_backlog', 'oldest_seconds'),
                         (5, 'carga_upload', 'layout'),
                         (5, 'carga_part', 'needs_version'),
                         (6, 'carga_issue', 'rejected'),
                         (6, 'carga_part', 'issues_kept'),
                         (7, 'carga_upload', 'held'),
                         (7, 'carga_webhook', 'given_up_at'),
                         (8, 'carga_upload', 'options'),
                         (8, 'carga_part', 'failed_by'),
                         (9, 'carga_upload', 'rows_restored'),
                         (9, 'carga_replaced_row', 'replaced_at'),
                         (9, 'carga_unknown_columns', 'lines'),
                         (10, 'carga_upload', 'corrects'),
                         (10, 'carga_issue', 'flawed')) AS brought (previous, relation, name)
            WHERE NOT EXISTS (SELECT FROM pg_attribute
                              WHERE attrelid = to_regclass(relation) AND attname = name AND NOT attisdropped)
            ORDER BY previous
            LIMIT 1""";

    private static final int LAST_VERSION_WITH_COLUMNS = 11;

    /// Reads the state over this connection, in the schema of its search path.
    public static SchemaState of(Connection connection) throws SQLException {
        int byColumns = LAST_VERSION_WITH_COLUMNS;
        @Nullable String missing = null;
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(FIRST_MISSING)) {
            if (found.next()) {
                byColumns = found.getInt(1);
                missing = found.getString(2);
            }
        }
        return new SchemaState(Math.max(byColumns, byHistory(connection)), missing);
    }

    /// 0 if there is no history, or this user has no permission to read it.
    private static int byHistory(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (!hasReadableHistory(statement)) {
                return 0;
            }
            try (ResultSet found = statement.executeQuery(
                    "SELECT coalesce(max(split_part(version, '.', 1)::int), 0) FROM " + HISTORY + " WHERE success")) {
                found.next();
                return found.getInt(1);
            }
        }
    }

    private static boolean hasReadableHistory(Statement statement) throws SQLException {
        try (ResultSet found = statement.executeQuery(
                "SELECT coalesce(has_table_privilege(to_regclass('" + HISTORY + "'), 'SELECT'), false)")) {
            found.next();
            return found.getBoolean(1);
        }
    }

    /// Whether everything exists that the program's statements use. True for a newer schema, too, since
    /// migrations remove nothing.
    public boolean fits() {
        return missing == null;
    }

    /// Whether this program has nothing to migrate.
    boolean isUpToDate() {
        return fits() && version >= NEEDED;
    }

    /// Whether a column is missing although the history has every migration: it was dropped later, and no
    /// migration adds it again.
    public boolean isDamaged() {
        return !fits() && version >= NEEDED;
    }

    /// What is wrong with a schema that does not fit, and what to do about it.
    public String complaint() {
        if (isDamaged()) {
            return "The schema is at version " + version + " and lacks " + missing
                    + ": somebody dropped it; make it again as docs/ddl.sql has it";
        }
        return (version == 0
                        ? "The database has none of Carga's tables"
                        : "The schema is at version " + version + " and this program needs " + NEEDED)
                + ": run carga migrate, or start once without --no-migrate"
                + (version == 0 ? ", or apply docs/ddl.sql" : "");
    }
}
