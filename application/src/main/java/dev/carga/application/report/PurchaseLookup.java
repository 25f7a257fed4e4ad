package dev.carga.application.report;

import dev.carga.domain.Nullable;
import dev.carga.domain.upload.UploadId;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;

/// Finds a customer in `user_purchase`. Throws [dev.carga.application.InfrastructureException] if the store
/// does not respond.
public interface PurchaseLookup {

    /// A row of the table, whatever program wrote it; a NULL there is a null here.
    record Row(
            String cpf,
            @Nullable Boolean isPrivate,
            @Nullable Boolean incompleto,
            @Nullable LocalDate dataUltimaCompra,
            @Nullable BigDecimal ticketMedio,
            @Nullable BigDecimal ticketUltimaCompra,
            @Nullable String lojaMaisFrequente,
            @Nullable String lojaUltimaCompra,
            @Nullable Boolean cpfValido,
            @Nullable Boolean lojaMaisFrequenteValido,
            @Nullable Boolean lojaUltimaCompraValido) {}

    /// Where a row came from.
    ///
    /// @param upload         the upload that its values came with
    /// @param name           of the file of that upload
    /// @param line           of that file, from 1
    /// @param addedBy        the upload that added the row, if `upload` only updated it; null if `upload`
    ///                       added it, or if it was there before Carga
    /// @param wasThereBefore whether the row was in the table before Carga, and `upload` updated it
    record Origin(
            UploadId upload,
            String name,
            long line,
            @Nullable UploadId addedBy,
            boolean wasThereBefore) {}

    /// A customer's row and its origin.
    ///
    /// @param origin null if Carga did not write the row
    record Found(Row row, @Nullable Origin origin) {}

    /// The row with this CPF, or empty.
    ///
    /// @param cpf in the form in which it is stored
    Optional<Found> find(String cpf);
}
