package dev.carga.bootstrap.endtoend;

import dev.carga.adapters.postgres.TestDatabase;
import java.util.List;

/// A look at `user_purchase` past Carga, in the form of [IndependentReading].
final class Rows {

    private Rows() {}

    static List<String> of(TestDatabase database) {
        return database.jdbi()
                .withHandle(handle -> handle.select("""
                        SELECT concat_ws('|', cpf, coalesce(private::text, '-'), coalesce(incompleto::text, '-'),
                            coalesce(data_ultima_compra::text, '-'), coalesce(ticket_medio::text, '-'),
                            coalesce(ticket_ultima_compra::text, '-'), coalesce(loja_mais_frequente, '-'),
                            coalesce(loja_ultima_compra, '-'), coalesce(cpf_valido::text, '-'),
                            coalesce(cnpj_loja_mais_frequente_valido::text, '-'),
                            coalesce(cnpj_loja_ultima_compra_valido::text, '-'), line)
                        FROM user_purchase""")
                        .mapTo(String.class)
                        .map(row -> row.replace("|true", "|t").replace("|false", "|f"))
                        .list());
    }
}
