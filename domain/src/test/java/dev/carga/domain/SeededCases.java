package dev.carga.domain;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Checks a property with many random cases. Every run uses other seeds, so that coverage grows over time. A
/// failure reports the seed of its case, and `-Dcarga.seed=…` starts from that case.
public final class SeededCases {

    private static final String SEED = "carga.seed";

    /// A property that must hold for every case.
    @FunctionalInterface
    public interface Property {
        void check(RandomGenerator random);
    }

    private SeededCases() {}

    /// Checks the property for each case.
    ///
    /// @throws AssertionError with the seed of the first case for which the property does not hold
    public static void forAll(int cases, Property property) {
        long first = Long.getLong(SEED, System.nanoTime());
        for (long seed = first; seed < first + cases; seed++) {
            try {
                property.check(RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
            } catch (RuntimeException | Error e) {
                throw new AssertionError(
                        "Case " + (seed - first) + " fails; repeat it with -D" + SEED + "=" + seed + ": "
                                + e.getMessage(),
                        e);
            }
        }
    }

    /// One of these, with equal probability.
    @SafeVarargs
    public static <T> T oneOf(RandomGenerator random, T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
