package dev.carga.bootstrap.scaling;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// The schemas of Kubernetes' own kinds, in the classes that the Kubernetes project generates from its published
/// OpenAPI. Custom resources are not included: docker/kubernetes/check.sh checks them.
final class KubernetesSchemas {

    private static final Map<String, Class<?>> KINDS = Map.of(
            "v1/ConfigMap", V1ConfigMap.class,
            "v1/Namespace", V1Namespace.class,
            "v1/Service", V1Service.class,
            "v1/ServiceAccount", V1ServiceAccount.class,
            "apps/v1/Deployment", V1Deployment.class,
            "batch/v1/Job", V1Job.class,
            "networking.k8s.io/v1/Ingress", V1Ingress.class,
            "networking.k8s.io/v1/NetworkPolicy", V1NetworkPolicy.class,
            "policy/v1/PodDisruptionBudget", V1PodDisruptionBudget.class);

    private KubernetesSchemas() {}

    static boolean knows(JsonNode manifest) {
        return KINDS.containsKey(name(manifest));
    }

    private static String name(JsonNode manifest) {
        return manifest.path("apiVersion").asText() + "/"
                + manifest.path("kind").asText();
    }

    /// Why the manifest violates its schema, or empty if it is valid. The generated classes detect unknown and
    /// missing fields themselves, but not a value of a wrong type: such a value changes when it is read and
    /// written again.
    static Optional<String> violation(JsonNode manifest) {
        Class<?> kind = KINDS.get(name(manifest));
        if (kind == null) {
            return Optional.of("unknown kind " + name(manifest));
        }
        JsonElement original = JsonParser.parseString(manifest.toString());
        try {
            kind.getMethod("validateJsonElement", JsonElement.class).invoke(null, original);
            JsonElement rewritten =
                    JsonParser.parseString(JSON.serialize(JSON.getGson().fromJson(original, kind)));
            return contains(rewritten, original)
                    ? Optional.empty()
                    : Optional.of("read as " + rewritten + " instead of " + original);
        } catch (ReflectiveOperationException e) {
            return Optional.of(String.valueOf(e.getCause()));
        } catch (RuntimeException e) {
            return Optional.of(String.valueOf(e));
        }
    }

    /// Whether the rewritten JSON has everything of the original. It may have more: empty fields.
    private static boolean contains(JsonElement rewritten, JsonElement original) {
        if (original instanceof JsonObject object) {
            return rewritten instanceof JsonObject other
                    && object.entrySet().stream()
                            .allMatch(field ->
                                    other.has(field.getKey()) && contains(other.get(field.getKey()), field.getValue()));
        }
        if (original instanceof JsonArray array) {
            return rewritten instanceof JsonArray other
                    && array.size() == other.size()
                    && IntStream.range(0, array.size()).allMatch(i -> contains(other.get(i), array.get(i)));
        }
        return rewritten.equals(original);
    }
}
