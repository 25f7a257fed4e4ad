package dev.carga.adapters.postgres.layout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.Column;
import dev.carga.domain.layout.ColumnNames;
import dev.carga.domain.layout.LayoutOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// What the sender of a file states about its layout, as in `carga_upload.options`. What is not stated has no
/// key.
public final class StoredOptions {

    private static final String IN_ORDER = "in_order";

    private StoredOptions() {}

    public static @Nullable String toJson(LayoutOptions options) {
        ObjectNode json = StoredJson.object();
        if (options.decimal() != null) {
            json.put("decimal", options.decimal().key());
        }
        if (options.dates() != null) {
            json.set("dates", StoredDialect.toNode(options.dates()));
        }
        if (options.booleans() != null) {
            json.set("booleans", StoredDialect.toNode(options.booleans()));
        }
        if (options.nulls() != null) {
            json.set("nulls", StoredDialect.toNode(options.nulls()));
        }
        if (options.columns() != null) {
            json.set("columns", toNode(options.columns()));
        }
        if (options.extraColumns()) {
            json.put("extra_columns", true);
        }
        if (options.missingColumns()) {
            json.put("missing_columns", true);
        }
        if (options.sheet() != null) {
            json.put("sheet", options.sheet());
        }
        return json.isEmpty() ? null : json.toString();
    }

    /// Parses options.
    ///
    /// @param text null if nothing is stated, or an earlier version received the file
    public static LayoutOptions read(@Nullable String text) {
        if (text == null) {
            return LayoutOptions.NONE;
        }
        JsonNode json = StoredJson.read(text);
        return new LayoutOptions(
                json.has("decimal") ? StoredDialect.decimal(json.path("decimal")) : null,
                json.has("dates") ? StoredDialect.dates(json.path("dates")) : null,
                json.has("booleans") ? StoredDialect.booleans(json.path("booleans")) : null,
                json.has("nulls") ? StoredDialect.nulls(json.path("nulls")) : null,
                json.has("columns") ? columns(json.path("columns")) : null,
                json.path("extra_columns").asBoolean(),
                json.path("missing_columns").asBoolean(),
                StoredJson.text(json, "sheet"));
    }

    private static ObjectNode toNode(ColumnNames columns) {
        ObjectNode json = StoredJson.object();
        if (columns.inOrder() != null) {
            json.set(IN_ORDER, StoredColumns.toNode(columns.inOrder()));
        }
        ObjectNode byName = json.putObject("by_name");
        new TreeMap<>(columns.byName()).forEach((name, column) -> byName.put(name, column.key()));
        return json;
    }

    private static ColumnNames columns(JsonNode json) {
        Map<String, Column> byName = new LinkedHashMap<>();
        json.path("by_name")
                .properties()
                .forEach(entry -> byName.put(
                        entry.getKey(),
                        StoredJson.known(Column.parse(entry.getValue().asText()))));
        return new ColumnNames(json.has(IN_ORDER) ? StoredColumns.read(json.path(IN_ORDER)) : null, Map.copyOf(byName));
    }
}
