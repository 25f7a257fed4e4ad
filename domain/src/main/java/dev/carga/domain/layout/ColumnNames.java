package dev.carga.domain.layout;

import dev.carga.domain.Nullable;
import dev.carga.domain.dialect.Words;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The columns of a file as its sender specifies them: either all fields in their order, or some columns by
/// the names that the header has for them.
///
/// @param inOrder the fields of a line; null if the header names them
/// @param byName  names of the header, normalized by [Words#normalize(String)], and the columns they stand
///                for
public record ColumnNames(@Nullable FileColumns inOrder, Map<String, Column> byName) {

    private static final int MAX_ITEMS = 200;

    /// Parses either `cpf,-,private,…`, all fields in their order with `-` for a field to skip, or
    /// `Documento:cpf,VIP:private`, names of the header and their columns. Empty if the text has neither
    /// form, names a column twice, or has an order without `cpf`.
    public static Optional<ColumnNames> parse(String text) {
        List<String> items = List.of(text.split(",", -1));
        if (items.size() > MAX_ITEMS) {
            return Optional.empty();
        }
        return text.contains(":") ? parseByName(items) : parseInOrder(items);
    }

    private static Optional<ColumnNames> parseInOrder(List<String> items) {
        List<FileColumns.Field> fields = new ArrayList<>();
        Set<Column> seen = EnumSet.noneOf(Column.class);
        int place = 0;
        for (String item : items) {
            place++;
            if (item.strip().equals("-")) {
                fields.add(FileColumns.Field.passedOver("#" + place));
                continue;
            }
            Optional<Column> column = Column.parse(Words.normalize(item));
            if (column.isEmpty() || !seen.add(column.get())) {
                return Optional.empty();
            }
            fields.add(FileColumns.Field.of(column.get()));
        }
        return seen.contains(Column.CPF)
                ? Optional.of(new ColumnNames(new FileColumns(fields), Map.of()))
                : Optional.empty();
    }

    private static Optional<ColumnNames> parseByName(List<String> items) {
        Map<String, Column> byName = new LinkedHashMap<>();
        for (String item : items) {
            int colon = item.lastIndexOf(':');
            if (colon < 1) {
                return Optional.empty();
            }
            Optional<Column> column = Column.parse(Words.normalize(item.substring(colon + 1)));
            String name = Words.normalize(item.substring(0, colon));
            if (column.isEmpty() || byName.containsValue(column.get()) || byName.put(name, column.get()) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(new ColumnNames(null, Map.copyOf(byName)));
    }

    /// The form that [#parse(String)] reads.
    @Override
    public String toString() {
        return inOrder == null
                ? byName.entrySet().stream()
                        .map(entry -> entry.getKey() + ":" + entry.getValue().key())
                        .sorted()
                        .collect(Collectors.joining(","))
                : inOrder.fields().stream()
                        .map(field ->
                                field.column() == null ? "-" : field.column().key())
                        .collect(Collectors.joining(","));
    }
}
