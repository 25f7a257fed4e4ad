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

/// What the JSON in columns has in common, whatever it is of.
final class StoredJson {

    private static final JsonMapper JSON = new JsonMapper();

    private StoredJson() {}

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static ArrayNode array() {
        return JSON.createArrayNode();
    }

    /// The texts in their alphabetical order, so that the same set is always the same JSON.
    static ArrayNode sorted(Collection<String> texts) {
        ArrayNode array = array();
        new TreeSet<>(texts).forEach(array::add);
        return array;
    }

    static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }

    /// Null for a key that is not there, or stands for nothing.
    static @Nullable String text(JsonNode object, String key) {
        return object.hasNonNull(key) ? object.path(key).asText() : null;
    }

    static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new InfrastructureException.Permanent("What is stored of an upload cannot be read", e);
        }
    }

    /// The value of an enum that is stored under this key.
    static <T> T one(T[] values, Function<T, String> key, JsonNode node) {
        return known(Arrays.stream(values)
                .filter(value -> key.apply(value).equals(node.asText()))
                .findFirst());
    }

    /// What a word stands for.
    ///
    /// @param found none if no word of this version is like it
    static <T> T known(Optional<T> found) {
        return found.orElseThrow(() -> new InfrastructureException.Permanent(
                "An upload's layout has a word that this version does not know: it was received by a newer one", null));
    }
}
