package dev.carga.bootstrap.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/// One counter for each of a few kinds, under one name. All exist from the start, at zero: Prometheus sees no
/// increase in a series that first appears with its first event.
final class CountersByKind<K> {

    private final Map<K, Counter> counters = new HashMap<>();

    /// @param label  whose value distinguishes the kinds
    /// @param values of the label, by kind
    CountersByKind(MeterRegistry registry, String name, String description, String label, Map<K, String> values) {
        values.forEach((kind, value) -> counters.put(
                kind,
                Counter.builder(name).description(description).tag(label, value).register(registry)));
    }

    /// The label values of all constants of an enum.
    static <K extends Enum<K>> Map<K, String> labels(Class<K> kinds, Function<K, String> label) {
        Map<K, String> labels = new EnumMap<>(kinds);
        for (K kind : EnumSet.allOf(kinds)) {
            labels.put(kind, label.apply(kind));
        }
        return labels;
    }

    void add(K kind, long count) {
        Objects.requireNonNull(counters.get(kind)).increment((double) count);
    }

    Set<K> kinds() {
        return counters.keySet();
    }
}
