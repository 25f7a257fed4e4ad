package dev.carga.domain.purchase;

import dev.carga.domain.Nullable;
import dev.carga.domain.document.Document;
import dev.carga.domain.layout.Column;
import java.math.BigDecimal;
import java.time.LocalDate;

/// One row of `user_purchase`: a customer's CPF, the last purchase, and two stores.
///
/// @param line    the line number in the file, from 1, counting the header and blank lines
/// @param cpf     never null: a line without a CPF gives no row. The other columns are null if the file has
///                NULL, or if the value is unreadable (then the line has a [Flaw])
/// @param unknown the columns that are unreadable, or that the file does not have, one [#bit(Column)] each.
///                An update leaves these columns of an existing row unchanged
public record Purchase(
        long line,
        Document cpf,
        @Nullable Boolean isPrivate,
        @Nullable Boolean incompleto,
        @Nullable LocalDate dataUltimaCompra,
        @Nullable BigDecimal ticketMedio,
        @Nullable BigDecimal ticketUltimaCompra,
        @Nullable Document lojaMaisFrequente,
        @Nullable Document lojaUltimaCompra,
        int unknown) {

    /// A row without unknown columns.
    public Purchase(
            long line,
            Document cpf,
            @Nullable Boolean isPrivate,
            @Nullable Boolean incompleto,
            @Nullable LocalDate dataUltimaCompra,
            @Nullable BigDecimal ticketMedio,
            @Nullable BigDecimal ticketUltimaCompra,
            @Nullable Document lojaMaisFrequente,
            @Nullable Document lojaUltimaCompra) {
        this(
                line,
                cpf,
                isPrivate,
                incompleto,
                dataUltimaCompra,
                ticketMedio,
                ticketUltimaCompra,
                lojaMaisFrequente,
                lojaUltimaCompra,
                0);
    }

    /// Merges this row with the row of an earlier line: unknown columns get the values of the earlier row.
    /// Columns that are unknown in both stay unknown.
    ///
    /// @param earlier has the same CPF
    public Purchase mergedOver(Purchase earlier) {
        return withColumnsOf(unknown, earlier).withUnknown(unknown & earlier.unknown);
    }

    /// This row with some columns of another row.
    ///
    /// @param columns a [#bit(Column)] for each of them
    public Purchase withColumnsOf(int columns, Purchase other) {
        return new Purchase(
                line,
                cpf,
                has(columns, Column.PRIVATE) ? other.isPrivate : isPrivate,
                has(columns, Column.INCOMPLETO) ? other.incompleto : incompleto,
                has(columns, Column.DATA_ULTIMA_COMPRA) ? other.dataUltimaCompra : dataUltimaCompra,
                has(columns, Column.TICKET_MEDIO) ? other.ticketMedio : ticketMedio,
                has(columns, Column.TICKET_ULTIMA_COMPRA) ? other.ticketUltimaCompra : ticketUltimaCompra,
                has(columns, Column.LOJA_MAIS_FREQUENTE) ? other.lojaMaisFrequente : lojaMaisFrequente,
                has(columns, Column.LOJA_ULTIMA_COMPRA) ? other.lojaUltimaCompra : lojaUltimaCompra,
                unknown);
    }

    /// This row with other unknown columns.
    ///
    /// @param columns a [#bit(Column)] for each of them
    public Purchase withUnknown(int columns) {
        return new Purchase(
                line,
                cpf,
                isPrivate,
                incompleto,
                dataUltimaCompra,
                ticketMedio,
                ticketUltimaCompra,
                lojaMaisFrequente,
                lojaUltimaCompra,
                columns);
    }

    private static boolean has(int columns, Column column) {
        return (columns & bit(column)) != 0;
    }

    /// Whether the column is unreadable, or the file does not have it.
    public boolean isUnknown(Column column) {
        return has(unknown, column);
    }

    /// The bit of the column in [#unknown()].
    public static int bit(Column column) {
        return 1 << column.ordinal();
    }
}
