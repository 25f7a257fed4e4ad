package dev.carga.domain.layout;

import dev.carga.domain.Nullable;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;

/// The fields of a file's lines, in their order. A line with another number of fields is rejected.
///
/// @param fields at least one; each [Column] at most once, and [Column#CPF] among them
public record FileColumns(List<Field> fields) {

    /// The eight columns, in the order that a file without a header has them.
    public static final FileColumns ALL = of(Column.ALL);

    /// Below a header that cannot be read: nobody knows what stands where.
    public static final FileColumns UNREADABLE = new FileColumns(List.of(new Field(Column.CPF, "?")));

    /// One field of a line.
    ///
    /// @param column what it holds; null if it is passed over
    /// @param name   its name in the header, and the column's key where there is no header. A field that is
    ///               passed over and has no name must be empty in each line too
    public record Field(@Nullable Column column, String name) {

        public static Field of(Column column) {
            return new Field(column, column.key());
        }

        /// A field that is passed over.
        public static Field passedOver(String name) {
            return new Field(null, name);
        }

        /// Whether a value in it says that the line is not what its header promises.
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

    /// Just these columns.
    public static FileColumns of(List<Column> columns) {
        return new FileColumns(columns.stream().map(Field::of).toList());
    }

    /// The number of fields of a line.
    public int size() {
        return fields.size();
    }

    /// Whether lines can be read by it.
    public boolean isReadable() {
        return !equals(UNREADABLE);
    }

    /// The columns that a line has, in its order.
    public List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        for (Field field : fields) {
            if (field.column() != null) {
                columns.add(field.column());
            }
        }
        return columns;
    }

    /// The columns that no line has: they are NULL in every row.
    public List<Column> missing() {
        EnumSet<Column> missing = EnumSet.allOf(Column.class);
        missing.removeAll(columns());
        return List.copyOf(missing);
    }

    /// The names of the fields that are passed over, without those that have none.
    public List<String> passedOver() {
        return fields.stream()
                .filter(field -> field.column() == null && !field.name().isEmpty())
                .map(Field::name)
                .toList();
    }

    /// The field that holds the column, counted from 0; -1 if there is none.
    public int indexOf(Column column) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).column() == column) {
                return i;
            }
        }
        return -1;
    }
}
