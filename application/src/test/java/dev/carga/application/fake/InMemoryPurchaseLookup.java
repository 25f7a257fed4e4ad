package dev.carga.application.fake;

import dev.carga.application.report.PurchaseLookup;
import java.util.Optional;

record InMemoryPurchaseLookup(InMemoryState state) implements PurchaseLookup {

    @Override
    public Optional<Found> find(String cpf) {
        return state.call(() -> state.table.find(cpf, upload -> state.known(upload).name));
    }
}
