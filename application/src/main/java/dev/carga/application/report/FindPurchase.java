package dev.carga.application.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.carga.application.RetryPolicy;
import dev.carga.domain.document.Cpf;
import java.util.Optional;

/// Finds the row of a customer by CPF, in any form in which a file may contain it. Thread-safe.
public final class FindPurchase {

    private final PurchaseLookup lookup;
    private final RetryPolicy retryPolicy;

    public FindPurchase(PurchaseLookup lookup, RetryPolicy retryPolicy) {
        this.lookup = lookup;
        this.retryPolicy = retryPolicy;
    }

    /// The row with this CPF, or empty.
    public Optional<PurchaseLookup.Found> find(String cpf) {
        byte[] utf8 = cpf.getBytes(UTF_8);
        String stored = Cpf.read(utf8, 0, utf8.length).text();
        return retryPolicy.call("step=find_purchase", () -> lookup.find(stored));
    }
}
