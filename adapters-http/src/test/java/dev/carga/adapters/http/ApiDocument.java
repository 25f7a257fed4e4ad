package dev.carga.adapters.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// `openapi.json` as a running server serves it.
record ApiDocument(JsonNode root) {

    private static final Set<String> JSON_TYPES = Set.of("application/json", "application/problem+json");

    /// A route; or a webhook, whose path is its name.
    public record Operation(String method, String path, JsonNode node) {

        String id() {
            return node.required("operationId").asText();
        }

        /// Whether the route matches this path.
        boolean matches(String requestPath) {
            String template = Pattern.compile("\\{[^}]*}")
                    .splitAsStream(path + " ")
                    .map(Pattern::quote)
                    .reduce((a, b) -> a + "[^/]+" + b)
                    .orElseThrow();
            return (requestPath + " ").matches(template);
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /// A JSON body of a request or a response.
    ///
    /// @param status of the response, or `request`
    public record Body(Operation operation, String status, JsonNode schema, List<JsonNode> examples) {

        @Override
        public String toString() {
            return operation + ", " + status;
        }
    }

    public static ApiDocument of(RunningServer server) {
        return new ApiDocument(Json.read(
                server.send(HttpRequest.newBuilder(server.uri("/openapi.json")).build())
                        .body()));
    }

    public List<Operation> routes() {
        return operations("paths");
    }

    public List<Operation> routesAndWebhooks() {
        return Stream.concat(routes().stream(), operations("webhooks").stream()).toList();
    }

    private List<Operation> operations(String where) {
        List<Operation> operations = new ArrayList<>();
        root.required(where)
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(verb -> operations.add(new Operation(
                                verb.getKey().toUpperCase(Locale.ROOT), path.getKey(), verb.getValue()))));
        return operations;
    }

    public Optional<Operation> route(String method, String requestPath) {
        return routes().stream()
                .filter(route -> route.method().equals(method) && route.matches(requestPath))
                .findFirst();
    }

    public List<Body> jsonBodies(Operation operation) {
        List<Body> bodies = new ArrayList<>();
        addJson(bodies, operation, "request", operation.node().path("requestBody"));
        operation
                .node()
                .required("responses")
                .properties()
                .forEach(response -> addJson(bodies, operation, response.getKey(), resolved(response.getValue())));
        return bodies;
    }

    private void addJson(List<Body> bodies, Operation operation, String status, JsonNode body) {
        body.path("content").properties().forEach(content -> {
            if (JSON_TYPES.contains(content.getKey())) {
                List<JsonNode> examples = new ArrayList<>();
                content.getValue()
                        .path("examples")
                        .forEach(example -> examples.add(resolved(example).required("value")));
                bodies.add(new Body(operation, status, content.getValue().required("schema"), examples));
            }
        });
    }

    /// The target of a `$ref`; any other node unchanged.
    public JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? root.at(node.required("$ref").asText().substring(1)) : node;
    }

    /// The violations of the schema by the value.
    public Set<ValidationMessage> problems(JsonNode schema, JsonNode value) {
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        whole.setAll((ObjectNode) schema);
        whole.set("components", root.required("components"));
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(whole)
                .validate(value);
    }
}
