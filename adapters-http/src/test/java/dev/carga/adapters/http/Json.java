package dev.carga.adapters.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/// Reads JSON responses.
public final class Json {

    private static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}

    public static JsonNode read(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("No JSON: " + json, e);
        }
    }

    public static String text(String json, String key) {
        return read(json).required(key).textValue();
    }
}
