package dev.carga.adapters.postgres.connection;

import dev.carga.application.InfrastructureException;
import dev.carga.domain.Nullable;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.function.Supplier;
import org.jdbi.v3.core.JdbiException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// Classifies failures of the database: caused by the data, transient, or permanent. SQLState classes are
/// those of the PostgreSQL manual, appendix A.
public final class PostgresFailures {

    public static final String UNIQUE_VIOLATION = "23505";

    private static final String IN_FAILED_TRANSACTION = "25P02";

    private PostgresFailures() {}

    /// Runs the call, and translates its exceptions into an [InfrastructureException].
    public static <T> T translated(Supplier<T> call) {
        try {
            return call.get();
        } catch (JdbiException e) {
            throw translate(e);
        }
    }

    public static InfrastructureException translate(Exception e) {
        SQLException cause = sqlCause(e);
        if (cause == null) {
            return new InfrastructureException.Permanent(
                    "The database driver failed: " + e.getClass().getName(), e);
        }
        String state = stateOf(cause);
        if (isPermanent(state)) {
            return new InfrastructureException.Permanent("The database refuses (" + describe(cause, state) + ")", e);
        }
        String what = state.startsWith("40") ? "The database asks for a retry" : "The database does not answer";
        return new InfrastructureException.Transient(what + " (" + describe(cause, state) + ")", e);
    }

    /// Whether the rows are at fault: a bad value (22), or a constraint of the table (23, 44, or P0 from a
    /// trigger).
    public static boolean isFaultOfData(SQLException e) {
        return isFaultOfData(stateOf(e));
    }

    private static boolean isFaultOfData(String state) {
        return state.startsWith("22") || state.startsWith("23") || state.startsWith("44") || state.startsWith("P0");
    }

    /// The exception that shows what failed; null if there is no [SQLException]. The pool wraps the driver's
    /// exceptions. The driver makes the first error in a transaction the cause of all later ones, although
    /// these may be of another kind: a connection that is lost while a fault of the data is rolled back. So
    /// the driver's outermost exception counts, unless it only says that the transaction has failed before.
    public static @Nullable SQLException sqlCause(Throwable e) {
        @Nullable SQLException found = null;
        for (@Nullable Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql) {
                found = found == null || sql.getSQLState() != null ? sql : found;
                if (t instanceof PSQLException
                        && sql.getSQLState() != null
                        && !IN_FAILED_TRANSACTION.equals(sql.getSQLState())) {
                    return sql;
                }
            }
        }
        return found;
    }

    public static String stateOf(SQLException e) {
        String state = e.getSQLState();
        return state == null ? "08000" : state;
    }

    /// Wrong password (28), no such database (3D), missing table or permission (42), a value or constraint of
    /// Carga's own tables (22, 23), unsupported feature (0A).
    private static boolean isPermanent(String state) {
        return state.startsWith("28")
                || state.startsWith("3D")
                || state.startsWith("42")
                || state.startsWith("0A")
                || state.equals("08004")
                || isFaultOfData(state);
    }

    /// The SQLState and PostgreSQL's message. The message is left out if it may contain a value of a row:
    /// because of its class, or because the error has a context, such as a line of a COPY or a trigger, which
    /// may raise any SQLState with any message.
    private static String describe(SQLException e, String state) {
        @Nullable ServerErrorMessage server = serverErrorOf(e);
        boolean hasContext = server != null && server.getWhere() != null;
        return "SQLState " + state + (isFaultOfData(state) || hasContext ? "" : ": " + messageOf(e));
    }

    /// The message of the server, or of the driver.
    public static String messageOf(SQLException e) {
        @Nullable ServerErrorMessage server = serverErrorOf(e);
        @Nullable String message = server == null ? e.getMessage() : server.getMessage();
        // For an unknown host, the driver only says that the connection attempt failed.
        String host =
                e.getCause() instanceof UnknownHostException unknown ? " Unknown host " + unknown.getMessage() : "";
        return message + host;
    }

    private static @Nullable ServerErrorMessage serverErrorOf(SQLException e) {
        return e instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
    }
}
