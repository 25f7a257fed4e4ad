package dev.carga.bootstrap.settings;

import dev.carga.adapters.postgres.DatabaseSettings;
import dev.carga.domain.Nullable;
import java.util.Map;
import picocli.CommandLine.Option;

/// The flags that name the database.
final class DatabaseFlags {

    @Option(
            names = "--database-url",
            paramLabel = "URL",
            description = "PostgreSQL to use, postgresql://user:password@host:port/database. Default: an embedded one,"
                    + " if this jar bundles it (the jar for servers does not).")
    private @Nullable String url;

    @Option(names = "--database-user", paramLabel = "NAME", description = "User, if the URL names none.")
    private @Nullable String user;

    @Option(
            names = "--database-password",
            paramLabel = "PASSWORD",
            description = "Password, if the URL holds none. Prefer the variable CARGA_DATABASE_PASSWORD.")
    private @Nullable String password;

    @Option(
            names = "--migrate",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Bring the database schema up to date at startup (default), or wait until it is.")
    private boolean migrate;

    /// @param environment has the predecessor's variables
    /// @param connections that the pool may hold
    /// @return null if neither flags nor variables name a database
    /// @throws InvalidSettingException if a setting is wrong or missing
    @Nullable
    DatabaseSettings settings(Map<String, String> environment, int connections) {
        return url == null
                ? PredecessorVariables.database(environment, connections, migrate)
                : settings(DatabaseUrl.parse(url), connections);
    }

    private DatabaseSettings settings(DatabaseUrl parsed, int connections) {
        @Nullable String name = user != null ? user : parsed.user();
        if (name == null || name.isEmpty()) {
            throw new InvalidSettingException(
                    "--database-url names no user: write postgresql://user:password@host:port/database,"
                            + " or set --database-user");
        }
        @Nullable String secret = password != null ? password : parsed.password();
        return new DatabaseSettings(parsed.jdbcUrl(), name, secret == null ? "" : secret, connections, migrate);
    }
}
