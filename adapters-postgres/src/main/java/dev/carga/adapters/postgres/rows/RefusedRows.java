package dev.carga.adapters.postgres.rows;

import dev.carga.adapters.postgres.connection.PostgresFailures;
import dev.carga.adapters.postgres.schema.PurchaseTable;
import dev.carga.domain.Nullable;
import dev.carga.domain.purchase.Purchase;
import dev.carga.domain.upload.PartFailure;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// Finds the line that PostgreSQL refused, and the reason in PostgreSQL's words.
public final class RefusedRows {

    /// The position of the row in the COPY, in any language of the server: `COPY user_purchase, line 7`.
    private static final Pattern COPY_LINE = Pattern.compile("COPY user_purchase, \\D*(\\d+)");

    private RefusedRows() {}

    /// Whether the error is a CPF that is in the table already.
    public static boolean isTakenCpf(SQLException e) {
        return e instanceof PSQLException psql && isTakenCpf(psql.getServerErrorMessage());
    }

    private static boolean isTakenCpf(@Nullable ServerErrorMessage server) {
        return server != null && PurchaseTable.CPF_KEY.equals(server.getConstraint());
    }

    /// The failure of a part whose rows PostgreSQL refused.
    ///
    /// @param rows in the order of the COPY; none of them is in the table
    public static PartFailure explain(Handle handle, List<Purchase> rows, SQLException e) {
        @Nullable ServerErrorMessage server = e instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
        if (isTakenCpf(server)) {
            @Nullable Purchase first = firstDuplicate(handle, rows);
            if (first != null) {
                return takenCpf(first);
            }
        }
        PartFailure.Code code = PostgresFailures.UNIQUE_VIOLATION.equals(e.getSQLState())
                ? PartFailure.Code.DUPLICATE_CPF
                : PartFailure.Code.REFUSED_BY_DATABASE;
        return new PartFailure(code, message(e, server), line(rows, server));
    }

    /// The failure of a part with a row whose CPF is in the table already.
    public static PartFailure takenCpf(Purchase row) {
        return new PartFailure(
                PartFailure.Code.DUPLICATE_CPF,
                "duplicate key value violates unique constraint \"" + PurchaseTable.CPF_KEY + "\"\nDETAIL:  Key (cpf)=("
                        + row.cpf().text() + ") already exists.",
                row.line());
    }

    /// The rows were copied in the order of CPFs, but people read the file from top to bottom, as the
    /// predecessor did.
    private static @Nullable Purchase firstDuplicate(Handle handle, List<Purchase> rows) {
        String[] cpfs = rows.stream().map(row -> row.cpf().text()).toArray(String[]::new);
        return firstDuplicate(
                        rows,
                        handle.createQuery("SELECT cpf FROM user_purchase WHERE cpf = ANY (CAST(:cpfs AS varchar[]))")
                                .bindArray("cpfs", String.class, (Object[]) cpfs)
                                .mapTo(String.class)
                                .list())
                .orElse(null);
    }

    /// The first row, in the order of the file, whose CPF is taken or occurs in an earlier row.
    public static Optional<Purchase> firstDuplicate(List<Purchase> rows, Collection<String> taken) {
        Set<String> seen = new HashSet<>(taken);
        return rows.stream()
                .sorted(Comparator.comparingLong(Purchase::line))
                .filter(row -> !seen.add(row.cpf().text()))
                .findFirst();
    }

    private static String message(SQLException e, @Nullable ServerErrorMessage server) {
        if (server == null) {
            return String.valueOf(e.getMessage());
        }
        @Nullable String detail = server.getDetail();
        return detail == null ? String.valueOf(server.getMessage()) : server.getMessage() + "\nDETAIL:  " + detail;
    }

    private static @Nullable Long line(List<Purchase> rows, @Nullable ServerErrorMessage server) {
        @Nullable String where = server == null ? null : server.getWhere();
        Matcher matcher = COPY_LINE.matcher(where == null ? "" : where);
        if (!matcher.find()) {
            return null;
        }
        int position = Integer.parseInt(matcher.group(1));
        return position >= 1 && position <= rows.size() ? rows.get(position - 1).line() : null;
    }
}
