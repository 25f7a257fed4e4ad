package dev.carga.adapters.postgres.layout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.carga.domain.dialect.BooleanWords;
import dev.carga.domain.dialect.DateRange;
import dev.carga.domain.dialect.DateStyle;
import dev.carga.domain.dialect.DecimalMark;
import dev.carga.domain.dialect.Dialect;
import dev.carga.domain.dialect.NullWords;
import dev.carga.domain.dialect.NumberStyle;
import java.time.LocalDate;
import java.util.Set;

/// How values are written, inside the JSON of a layout. Lists all words, even the default ones, so that a
/// version with other defaults reads the parts in the same way.
final class StoredDialect {

    private StoredDialect() {}

    static ObjectNode toNode(Dialect dialect) {
        ObjectNode json = StoredJson.object();
        json.set("ticket_medio", toNode(dialect.ticketMedio()));
        json.set("ticket_ultima_compra", toNode(dialect.ticketUltimaCompra()));
        json.set("dates", toNode(dialect.dates()));
        json.set("booleans", toNode(dialect.booleans()));
        json.set("nulls", toNode(dialect.nulls()));
        json.put("earliest_date", dialect.dateRange().earliest().toString())
                .put("latest_date", dialect.dateRange().latest().toString());
        return json;
    }

    /// @param json missing if a version received the file that did not recognise dialects
    static Dialect read(JsonNode json) {
        if (json.isMissingNode()) {
            return Dialect.PT_BR;
        }
        return new Dialect(
                numbers(json.path("ticket_medio")),
                numbers(json.path("ticket_ultima_compra")),
                dates(json.path("dates")),
                booleans(json.path("booleans")),
                nulls(json.path("nulls")),
                new DateRange(date(json, "earliest_date"), date(json, "latest_date")));
    }

    private static ObjectNode toNode(NumberStyle style) {
        return StoredJson.object()
                .put("decimal", style.mark().key())
                .put("groups_without_decimals", style.groupsWithoutDecimals());
    }

    private static NumberStyle numbers(JsonNode json) {
        return new NumberStyle(
                decimal(json.path("decimal")),
                json.path("groups_without_decimals").asBoolean());
    }

    static DecimalMark decimal(JsonNode key) {
        return StoredJson.one(DecimalMark.values(), DecimalMark::key, key);
    }

    static ObjectNode toNode(DateStyle style) {
        return StoredJson.object().put("order", style.order().key()).put("two_digit_years", style.twoDigitYears());
    }

    static DateStyle dates(JsonNode json) {
        return new DateStyle(
                StoredJson.one(DateStyle.Order.values(), DateStyle.Order::key, json.path("order")),
                json.path("two_digit_years").asBoolean());
    }

    static ObjectNode toNode(BooleanWords words) {
        ObjectNode json = StoredJson.object();
        json.set("true", StoredJson.sorted(words.trueWords()));
        json.set("false", StoredJson.sorted(words.falseWords()));
        return json;
    }

    static BooleanWords booleans(JsonNode json) {
        return new BooleanWords(
                Set.copyOf(StoredJson.texts(json.path("true"))), Set.copyOf(StoredJson.texts(json.path("false"))));
    }

    static JsonNode toNode(NullWords words) {
        return StoredJson.sorted(words.words());
    }

    static NullWords nulls(JsonNode json) {
        return new NullWords(Set.copyOf(StoredJson.texts(json)));
    }

    private static LocalDate date(JsonNode json, String key) {
        return LocalDate.parse(json.path(key).asText());
    }
}
