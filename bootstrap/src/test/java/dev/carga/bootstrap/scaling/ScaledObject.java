package dev.carga.bootstrap.scaling;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.List;

/// The specification of KEDA's ScaledObject, with the fields that Carga's manifest uses. Other fields and missing
/// fields are errors.
record ScaledObject(
        Target scaleTargetRef,
        int minReplicaCount,
        int maxReplicaCount,
        int pollingInterval,
        int cooldownPeriod,
        Fallback fallback,
        Advanced advanced,
        List<Trigger> triggers) {

    private static final ObjectMapper STRICT = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

    record Target(String name) {}

    record Fallback(int failureThreshold, int replicas, String behavior) {}

    record Advanced(HorizontalPodAutoscaler horizontalPodAutoscalerConfig) {}

    record HorizontalPodAutoscaler(Behavior behavior) {}

    record Behavior(Direction scaleUp, Direction scaleDown) {}

    record Direction(int stabilizationWindowSeconds, List<Policy> policies) {}

    record Policy(Type type, int value, int periodSeconds) {

        enum Type {
            Pods,
            Percent
        }
    }

    record Trigger(String type, String metricType, Authentication authenticationRef, Metadata metadata) {}

    record Authentication(String name) {}

    record Metadata(String sslmode, String targetQueryValue, String query) {}

    static ScaledObject ofCarga() {
        return of(Manifests.one("ScaledObject", "carga-worker").content().path("spec"));
    }

    static ScaledObject of(JsonNode specification) {
        try {
            return STRICT.treeToValue(specification, ScaledObject.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    String query() {
        return triggers.getFirst().metadata().query();
    }

    double target() {
        return Double.parseDouble(triggers.getFirst().metadata().targetQueryValue());
    }

    Direction up() {
        return advanced.horizontalPodAutoscalerConfig().behavior().scaleUp();
    }

    Direction down() {
        return advanced.horizontalPodAutoscalerConfig().behavior().scaleDown();
    }

    ScaledObject withMinReplicaCount(int min) {
        return new ScaledObject(
                scaleTargetRef, min, maxReplicaCount, pollingInterval, cooldownPeriod, fallback, advanced, triggers);
    }
}
