package dev.carga.adapters.postgres.schema;

import dev.carga.domain.Nullable;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Facts about a database, for a diagnosis.
public sealed interface DatabaseFacts {

    /// The connection failed.
    ///
    /// @param sqlState as in the PostgreSQL manual, appendix A
    /// @param reason   the message of the server or of the driver, without passwords
    record Unreachable(String sqlState, String reason) implements DatabaseFacts {}

    /// The connection succeeded.
    ///
    /// @param schema  null if the search path names no existing schema
    /// @param cpfKeys the unique keys of `user_purchase` on `cpf` alone; null if the table does not exist
    record Reached(
            Server server,
            @Nullable Schema schema,
            Rights rights,
            @Nullable List<UniqueKey> cpfKeys,
            Capacity capacity) implements DatabaseFacts {}

    /// The server.
    ///
    /// @param number   its version as in `server_version_num`: 140000 is PostgreSQL 14
    /// @param standby  whether it is a replica, which accepts no writes
    /// @param ahead    how far its clock is ahead of that of this machine
    /// @param settings the settings that Carga's guarantees depend on, by name
    record Server(
            int number,
            String version,
            String encoding,
            boolean standby,
            Duration ahead,
            Map<String, String> settings) {}

    /// The schema of the tables.
    ///
    /// @param mayCreate whether this user may create tables in it
    /// @param notOwned  tables of Carga that another user owns, so that only that user can migrate them
    /// @param otherKind the kind of `user_purchase`, such as `a view`, if it is not a plain table; else null
    record Schema(
            String name,
            SchemaState state,
            boolean mayCreate,
            List<String> notOwned,
            @Nullable String otherKind) {}

    /// The privileges of this user.
    ///
    /// @param temporary whether the user may create temporary tables
    /// @param missing   privileges that Carga needs and the user does not have, such as `INSERT on carga_part`
    record Rights(String user, boolean temporary, List<String> missing) {}

    /// A unique key on `cpf` alone.
    ///
    /// @param usable whether it is a constraint that is not deferrable, on a valid index
    record UniqueKey(String name, boolean usable) {}

    /// The capacity of the server and its use.
    ///
    /// @param connections the connections that this user can still open
    /// @param most        the connections that the server accepts at most
    /// @param bytes       the size of this database
    /// @param oldestAge   the number of transactions since the oldest row that is not frozen
    record Capacity(int connections, int most, long bytes, long oldestAge) {}
}
