package dev.carga.domain;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Runs a property over many random cases. Every run takes other seeds, so that they look at more and more; a failure
/// names the seed of its case, and `-Dcarga.seed=…` starts from that very case.
public final class SeededCases {

    private static final String SEED = "carga.seed";

    /// What has to hold, whatever the generator makes.
    @FunctionalInterface
    public interface Property {
        void check(RandomGenerator random);
    }

    private SeededCases() {}

    /// Checks the property case by case.
    ///
    /// @throws AssertionError naming the seed of the first case in which the property does not hold
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

    /// One of these, each as likely.
    @SafeVarargs
    public static <T> T oneOf(RandomGenerator random, T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
