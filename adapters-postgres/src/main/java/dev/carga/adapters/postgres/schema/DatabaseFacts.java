package dev.carga.adapters.postgres.schema;

import dev.carga.domain.Nullable;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What was found out about a database: as it is, without a judgement.
public sealed interface DatabaseFacts {

    /// Nobody got in.
    ///
    /// @param sqlState as in the PostgreSQL manual, appendix A
    /// @param reason   in the words of the server or of the driver; holds no password
    record Unreachable(String sqlState, String reason) implements DatabaseFacts {}

    /// Somebody got in and looked around.
    ///
    /// @param schema  null where the search path names no schema that is there
    /// @param cpfKeys the unique keys of `user_purchase` on nothing but `cpf`; null where there is no such
    ///                table
    record Reached(
            Server server,
            @Nullable Schema schema,
            Rights rights,
            @Nullable List<UniqueKey> cpfKeys,
            Capacity capacity) implements DatabaseFacts {}

    /// The server as it runs.
    ///
    /// @param number   140000 is PostgreSQL 14
    /// @param ahead    how far its clock is ahead of this machine's
    /// @param settings those that bear on what Carga promises, by their names
    record Server(
            int number,
            String version,
            String encoding,
            boolean standby,
            Duration ahead,
            Map<String, String> settings) {}

    /// Where the tables are, or will be.
    ///
    /// @param mayCreate whether this user may make tables in it
    /// @param notOwned  Carga's tables that belong to somebody else, who alone may change them
    /// @param otherKind what `user_purchase` is, such as `a view`, where it is no plain table; else null
    record Schema(
            String name,
            SchemaState state,
            boolean mayCreate,
            List<String> notOwned,
            @Nullable String otherKind) {}

    /// What this user may do.
    ///
    /// @param temporary whether he may make temporary tables
    /// @param missing   what he may not, such as `INSERT on carga_part`
    record Rights(String user, boolean temporary, List<String> missing) {}

    /// A unique key on `cpf` alone.
    ///
    /// @param usable whether it is a constraint that holds at once, over a sound index
    record UniqueKey(String name, boolean usable) {}

    /// How much there is, and how much of it is taken.
    ///
    /// @param connections   this user may still open
    /// @param most          that the server takes at all
    /// @param bytes         of this database
    /// @param oldestAge     transactions since the oldest row that was not frozen
    record Capacity(int connections, int most, long bytes, long oldestAge) {}
}
