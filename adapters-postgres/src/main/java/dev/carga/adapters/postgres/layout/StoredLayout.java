package dev.carga.adapters.postgres.layout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.Alignment;
import dev.carga.domain.layout.Column;
import dev.carga.domain.layout.FileColumns;
import dev.carga.domain.layout.Finding;
import dev.carga.domain.layout.Layout;
import dev.carga.domain.layout.LineFormat;
import dev.carga.domain.layout.Packing;
import dev.carga.domain.layout.Separator;
import dev.carga.domain.layout.TextEncoding;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// A layout as in `carga_upload.layout`, with the same names as in the JSON of an upload. `columns` has only
/// the keys of the columns, as earlier versions read it. If a field has no column, or the header has another
/// name for a column, `fields` has all fields.
public final class StoredLayout {

    /// The schema version that a worker must know to read the parts that this version stores. Earlier workers
    /// read all values the Brazilian way, and do not recognise documents damaged by a spreadsheet, of which
    /// one may turn into another valid one. For no file is it certain that they would read it in the same
    /// way.
    public static final int NEEDS_VERSION = 9;

    private StoredLayout() {}

    public static String toJson(Layout layout) {
        ObjectNode json = StoredJson.object();
        ArrayNode packings = json.putArray("packed_by");
        layout.packings().forEach(packing -> packings.add(packing.key()));
        json.put("encoding", layout.encoding().key())
                .put("separator", layout.separator().key())
                .put("line_end", layout.lineEnd().key())
                .put("header", layout.header())
                .put("head_lines", layout.headLines());
        ArrayNode columns = json.putArray("columns");
        layout.columns().columns().forEach(column -> columns.add(column.key()));
        if (!layout.columns().equals(FileColumns.of(layout.columns().columns()))) {
            json.set("fields", StoredColumns.toNode(layout.columns()));
        }
        json.set("dialect", StoredDialect.toNode(layout.dialect()));
        @Nullable Alignment alignment = layout.alignment();
        if (alignment != null) {
            json.set("alignment", toNode(alignment));
            json.put("empty_columns", alignment.emptyColumns());
        }
        json.putObject("sample")
                .put("bytes", layout.sample().bytes())
                .put("lines", layout.sample().lines())
                .put("whole", layout.sample().whole());
        ArrayNode findings = json.putArray("findings");
        layout.findings().forEach(finding -> findings.add(toNode(finding)));
        if (layout.sheet() != null) {
            json.put("sheet", layout.sheet());
        }
        return json.toString();
    }

    private static ArrayNode toNode(Alignment alignment) {
        ArrayNode edges = StoredJson.array();
        for (Alignment.Edge edge : alignment.edges()) {
            edges.addObject()
                    .put("place", edge.place())
                    .put("right", edge.right())
                    .put("until", edge.until());
        }
        return edges;
    }

    private static ObjectNode toNode(Finding finding) {
        return StoredJson.object()
                .put("subject", finding.subject().key())
                .put(
                        "column",
                        finding.column() == null ? null : finding.column().key())
                .put("value", finding.value())
                .put("source", finding.source().key())
                .put("shows", finding.shows())
                .put("against", finding.against())
                .put("line", finding.line());
    }

    /// Parses a layout.
    ///
    /// @param json null if an earlier version received the file
    public static @Nullable Layout read(@Nullable String json) {
        if (json == null) {
            return null;
        }
        JsonNode tree = StoredJson.read(json);
        JsonNode sample = tree.path("sample");
        Layout read = new Layout(
                all(Packing.values(), Packing::key, tree.path("packed_by")),
                StoredJson.one(TextEncoding.values(), TextEncoding::key, tree.path("encoding")),
                StoredJson.one(Separator.values(), Separator::key, tree.path("separator")),
                columns(tree),
                tree.path("header").asBoolean(),
                headLines(tree),
                StoredJson.one(Layout.LineEnd.values(), Layout.LineEnd::key, tree.path("line_end")),
                StoredDialect.read(tree.path("dialect")),
                tree.has("alignment") ? alignment(tree) : null,
                new Layout.Sample(
                        sample.path("bytes").asInt(),
                        sample.path("lines").asInt(),
                        sample.path("whole").asBoolean()),
                findings(tree.path("findings")));
        return tree.hasNonNull("sheet") ? read.withSheet(tree.path("sheet").asText()) : read;
    }

    /// The format of the lines of the parts.
    public static LineFormat lines(@Nullable String json) {
        @Nullable Layout layout = read(json);
        return layout == null ? LineFormat.BLANK_ALIGNED : layout.lineFormat();
    }

    private static FileColumns columns(JsonNode layout) {
        return StoredColumns.read(layout.path(layout.has("fields") ? "fields" : "columns"));
    }

    /// The first version that stored layouts skipped no line but the header.
    private static int headLines(JsonNode layout) {
        return layout.has("head_lines")
                ? layout.path("head_lines").asInt()
                : layout.path("header").asBoolean() ? 1 : 0;
    }

    private static Alignment alignment(JsonNode layout) {
        return new Alignment(
                layout.path("alignment")
                        .valueStream()
                        .map(edge -> new Alignment.Edge(
                                edge.path("place").asInt(),
                                edge.path("right").asBoolean(),
                                edge.path("until").asInt()))
                        .toList(),
                layout.path("empty_columns").asBoolean());
    }

    private static List<Finding> findings(JsonNode findings) {
        List<Finding> all = new ArrayList<>();
        for (JsonNode finding : findings) {
            @Nullable String column = StoredJson.text(finding, "column");
            all.add(new Finding(
                    StoredJson.one(Finding.Subject.values(), Finding.Subject::key, finding.path("subject")),
                    column == null ? null : StoredJson.known(Column.parse(column)),
                    finding.path("value").asText(),
                    StoredJson.one(Finding.Source.values(), Finding.Source::key, finding.path("source")),
                    finding.path("shows").asInt(),
                    finding.path("against").asInt(),
                    finding.hasNonNull("line") ? finding.path("line").asLong() : null));
        }
        return all;
    }

    private static <T> List<T> all(T[] values, Function<T, String> key, JsonNode keys) {
        List<T> found = new ArrayList<>();
        keys.forEach(node -> found.add(StoredJson.one(values, key, node)));
        return found;
    }
}
