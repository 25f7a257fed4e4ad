package dev.carga.adapters.postgres.rows;

import dev.carga.domain.layout.Column;
import dev.carga.domain.purchase.Purchase;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The columns of `user_purchase` in SQL. A store's document and the result of its check are one [Column] of
/// a file, and always change together.
final class PurchaseColumns {

    /// All columns but the CPF, in the order of a file without a header.
    static final List<Column> VALUES =
            Column.ALL.stream().filter(column -> column != Column.CPF).toList();

    /// The names of the columns with a customer's values, without the CPF and its validity.
    static final String VALUE_NAMES = names("");

    private PurchaseColumns() {}

    /// These names, each with this prefix.
    static String names(String prefix) {
        return VALUES.stream()
                .flatMap(PurchaseColumns::namesOf)
                .map(prefix::concat)
                .collect(Collectors.joining(", "));
    }

    /// The assignments of an UPDATE.
    ///
    /// @param value the SQL expression for a column of a file and one of its names in the table
    static String set(BiFunction<Column, String, String> value) {
        return VALUES.stream()
                .flatMap(column -> namesOf(column).map(name -> name + " = " + value.apply(column, name)))
                .collect(Collectors.joining(", "));
    }

    /// The SQL condition that a row of the staging table has a value, or NULL, for the column.
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
