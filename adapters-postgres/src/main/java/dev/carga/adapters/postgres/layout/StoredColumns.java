package dev.carga.adapters.postgres.layout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.Column;
import dev.carga.domain.layout.FileColumns;
import java.util.ArrayList;
import java.util.List;

/// The fields of a line, as in `carga_part.columns` and inside other JSON: the key of the column as a text,
/// an object `{"name": "…", "column": "…"}` if the header has another name for the column, and
/// `{"passed_over": "…"}` with the name in the header for a field without a column.
public final class StoredColumns {

    private static final String PASSED_OVER = "passed_over";
    private static final String NAME = "name";
    private static final String COLUMN = "column";

    private StoredColumns() {}

    public static ArrayNode toNode(FileColumns columns) {
        ArrayNode fields = StoredJson.array();
        for (FileColumns.Field field : columns.fields()) {
            if (field.column() == null) {
                fields.addObject().put(PASSED_OVER, field.name());
            } else if (field.name().equals(field.column().key())) {
                fields.add(field.column().key());
            } else {
                fields.addObject()
                        .put(NAME, field.name())
                        .put(COLUMN, field.column().key());
            }
        }
        return fields;
    }

    public static @Nullable String toJson(@Nullable FileColumns columns) {
        return columns == null ? null : toNode(columns).toString();
    }

    public static FileColumns read(JsonNode fields) {
        List<FileColumns.Field> all = new ArrayList<>();
        for (JsonNode field : fields) {
            all.add(field(field));
        }
        return new FileColumns(all);
    }

    private static FileColumns.Field field(JsonNode field) {
        if (field.has(PASSED_OVER)) {
            return FileColumns.Field.passedOver(field.path(PASSED_OVER).asText());
        }
        String key = field.isObject() ? field.path(COLUMN).asText() : field.asText();
        Column column = StoredJson.known(Column.parse(key));
        return field.isObject()
                ? new FileColumns.Field(column, field.path(NAME).asText())
                : FileColumns.Field.of(column);
    }

    public static @Nullable FileColumns read(@Nullable String json) {
        return json == null ? null : read(StoredJson.read(json));
    }
}
