package dev.carga.adapters.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.Column;
import dev.carga.domain.layout.Finding;
import dev.carga.domain.layout.Layout;

/// What was recognised of a file, with the evidence: what an upload shows of it ([UploadJson]), and the rest.
final class LayoutJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private LayoutJson() {}

    static @Nullable ObjectNode of(@Nullable Layout layout) {
        @Nullable ObjectNode json = UploadJson.layout(layout);
        if (layout == null || json == null) {
            return null;
        }
        json.putIfAbsent("lines_passed_over", IntNode.valueOf(layout.linesPassedOver()));
        json.putIfAbsent("fields", fields(layout));
        ArrayNode missing = NODES.arrayNode();
        layout.columns().missing().forEach(column -> missing.add(column.key()));
        json.putIfAbsent("missing", missing);
        json.putIfAbsent("dates", TextNode.valueOf(layout.dialect().dates().pattern()));
        json.putIfAbsent(
                "sample",
                NODES.objectNode()
                        .put("bytes", layout.sample().bytes())
                        .put("lines", layout.sample().lines()));
        ArrayNode findings = NODES.arrayNode();
        layout.findings().forEach(finding -> findings.add(node(finding)));
        json.putIfAbsent("findings", findings);
        return json;
    }

    /// All fields of a line in their order, those that are passed over with their names.
    private static ArrayNode fields(Layout layout) {
        ArrayNode fields = NODES.arrayNode();
        layout.columns()
                .fields()
                .forEach(field ->
                        fields.addObject().put("column", key(field.column())).put("name", field.name()));
        return fields;
    }

    private static ObjectNode node(Finding finding) {
        return NODES.objectNode()
                .put("subject", finding.subject().key())
                .put("column", key(finding.column()))
                .put("value", finding.value())
                .put("source", finding.source().key())
                .put("shows", finding.shows())
                .put("against", finding.against())
                .put("line", finding.line());
    }

    static @Nullable String key(@Nullable Column column) {
        return column == null ? null : column.key();
    }
}
