package dev.carga.domain.layout;

import java.util.List;
import java.util.Optional;

/// The columns of a file of purchases, in the order that a file without a header has them.
public enum Column {
    CPF("cpf"),
    PRIVATE("private"),
    INCOMPLETO("incompleto"),
    DATA_ULTIMA_COMPRA("data_ultima_compra"),
    TICKET_MEDIO("ticket_medio"),
    TICKET_ULTIMA_COMPRA("ticket_ultima_compra"),
    LOJA_MAIS_FREQUENTE("loja_mais_frequente"),
    LOJA_ULTIMA_COMPRA("loja_ultima_compra");

    /// All of them, in that order.
    public static final List<Column> ALL = List.of(values());

    private final String key;

    Column(String key) {
        this.key = key;
    }

    /// The stable name in JSON, that of the column of `user_purchase`.
    public String key() {
        return key;
    }

    /// The column of this key.
    public static Optional<Column> parse(String key) {
        return ALL.stream().filter(column -> column.key.equals(key)).findFirst();
    }
}
