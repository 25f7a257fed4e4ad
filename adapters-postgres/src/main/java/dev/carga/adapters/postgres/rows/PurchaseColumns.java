package dev.carga.adapters.postgres.rows;

import dev.carga.domain.layout.Column;
import dev.carga.domain.purchase.Purchase;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The columns of `user_purchase` as statements name them. A store's text and its check belong to one
/// [Column], and only go together.
final class PurchaseColumns {

    /// All but the CPF, in the order of a file without a header.
    static final List<Column> VALUES =
            Column.ALL.stream().filter(column -> column != Column.CPF).toList();

    /// What a file says of a customer, the CPF and whether that is valid aside.
    static final String VALUE_NAMES = names("");

    private PurchaseColumns() {}

    /// The same names, each after this prefix.
    static String names(String prefix) {
        return VALUES.stream()
                .flatMap(PurchaseColumns::namesOf)
                .map(prefix::concat)
                .collect(Collectors.joining(", "));
    }

    /// What an UPDATE sets them to.
    ///
    /// @param value for a column of a file and one of its names
    static String set(BiFunction<Column, String, String> value) {
        return VALUES.stream()
                .flatMap(column -> namesOf(column).map(name -> name + " = " + value.apply(column, name)))
                .collect(Collectors.joining(", "));
    }

    /// Whether a row of the staging table says something of the column.
    static String known(Column column) {
        return "s.unknown & " + Purchase.bit(column) + " = 0";
    }

    private static Stream<String> namesOf(Column column) {
        return switch (column) {
            case LOJA_MAIS_FREQUENTE, LOJA_ULTIMA_COMPRA -> Stream.of(column.key(), "cnpj_" + column.key() + "_valido");
            default -> Stream.of(column.key());
        };
    }
}
