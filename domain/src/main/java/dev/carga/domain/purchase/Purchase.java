package dev.carga.domain.purchase;

import dev.carga.domain.Nullable;
import dev.carga.domain.document.Document;
import dev.carga.domain.layout.Column;
import java.math.BigDecimal;
import java.time.LocalDate;

/// One row of `user_purchase`: a customer's CPF, what is known of the last purchase, and the two stores.
///
/// @param line  the line of the file it stands on, counted from 1, the header and blank lines included
/// @param cpf   never null: a line without a CPF gives no row
/// @param unknown of which columns the line says nothing that can be read, a bit for each by its ordinal
///                number: those that are unreadable, and those that the file does not have. They replace
///                nothing in a row that is there already
/// The others are null where the file says NULL, and where the value cannot be read (then a [Flaw] was noted).
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

    /// One of which all columns are known.
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

    /// The row that two lines of one file come to, where the later one says what is to stand and the earlier
    /// one what it leaves unsaid. What both leave unsaid stays unknown.
    ///
    /// @param earlier with the same CPF
    public Purchase over(Purchase earlier) {
        return taking(unknown, earlier).withUnknown(unknown & earlier.unknown);
    }

    /// The same row with these columns as another one has them.
    ///
    /// @param columns a bit for each, as in [#unknown]
    public Purchase taking(int columns, Purchase other) {
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

    /// The same row, of which these columns are unknown.
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

    /// Whether the line says nothing of this column that can be read.
    public boolean isUnknown(Column column) {
        return has(unknown, column);
    }

    /// The column's place in [#unknown].
    public static int bit(Column column) {
        return 1 << column.ordinal();
    }
}
