package dev.carga.adapters.postgres.connection;

import dev.carga.application.InfrastructureException;
import dev.carga.domain.Nullable;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.function.Supplier;
import org.jdbi.v3.core.JdbiException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// Says what a failure of the database means: the data's fault, a passing fault, or one that somebody must mend.
/// SQLState classes are those of the PostgreSQL manual, appendix A.
public final class PostgresFailures {

    public static final String UNIQUE_VIOLATION = "23505";

    private static final String FAILED_BEFORE = "25P02";

    private PostgresFailures() {}

    /// Runs it, and turns what the database throws into an [InfrastructureException].
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
        String what = state.startsWith("40") ? "The database wants another try" : "The database does not answer";
        return new InfrastructureException.Transient(what + " (" + describe(cause, state) + ")", e);
    }

    /// Whether the rows themselves are at fault: a bad value (22), or a constraint of the table (23, 44, P0 from
    /// a trigger).
    public static boolean isFaultOfData(SQLException e) {
        return isFaultOfData(stateOf(e));
    }

    private static boolean isFaultOfData(String state) {
        return state.startsWith("22") || state.startsWith("23") || state.startsWith("44") || state.startsWith("P0");
    }

    /// What is the matter. The pool wraps what the driver said; and the driver makes the first fault in a
    /// transaction the cause of all that come after it, though they may be of another kind: a connection that
    /// is lost while a fault of the data is being rolled back. So the driver's outermost word counts, unless it
    /// only says that nothing goes on after a fault.
    public static @Nullable SQLException sqlCause(Throwable e) {
        @Nullable SQLException found = null;
        for (@Nullable Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql) {
                found = found == null || sql.getSQLState() != null ? sql : found;
                if (t instanceof PSQLException
                        && sql.getSQLState() != null
                        && !FAILED_BEFORE.equals(sql.getSQLState())) {
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

    /// Wrong password (28), no such database (3D), a missing table or permission (42), a value or constraint of
    /// our own tables (22, 23), an unsupported feature (0A).
    private static boolean isPermanent(String state) {
        return state.startsWith("28")
                || state.startsWith("3D")
                || state.startsWith("42")
                || state.startsWith("0A")
                || state.equals("08004")
                || isFaultOfData(state);
    }

    /// In PostgreSQL's words, but where they may hold a value of a row: by their class, or since they arose
    /// within something, a line of a COPY or a trigger, which may raise any SQLState with any words.
    private static String describe(SQLException e, String state) {
        @Nullable ServerErrorMessage server = serverErrorOf(e);
        boolean within = server != null && server.getWhere() != null;
        return "SQLState " + state + (isFaultOfData(state) || within ? "" : ": " + wordsOf(e));
    }

    /// In the words of the server, or of the driver.
    public static String wordsOf(SQLException e) {
        @Nullable ServerErrorMessage server = serverErrorOf(e);
        @Nullable String words = server == null ? e.getMessage() : server.getMessage();
        // The driver says of a host that nobody knows no more than that the attempt failed.
        String host =
                e.getCause() instanceof UnknownHostException unknown ? " Unknown host " + unknown.getMessage() : "";
        return words + host;
    }

    private static @Nullable ServerErrorMessage serverErrorOf(SQLException e) {
        return e instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
    }
}
