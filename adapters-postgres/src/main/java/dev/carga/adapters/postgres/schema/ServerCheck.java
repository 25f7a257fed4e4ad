package dev.carga.adapters.postgres.schema;

import dev.carga.adapters.postgres.connection.PostgresFailures;
import dev.carga.application.InfrastructureException;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/// Checks that Carga can use a database: its encoding, the version of its server, the kind of its `user_purchase`.
public final class ServerCheck {

    /// PostgreSQL 14, as `server_version_num` has it.
    public static final int OLDEST_SERVER = 140_000;

    private ServerCheck() {}

    /// Returns if Carga can use the database.
    ///
    /// @throws InfrastructureException.Transient if the database does not respond (yet)
    /// @throws InfrastructureException.Permanent if it refuses the connection, or Carga cannot use it
    public static void check(DataSource source) {
        try (Handle handle = Jdbi.create(source).open()) {
            checkEncoding(handle);
            checkVersion(handle);
            checkPurchaseTable(handle);
        } catch (JdbiException e) {
            throw PostgresFailures.translate(e);
        }
    }

    private static void checkEncoding(Handle handle) {
        String encoding =
                handle.select("SHOW server_encoding").mapTo(String.class).one();
        if (!encoding.equals("UTF8")) {
            throw new InfrastructureException.Permanent(
                    "The database's encoding is " + encoding + ": create it with ENCODING 'UTF8'", null);
        }
    }

    private static void checkVersion(Handle handle) {
        int version = handle.select("SELECT current_setting('server_version_num')::int")
                .mapTo(Integer.class)
                .one();
        if (version < OLDEST_SERVER) {
            throw new InfrastructureException.Permanent(
                    "The database is PostgreSQL " + version / 10_000 + ": Carga needs 14 or later", null);
        }
    }

    private static void checkPurchaseTable(Handle handle) {
        PurchaseTable.otherKind(handle).ifPresent(kind -> {
            throw new InfrastructureException.Permanent(
                    "user_purchase is " + kind + ": Carga needs a plain table; give this one another name, or name"
                            + " another schema with ?currentSchema=… in the database's URL",
                    null);
        });
    }
}
