package dev.carga.application.report;

import dev.carga.domain.Nullable;
import dev.carga.domain.upload.UploadId;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;

/// Looks a customer up in `user_purchase`. Throws [dev.carga.application.InfrastructureException] if the store
/// does not answer.
public interface PurchaseLookup {

    /// A row as it stands there, whoever wrote it: where it holds a null, so does this.
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
    /// @param upload  that its values came with
    /// @param name    of its file
    /// @param line    of its file, from 1
    /// @param addedBy the upload that added the row, where `upload` has only updated it; null where `upload`
    ///                added it, or where it was there before Carga was
    record Origin(
            UploadId upload,
            String name,
            long line,
            @Nullable UploadId addedBy,
            boolean wasThereBefore) {}

    /// What is known of a customer.
    ///
    /// @param origin null where Carga did not bring the row
    record Found(Row row, @Nullable Origin origin) {}

    /// The row with this CPF, as it is stored.
    Optional<Found> find(String cpf);
}
