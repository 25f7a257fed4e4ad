package dev.carga.domain.layout;

import java.util.List;
import java.util.Optional;

/// The columns of a purchase file, in the order of a file without a header.
public enum Column {
    CPF("cpf"),
    PRIVATE("private"),
    INCOMPLETO("incompleto"),
    DATA_ULTIMA_COMPRA("data_ultima_compra"),
    TICKET_MEDIO("ticket_medio"),
    TICKET_ULTIMA_COMPRA("ticket_ultima_compra"),
    LOJA_MAIS_FREQUENTE("loja_mais_frequente"),
    LOJA_ULTIMA_COMPRA("loja_ultima_compra");

    /// All columns, in the order of a file without a header.
    public static final List<Column> ALL = List.of(values());

    private final String key;

    Column(String key) {
        this.key = key;
    }

    /// The stable name in JSON, equal to the name of the column of `user_purchase`.
    public String key() {
        return key;
    }

    /// The column with this [#key()].
    public static Optional<Column> parse(String key) {
        return ALL.stream().filter(column -> column.key.equals(key)).findFirst();
    }
}
