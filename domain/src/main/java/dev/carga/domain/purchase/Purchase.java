package dev.carga.domain.purchase;

import dev.carga.domain.Nullable;
import dev.carga.domain.document.Document;
import java.math.BigDecimal;
import java.time.LocalDate;

/// One row of `user_purchase`: a customer's CPF, what is known of the last purchase, and the two stores.
///
/// @param line  the line of the file it stands on, counted from 1, the header and blank lines included
/// @param cpf   never null: a line without a CPF gives no row
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
        @Nullable Document lojaUltimaCompra) {}
