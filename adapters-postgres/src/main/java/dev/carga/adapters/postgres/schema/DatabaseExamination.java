package dev.carga.adapters.postgres.schema;

import dev.carga.adapters.postgres.connection.PostgresFailures;
import dev.carga.adapters.postgres.schema.DatabaseFacts.Capacity;
import dev.carga.adapters.postgres.schema.DatabaseFacts.Reached;
import dev.carga.adapters.postgres.schema.DatabaseFacts.Rights;
import dev.carga.adapters.postgres.schema.DatabaseFacts.Schema;
import dev.carga.adapters.postgres.schema.DatabaseFacts.Server;
import dev.carga.adapters.postgres.schema.DatabaseFacts.UniqueKey;
import dev.carga.domain.Nullable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.postgresql.ds.PGSimpleDataSource;

/// Reads facts about a database, to diagnose why Carga does not work on it, or to check whether it will.
/// Changes nothing, and takes no lock that another session could wait for.
public final class DatabaseExamination {

    /// The settings that Carga's guarantees depend on.
    private static final List<String> SETTINGS = List.of(
            "fsync",
            "full_page_writes",
            "synchronous_commit",
            "autovacuum",
            "default_transaction_isolation",
            "default_transaction_read_only");

    /// The privileges that Carga's statements need, table by table. Locking a row needs UPDATE.
    private static final String MISSING_RIGHTS = """
            SELECT privilege || ' on ' || relation
            FROM (VALUES ('carga_upload', 'SELECT'), ('carga_upload', 'INSERT'), ('carga_upload', 'UPDATE'),
                         ('carga_part', 'SELECT'), ('carga_part', 'INSERT'), ('carga_part', 'UPDATE'),
                         ('user_purchase', 'SELECT'), ('user_purchase', 'INSERT'), ('user_purchase', 'UPDATE'),
                         ('user_purchase', 'DELETE'), ('carga_backlog', 'SELECT'),
                         ('carga_issue', 'SELECT'), ('carga_issue', 'INSERT'),
                         ('carga_upload', 'DELETE'), ('carga_part', 'DELETE'),
                         ('carga_dry_run', 'SELECT'), ('carga_dry_run', 'INSERT'), ('carga_dry_run', 'UPDATE'),
                         ('carga_dry_run', 'DELETE'),
                         ('carga_resumable', 'SELECT'), ('carga_resumable', 'INSERT'), ('carga_resumable', 'UPDATE'),
                         ('carga_resumable', 'DELETE'),
                         ('carga_request', 'SELECT'), ('carga_request', 'INSERT'), ('carga_request', 'UPDATE'),
                         ('carga_request', 'DELETE'),
                         ('carga_webhook', 'SELECT'), ('carga_webhook', 'INSERT'), ('carga_webhook', 'UPDATE'),
                         ('carga_webhook', 'DELETE'),
                         ('carga_replaced_row', 'SELECT'), ('carga_replaced_row', 'INSERT'),
                         ('carga_replaced_row', 'UPDATE'), ('carga_replaced_row', 'DELETE'),
                         ('carga_unknown_columns', 'SELECT'), ('carga_unknown_columns', 'INSERT'),
                         ('carga_unknown_columns', 'UPDATE'), ('carga_unknown_columns', 'DELETE')) AS needed (relation, privilege)
            WHERE NOT has_table_privilege(to_regclass(relation), privilege)""";

    /// The sequence of a serial column, as in the predecessor's table; an identity column needs no privilege.
    /// The query takes the column's name from the catalog, so that it works if there is no such column.
    private static final String MISSING_ON_SEQUENCE = """
            SELECT 'USAGE on ' || pg_get_serial_sequence('user_purchase', 'id')
            FROM pg_attribute
            WHERE attrelid = to_regclass('user_purchase') AND attname = 'id' AND attidentity = ''
              AND NOT has_sequence_privilege(pg_get_serial_sequence('user_purchase', attname), 'USAGE')""";

    private static final String NOT_OWNED = """
            SELECT relname FROM pg_class
            WHERE oid IN (to_regclass('carga_upload'), to_regclass('carga_part'), to_regclass('user_purchase'),
                          to_regclass('carga_backlog'), to_regclass('carga_issue'), to_regclass('carga_dry_run'),
                          to_regclass('carga_resumable'), to_regclass('carga_request'), to_regclass('carga_webhook'),
                          to_regclass('carga_replaced_row'), to_regclass('carga_unknown_columns'),
                          to_regclass('carga_schema_history'))
              AND NOT pg_has_role(relowner, 'USAGE')
            ORDER BY relname""";

    private static final String CPF_KEYS = """
            SELECT i.relname AS name,
                   x.indisvalid AND x.indisready AND x.indimmediate AND x.indpred IS NULL AND c.contype IN ('u', 'p') IS TRUE
                       AS usable
            FROM pg_index x
                 JOIN pg_class i ON i.oid = x.indexrelid
                 JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = x.indkey[0]
                 LEFT JOIN pg_constraint c ON c.conindid = x.indexrelid AND c.conrelid = x.indrelid
            WHERE x.indrelid = 'user_purchase'::regclass AND x.indisunique AND x.indnkeyatts = 1 AND a.attname = 'cpf'
            ORDER BY usable DESC, name""";

