package dev.carga.adapters.http.view;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.carga.domain.Nullable;
import dev.carga.domain.dialect.DateRange;
import dev.carga.domain.dialect.Dialect;
import dev.carga.domain.layout.Column;
import dev.carga.domain.layout.Finding;
import dev.carga.domain.layout.Layout;
import dev.carga.domain.layout.LayoutOptions;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The layout of a file, as requested by options and as recognised. Values have the form that the options accept.
final class LayoutJson {

    private static final JsonMapper JSON = new JsonMapper();

    private LayoutJson() {}

    static @Nullable ObjectNode of(@Nullable Layout layout) {
        if (layout == null) {
            return null;
        }
        ObjectNode json = JSON.createObjectNode();
        ArrayNode packings = json.putArray("packed_by");
        layout.packings().forEach(packing -> packings.add(packing.key()));
        json.put("encoding", layout.encoding().key())
                .put("separator", layout.separator().key())
                .put("line_end", layout.lineEnd().key())
                .put("header", layout.header())
                .put("sheet", layout.sheet());
        addKeys(json.putArray("columns"), layout.columns().columns());
        ArrayNode fields = json.putArray("fields");
        layout.columns()
                .fields()
                .forEach(field ->
                        fields.addObject().put("column", key(field.column())).put("name", field.name()));
        layout.columns().passedOver().forEach(json.putArray("extra_columns")::add);
        addKeys(json.putArray("missing_columns"), layout.columns().missing());
        json.put("lines_passed_over", layout.linesPassedOver());
        json.set("dialect", dialect(layout.dialect()));
        json.putObject("sample")
                .put("bytes", layout.sample().bytes())
                .put("lines", layout.sample().lines())
                .put("whole", layout.sample().whole());
        ArrayNode findings = json.putArray("findings");
        layout.findings().forEach(finding -> findings.add(finding(finding)));
        return json;
    }

    static @Nullable String key(@Nullable Column column) {
        return column == null ? null : column.key();
    }

    /// Options that were not set have no key.
    static ObjectNode of(LayoutOptions options) {
        ObjectNode json = JSON.createObjectNode();
        UploadFields.of(options).forEach(json::put);
        return json;
    }

    private static void addKeys(ArrayNode array, List<Column> columns) {
        columns.forEach(column -> array.add(column.key()));
    }

    private static ObjectNode dialect(Dialect dialect) {
        ObjectNode json = JSON.createObjectNode();
        json.putObject("decimal")
                .put(Column.TICKET_MEDIO.key(), dialect.ticketMedio().mark().key())
                .put(
                        Column.TICKET_ULTIMA_COMPRA.key(),
                        dialect.ticketUltimaCompra().mark().key());
        json.put("dates", dialect.dates().pattern());
        ObjectNode booleans = json.putObject("booleans");
        addWords(booleans.putArray("true"), dialect.booleans().trueWords());
        addWords(booleans.putArray("false"), dialect.booleans().falseWords());
        addWords(json.putArray("nulls"), dialect.nulls().words());
        return json.put("earliest_date", date(dialect.dateRange().earliest()))
                .put("latest_date", date(dialect.dateRange().latest()));
    }

    private static void addWords(ArrayNode array, Set<String> words) {
        new TreeSet<>(words).forEach(array::add);
    }

    /// Null if every date is accepted.
    private static @Nullable String date(LocalDate date) {
        boolean any = date.equals(DateRange.ANY.earliest()) || date.equals(DateRange.ANY.latest());
        return any ? null : date.toString();
    }

    private static ObjectNode finding(Finding finding) {
        return JSON.createObjectNode()
                .put("subject", finding.subject().key())
                .put("column", key(finding.column()))
                .put("value", finding.value())
                .put("source", finding.source().key())
                .put("shows", finding.shows())
                .put("against", finding.against())
                .put("line", finding.line());
    }
}
