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

/// Kubernetes' own kinds, as its published OpenAPI has them, in the classes that the project makes of it. Those of
/// others are not among them: for them there is docker/kubernetes/check.sh.
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

    /// What is wrong with it. An unknown field and a missing one are found by the classes' own check. A value of
    /// another type is not: read as what it should be and written again, it is another.
    static Optional<String> complaint(JsonNode manifest) {
        Class<?> kind = KINDS.get(name(manifest));
        if (kind == null) {
            return Optional.of("unknown kind " + name(manifest));
        }
        JsonElement written = JsonParser.parseString(manifest.toString());
        try {
            kind.getMethod("validateJsonElement", JsonElement.class).invoke(null, written);
            JsonElement read =
                    JsonParser.parseString(JSON.serialize(JSON.getGson().fromJson(written, kind)));
            return holds(read, written)
                    ? Optional.empty()
                    : Optional.of("read as " + read + " where it is written " + written);
        } catch (ReflectiveOperationException e) {
            return Optional.of(String.valueOf(e.getCause()));
        } catch (RuntimeException e) {
            return Optional.of(String.valueOf(e));
        }
    }

    /// Whether all that was written was read. What was not is there, too, and empty.
    private static boolean holds(JsonElement read, JsonElement written) {
        if (written instanceof JsonObject object) {
            return read instanceof JsonObject other
                    && object.entrySet().stream()
                            .allMatch(field ->
                                    other.has(field.getKey()) && holds(other.get(field.getKey()), field.getValue()));
        }
        if (written instanceof JsonArray array) {
            return read instanceof JsonArray other
                    && array.size() == other.size()
                    && IntStream.range(0, array.size()).allMatch(i -> holds(other.get(i), array.get(i)));
        }
        return read.equals(written);
    }
}
