package dev.carga.bootstrap.endtoend;

import dev.carga.adapters.postgres.TestDatabase;
import java.util.List;

/// The rows of `user_purchase`, queried without Carga, in the form of [IndependentReading].
public final class Rows {

    /// A row as an SQL expression.
    private static final String VALUES = """
            concat_ws('|', cpf, coalesce(private::text, '-'), coalesce(incompleto::text, '-'),
                coalesce(data_ultima_compra::text, '-'), coalesce(ticket_medio::text, '-'),
                coalesce(ticket_ultima_compra::text, '-'), coalesce(loja_mais_frequente, '-'),
                coalesce(loja_ultima_compra, '-'), coalesce(cpf_valido::text, '-'),
                coalesce(cnpj_loja_mais_frequente_valido::text, '-'),
                coalesce(cnpj_loja_ultima_compra_valido::text, '-'), line)
            """;

    /// All rows of an upload in the order of the file: the line, and the row, to be converted by [#text].
    public static final String OF_UPLOAD =
            "SELECT line, " + VALUES + " FROM user_purchase" + " WHERE upload_id = ? ORDER BY line, cpf";

    private Rows() {}

    static List<String> of(TestDatabase database) {
        return database.jdbi()
                .withHandle(handle -> handle.select("SELECT " + VALUES + " FROM user_purchase")
                        .mapTo(String.class)
                        .map(Rows::text)
                        .list());
    }

    /// Writes flags as t and f.
    public static String text(String row) {
        return row.replace("|true", "|t").replace("|false", "|f");
    }
}
