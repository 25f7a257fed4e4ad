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

/// One counter for each of a few kinds, under one name. All are there from the start, at zero: what first appears
/// when it has happened is no rise to whoever reads it.
final class CountersByKind<K> {

    private final Map<K, Counter> counters = new HashMap<>();

    /// @param label whose value tells the kinds apart
    /// @param words of the kinds, for the label
    CountersByKind(MeterRegistry registry, String name, String what, String label, Map<K, String> words) {
        words.forEach((kind, word) -> counters.put(
                kind, Counter.builder(name).description(what).tag(label, word).register(registry)));
    }

    /// The words of all kinds there are.
    static <K extends Enum<K>> Map<K, String> words(Class<K> kinds, Function<K, String> word) {
        Map<K, String> words = new EnumMap<>(kinds);
        for (K kind : EnumSet.allOf(kinds)) {
            words.put(kind, word.apply(kind));
        }
        return words;
    }

    void add(K kind, long count) {
        Objects.requireNonNull(counters.get(kind)).increment((double) count);
    }

    Set<K> kinds() {
        return counters.keySet();
    }
}
