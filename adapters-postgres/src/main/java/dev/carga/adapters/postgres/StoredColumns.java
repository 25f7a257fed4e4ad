package dev.carga.adapters.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.Column;
import dev.carga.domain.layout.FileColumns;
import java.util.ArrayList;
import java.util.List;

/// The fields of a line, as in `carga_part.columns` and within other JSON: a text for a field with a column, its
/// key; and `{"passed_over": "…"}`, with the name in the header, for one without.
final class StoredColumns {

    private static final String PASSED_OVER = "passed_over";

    private StoredColumns() {}

    static ArrayNode toNode(FileColumns columns) {
        ArrayNode fields = StoredJson.array();
        for (FileColumns.Field field : columns.fields()) {
            if (field.column() == null) {
                fields.addObject().put(PASSED_OVER, field.name());
            } else {
                fields.add(field.column().key());
            }
        }
        return fields;
    }

    static @Nullable String toJson(@Nullable FileColumns columns) {
        return columns == null ? null : toNode(columns).toString();
    }

    static FileColumns read(JsonNode fields) {
        List<FileColumns.Field> all = new ArrayList<>();
        for (JsonNode field : fields) {
            all.add(
                    field.isObject()
                            ? FileColumns.Field.passedOver(
                                    field.path(PASSED_OVER).asText())
                            : FileColumns.Field.of(StoredJson.known(Column.parse(field.asText()))));
        }
        return new FileColumns(all);
    }

    static @Nullable FileColumns read(@Nullable String json) {
        return json == null ? null : read(StoredJson.read(json));
    }
}
