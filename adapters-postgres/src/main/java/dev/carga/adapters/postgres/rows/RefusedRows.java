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

/// Says which line PostgreSQL refused, and why, in PostgreSQL's words.
public final class RefusedRows {

    /// The place of the row in the COPY, whatever the server's language: `COPY user_purchase, line 7`.
    private static final Pattern COPY_LINE = Pattern.compile("COPY user_purchase, \\D*(\\d+)");

    private RefusedRows() {}

    /// Whether it was a CPF that is there already, and nothing else.
    public static boolean isTakenCpf(SQLException e) {
        return e instanceof PSQLException psql && isTakenCpf(psql.getServerErrorMessage());
    }

    private static boolean isTakenCpf(@Nullable ServerErrorMessage server) {
        return server != null && PurchaseTable.CPF_KEY.equals(server.getConstraint());
    }

    /// Why PostgreSQL refused rows, as the failure of their part.
    ///
    /// @param rows as they were copied; none of them is in the table
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
        return new PartFailure(code, words(e, server), line(rows, server));
    }

    /// The failure of a part with a row whose CPF is there already.
    public static PartFailure takenCpf(Purchase row) {
        return new PartFailure(
                PartFailure.Code.DUPLICATE_CPF,
                "duplicate key value violates unique constraint \"" + PurchaseTable.CPF_KEY + "\"\nDETAIL:  Key (cpf)=("
                        + row.cpf().text() + ") already exists.",
                row.line());
    }

    /// The rows went in by CPF; the person reads the file from top to bottom, and so did the predecessor.
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

    /// The first row, in the order of the file, whose CPF is taken, or is that of a row before.
    public static Optional<Purchase> firstDuplicate(List<Purchase> rows, Collection<String> taken) {
        Set<String> seen = new HashSet<>(taken);
        return rows.stream()
                .sorted(Comparator.comparingLong(Purchase::line))
                .filter(row -> !seen.add(row.cpf().text()))
                .findFirst();
    }

    private static String words(SQLException e, @Nullable ServerErrorMessage server) {
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
        int place = Integer.parseInt(matcher.group(1));
        return place >= 1 && place <= rows.size() ? rows.get(place - 1).line() : null;
    }
}
