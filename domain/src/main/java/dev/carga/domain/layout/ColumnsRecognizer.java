package dev.carga.domain.layout;

import dev.carga.domain.Nullable;
import dev.carga.domain.layout.HeadText.Line;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Maps the names of a header to the columns of its file, and checks that no column is unknown, missing or
/// repeated.
final class ColumnsRecognizer {

    private static final int MAX_NAMES_SHOWN = 20;
    private static final int MAX_NAME_LENGTH_SHOWN = 40;

    private final Header header;
    private final List<Line> rows;
    private final LayoutOptions options;
    private final Function<String, Optional<Column>> column;

    /// @param rows   the lines below the header, as far as the head has them
    /// @param column the column that a name stands for
    ColumnsRecognizer(
            Header header, List<Line> rows, LayoutOptions options, Function<String, Optional<Column>> column) {
        this.header = header;
        this.rows = rows;
        this.options = options;
        this.column = column;
    }

    /// What is wrong with the header; null if every column is known, complete and unique as far as the
    /// options demand.
    Recognition.@Nullable WrongHeader check() {
        List<Column> columns = header.names().stream()
                .flatMap(name -> column.apply(name).stream())
                .toList();
        List<String> unknown = new ArrayList<>();
        for (int i = 0; i < header.names().size(); i++) {
            String name = header.names().get(i);
            if (column.apply(name).isEmpty() && !maySkip(i)) {
                unknown.add(name.isEmpty() ? "(no name)" : DisplayName.of(name, MAX_NAME_LENGTH_SHOWN));
            }
        }
        List<String> repeated = Column.ALL.stream()
                .filter(each -> Collections.frequency(columns, each) > 1)
                .map(Column::key)
                .toList();
        EnumSet<Column> missing = EnumSet.allOf(Column.class);
        columns.forEach(missing::remove);
        boolean mayMiss = options.missingColumns() && !missing.contains(Column.CPF);
        return unknown.isEmpty() && repeated.isEmpty() && (missing.isEmpty() || mayMiss)
                ? null
                : new Recognition.WrongHeader(
                        unknown.stream().limit(MAX_NAMES_SHOWN).toList(),
                        mayMiss ? List.of() : missing.stream().map(Column::key).toList(),
                        repeated);
    }

    /// The columns that the header names. Call only if [#check()] found nothing wrong.
    FileColumns columns() {
        List<FileColumns.Field> fields = new ArrayList<>();
        for (int i = 0; i < header.names().size(); i++) {
            String name = header.names().get(i);
            String skipped = name.isEmpty() && options.extraColumns() && !isEmptyBelow(i) ? "#" + (i + 1) : name;
            fields.add(column.apply(name)
                    .map(known -> new FileColumns.Field(known, name))
                    .orElseGet(() -> FileColumns.Field.passedOver(skipped)));
        }
        return new FileColumns(fields);
    }

    /// The columns that the sender gave in their order, with the names of the header, by which a repeated
    /// header is recognised.
    FileColumns columnsInOrder(FileColumns inOrder) {
        List<String> names = header.names();
        if (names.size() != inOrder.size()) {
            return inOrder;
        }
        List<FileColumns.Field> fields = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            FileColumns.Field field = inOrder.fields().get(i);
            fields.add(names.get(i).isEmpty() ? field : new FileColumns.Field(field.column(), names.get(i)));
        }
        return new FileColumns(fields);
    }

    /// Whether a field that names no column may be there: the reason of a rejected line, an empty field at
    /// the end of every line, or any field if the sender allows extra columns.
    private boolean maySkip(int place) {
        String name = header.names().get(place);
        List<String> behind = header.names().subList(place + 1, header.names().size());
        boolean reason = HeaderNames.isReason(name) && behind.stream().allMatch(String::isEmpty);
        if (options.extraColumns() || reason) {
            return true;
        }
        // A spreadsheet filled the rows up behind the reason. A value there marks a line that was not
        // corrected.
        boolean behindReason = header.names().subList(0, place).stream().anyMatch(HeaderNames::isReason);
        return name.isEmpty() && (behindReason || isEmptyBelow(place));
    }

    /// Whether the field is empty in every line. A line with fewer fields, such as `(2 rows)`, does not
    /// count.
    private boolean isEmptyBelow(int place) {
        return rows.stream()
                .map(row -> HeaderLine.fields(row.text(), header.separator()))
                .filter(fields -> fields.size() > place
                        && fields.size() + 1 >= header.names().size())
                .allMatch(fields -> fields.get(place).isEmpty());
    }

    /// Adds the empty fields with which some programs end every line, or removes those that only the header
    /// has. Every line must then have as many fields as most lines do, so that a line that lacks a column is
    /// not mistaken for a complete one.
    static FileColumns withTrailingFields(FileColumns named, Separator separator, List<Line> rows) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (Line row : rows) {
            counts.merge(HeaderLine.fields(row.text(), separator).size(), 1, Integer::sum);
        }
        int usual = counts.entrySet().stream()
                .max(Map.Entry.<Integer, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse(named.size());
        List<FileColumns.Field> fields = new ArrayList<>(named.fields());
        while (fields.size() > usual && fields.getLast().mustBeEmpty()) {
            fields.removeLast();
        }
        boolean emptyBehind = rows.stream()
                .map(row -> HeaderLine.fields(row.text(), separator))
                .filter(row -> row.size() == usual)
                .allMatch(row -> row.subList(Math.min(named.size(), row.size()), row.size()).stream()
                        .allMatch(String::isEmpty));
        while (fields.size() < usual && emptyBehind) {
            fields.add(FileColumns.Field.passedOver(""));
        }
        return new FileColumns(fields);
    }
}
