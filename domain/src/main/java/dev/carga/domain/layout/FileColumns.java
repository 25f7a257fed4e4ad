package dev.carga.domain.layout;

import dev.carga.domain.Nullable;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;

/// The fields of a file's lines, in their order. A line with another number of fields is rejected.
///
/// @param fields at least one; each [Column] at most once, [Column#CPF] exactly once
public record FileColumns(List<Field> fields) {

    /// The eight columns, in the order that a file without a header has them.
    public static final FileColumns ALL = of(Column.ALL);

    /// The columns below a repeated header that names others than the file has: its lines cannot be read.
    public static final FileColumns UNREADABLE = new FileColumns(List.of(new Field(Column.CPF, "?")));

    /// One field of a line.
    ///
    /// @param column null if the field is skipped
    /// @param name   the name in the header, or the key of the column if there is no header. A skipped field
    ///               without a name must be empty in every line
    public record Field(@Nullable Column column, String name) {

        public static Field of(Column column) {
            return new Field(column, column.key());
        }

        /// A field that is skipped.
        public static Field passedOver(String name) {
            return new Field(null, name);
        }

        /// Whether a line with a value in this field does not fit its header.
        public boolean mustBeEmpty() {
            return column == null && name.isEmpty();
        }
    }

    public FileColumns {
        fields = List.copyOf(fields);
        List<Column> columns =
                fields.stream().map(Field::column).filter(Objects::nonNull).toList();
        if (!columns.contains(Column.CPF) || EnumSet.copyOf(columns).size() != columns.size()) {
            throw new IllegalArgumentException("No CPF, or a column more than once: " + fields);
        }
    }

    /// Fields for these columns, named by their keys.
    public static FileColumns of(List<Column> columns) {
        return new FileColumns(columns.stream().map(Field::of).toList());
    }

    /// The number of fields of a line.
    public int size() {
        return fields.size();
    }

    /// Whether lines with these columns can be read: false for [#UNREADABLE].
    public boolean isReadable() {
        return !equals(UNREADABLE);
    }

    /// The columns of a line, in its order.
    public List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        for (Field field : fields) {
            if (field.column() != null) {
                columns.add(field.column());
            }
        }
        return columns;
    }

    /// The columns that the file does not have. They are NULL in every row.
    public List<Column> missing() {
        EnumSet<Column> missing = EnumSet.allOf(Column.class);
        missing.removeAll(columns());
        return List.copyOf(missing);
    }

    /// The names of the skipped fields, except those without a name.
    public List<String> passedOver() {
        return fields.stream()
                .filter(field -> field.column() == null && !field.name().isEmpty())
                .map(Field::name)
                .toList();
    }

    /// The index of the column's field, from 0; -1 if the file does not have the column.
    public int indexOf(Column column) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).column() == column) {
                return i;
            }
        }
        return -1;
    }
}
