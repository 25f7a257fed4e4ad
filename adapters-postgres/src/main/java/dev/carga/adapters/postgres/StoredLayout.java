package dev.carga.adapters.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.carga.application.InfrastructureException;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.Column;
import dev.carga.domain.dialect.Dialect;
import dev.carga.domain.layout.FileColumns;
import dev.carga.domain.layout.Layout;
import dev.carga.domain.layout.LineFormat;
import dev.carga.domain.layout.Packing;
import dev.carga.domain.layout.Separator;
import dev.carga.domain.layout.TextEncoding;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A layout as it stands in `carga_upload.layout`, under the same names as in the JSON of an upload.
final class StoredLayout {

    /// The version of the schema from which on workers read other layouts than the predecessor's.
    static final int READS_LAYOUTS = 6;

    /// The version from which on they know of dry runs, and of rejecting more than before.
    static final int KNOWS_RULES = 8;

    /// In SQL, over `carga_upload`: what [LineFormat#BLANK_ALIGNED] is not, only such workers read.
    static final String NEEDS_VERSION = "CASE WHEN dry_run OR on_invalid <> 'keep' OR max_rejects IS NOT NULL THEN "
            + KNOWS_RULES + " WHEN layout ->> 'separator' <> 'blanks' OR layout ->> 'encoding' = '"
            + TextEncoding.WINDOWS_1252.key() + "' OR layout -> 'columns' <> '"
            + Column.ALL.stream().map(column -> '"' + column.key() + '"').collect(Collectors.joining(",", "[", "]"))
            + "'::jsonb THEN " + READS_LAYOUTS + " END";

    private static final JsonMapper JSON = new JsonMapper();

    private StoredLayout() {}

    static String toJson(Layout layout) {
        ObjectNode json = JSON.createObjectNode();
        ArrayNode packings = json.putArray("packed_by");
        layout.packings().forEach(packing -> packings.add(packing.key()));
        json.put("encoding", layout.encoding().key())
                .put("separator", layout.separator().key())
                .put("line_end", layout.lineEnd().key())
                .put("header", layout.header())
                .put("head_lines", layout.headLines());
        ArrayNode columns = json.putArray("columns");
        layout.columns().columns().forEach(column -> columns.add(column.key()));
        if (layout.sheet() != null) {
            json.put("sheet", layout.sheet());
        }
        return json.toString();
    }

    /// @param json null where an earlier version received the file
    static @Nullable Layout read(@Nullable String json) {
        if (json == null) {
            return null;
        }
        JsonNode tree;
        try {
            tree = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new InfrastructureException.Permanent("An upload's layout cannot be read", e);
        }
        boolean header = tree.path("header").asBoolean();
        Layout read = new Layout(
                all(Packing.values(), Packing::key, tree.path("packed_by")),
                one(TextEncoding.values(), TextEncoding::key, tree.path("encoding")),
                one(Separator.values(), Separator::key, tree.path("separator")),
                FileColumns.of(all(Column.values(), Column::key, tree.path("columns"))),
                header,
                tree.path("head_lines").asInt(),
                one(Layout.LineEnd.values(), Layout.LineEnd::key, tree.path("line_end")),
                Dialect.PT_BR,
                null,
                Layout.Sample.NONE,
                List.of());
        return tree.hasNonNull("sheet") ? read.ofSheet(tree.path("sheet").asText()) : read;
    }

    /// How the upload's parts are to be read.
    static LineFormat lines(@Nullable String json) {
        @Nullable Layout layout = read(json);
        return layout == null ? LineFormat.BLANK_ALIGNED : layout.lines();
    }

    private static <T> List<T> all(T[] values, Function<T, String> key, JsonNode keys) {
        List<T> found = new ArrayList<>();
        keys.forEach(node -> found.add(one(values, key, node)));
        return found;
    }

    private static <T> T one(T[] values, Function<T, String> key, JsonNode node) {
        for (T value : values) {
            if (key.apply(value).equals(node.asText())) {
                return value;
            }
        }
        throw new InfrastructureException.Permanent(
                "An upload's layout has a word that this version does not know: it was received by a newer one", null);
    }
}