    /// How many connections this user can still open: the least that the limits of server, role and database
    /// leave. A limit of -1 means unlimited.
    private static final String CAPACITY = """
            SELECT least(
                       current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
                           - (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'),
                       (SELECT CASE WHEN rolconnlimit < 0 THEN 1000000 ELSE rolconnlimit
                           - (SELECT count(*) FROM pg_stat_activity WHERE usename = current_user) END
                        FROM pg_roles WHERE rolname = current_user),
                       (SELECT CASE WHEN datconnlimit < 0 THEN 1000000 ELSE datconnlimit
                           - (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()) END
                        FROM pg_database WHERE datname = current_database())
                   ) + 1 AS connections,
                   current_setting('max_connections')::int AS most,
                   pg_database_size(current_database()) AS bytes,
                   (SELECT age(datfrozenxid) FROM pg_database WHERE datname = current_database()) AS oldest_age""";

    private DatabaseExamination() {}

    /// The facts, or [DatabaseFacts.Unreachable] if the database cannot be reached.
    ///
    /// @param source with short timeouts
    public static DatabaseFacts of(PGSimpleDataSource source) {
        try (Handle handle = Jdbi.create(source).open()) {
            return new Reached(server(handle), schema(handle), rights(handle), cpfKeys(handle), capacity(handle));
        } catch (JdbiException | SQLException e) {
            SQLException cause = PostgresFailures.sqlCause(e);
            return cause == null
                    ? new DatabaseFacts.Unreachable("", String.valueOf(e.getMessage()))
                    : new DatabaseFacts.Unreachable(PostgresFailures.stateOf(cause), PostgresFailures.messageOf(cause));
        }
    }

    private static Server server(Handle handle) {
        Map<String, String> settings = SETTINGS.stream()
                .collect(Collectors.toMap(
                        name -> name,
                        name -> handle.select("SELECT current_setting(?)", name)
                                .mapTo(String.class)
                                .one()));
        Duration ahead = ahead(handle);
        return handle.select("""
                        SELECT current_setting('server_version_num')::int AS number,
                               current_setting('server_version') AS version,
                               current_setting('server_encoding') AS encoding, pg_is_in_recovery() AS standby""")
                .map((row, _) -> new Server(
                        row.getInt("number"),
                        row.getString("version"),
                        row.getString("encoding"),
                        row.getBoolean("standby"),
                        ahead,
                        settings))
                .one();
    }

    /// Assumes that the server read its clock in the middle of the round trip.
    private static Duration ahead(Handle handle) {
        Instant sent = Instant.now();
        Instant serverTime = handle.select("SELECT clock_timestamp()")
                .mapTo(OffsetDateTime.class)
                .one()
                .toInstant();
        return Duration.between(sent.plus(Duration.between(sent, Instant.now()).dividedBy(2)), serverTime);
    }

    private static @Nullable Schema schema(Handle handle) throws SQLException {
        @Nullable
        String name = handle.select("SELECT current_schema()")
                .mapTo(String.class)
                .findOne()
                .orElse(null);
        if (name == null) {
            return null;
        }
        Connection connection = handle.getConnection();
        return new Schema(
                name,
                SchemaState.of(connection),
                test(handle, "SELECT has_schema_privilege(current_schema(), 'CREATE')"),
                handle.select(NOT_OWNED).mapTo(String.class).list(),
                PurchaseTable.otherKind(handle).orElse(null));
    }

    private static Rights rights(Handle handle) {
        List<String> missing = new ArrayList<>(
                handle.select(MISSING_RIGHTS).mapTo(String.class).list());
        if (hasPurchases(handle)) {
            missing.addAll(
                    handle.select(MISSING_ON_SEQUENCE).mapTo(String.class).list());
        }
        return new Rights(
                handle.select("SELECT current_user").mapTo(String.class).one(),
                test(handle, "SELECT has_database_privilege(current_database(), 'TEMPORARY')"),
                missing);
    }

    private static boolean hasPurchases(Handle handle) {
        return test(handle, "SELECT to_regclass('user_purchase') IS NOT NULL");
    }

    private static @Nullable List<UniqueKey> cpfKeys(Handle handle) {
        if (!hasPurchases(handle)) {
            return null;
        }
        return handle.select(CPF_KEYS)
                .map((row, _) -> new UniqueKey(row.getString("name"), row.getBoolean("usable")))
                .list();
    }

    private static Capacity capacity(Handle handle) {
        return handle.select(CAPACITY)
                .map((row, _) -> new Capacity(
                        row.getInt("connections"), row.getInt("most"), row.getLong("bytes"), row.getLong("oldest_age")))
                .one();
    }

    private static boolean test(Handle handle, String query) {
        return handle.select(query).mapTo(Boolean.class).one();
    }
}
