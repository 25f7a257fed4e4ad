package dev.carga.application.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.carga.application.RetryPolicy;
import dev.carga.domain.document.Cpf;
import java.util.Optional;

/// Finds a customer's row by the CPF in any of the forms that a file may have it in. Safe to call from several
/// threads.
public final class FindPurchase {

    private final PurchaseLookup lookup;
    private final RetryPolicy retryPolicy;

    public FindPurchase(PurchaseLookup lookup, RetryPolicy retryPolicy) {
        this.lookup = lookup;
        this.retryPolicy = retryPolicy;
    }

    /// Empty if there is no such row.
    public Optional<PurchaseLookup.Found> find(String cpf) {
        byte[] utf8 = cpf.getBytes(UTF_8);
        String stored = Cpf.read(utf8, 0, utf8.length).text();
        return retryPolicy.call("step=find_purchase", () -> lookup.find(stored));
    }
}
