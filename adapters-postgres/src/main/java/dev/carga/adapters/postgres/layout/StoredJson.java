package dev.carga.adapters.postgres.layout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.carga.application.InfrastructureException;
import dev.carga.domain.Nullable;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/// Helpers for JSON stored in columns.
final class StoredJson {

    private static final JsonMapper JSON = new JsonMapper();

    private StoredJson() {}

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static ArrayNode array() {
        return JSON.createArrayNode();
    }

    /// The texts in alphabetical order, so that equal sets give equal JSON.
    static ArrayNode sorted(Collection<String> texts) {
        ArrayNode array = array();
        new TreeSet<>(texts).forEach(array::add);
        return array;
    }

    static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }

    /// Null if the key is missing or its value is null.
    static @Nullable String text(JsonNode object, String key) {
        return object.hasNonNull(key) ? object.path(key).asText() : null;
    }

    static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new InfrastructureException.Permanent("Stored JSON of an upload cannot be read", e);
        }
    }

    /// The enum constant with this key.
    static <T> T one(T[] values, Function<T, String> key, JsonNode node) {
        return known(Arrays.stream(values)
                .filter(value -> key.apply(value).equals(node.asText()))
                .findFirst());
    }

    /// The value.
    ///
    /// @param found empty if this version does not know the stored word
    /// @throws InfrastructureException.Permanent if it is empty
    static <T> T known(Optional<T> found) {
        return found.orElseThrow(() -> new InfrastructureException.Permanent(
                "The layout of an upload has a word that this version does not know: a newer version received it",
                null));
    }
}
