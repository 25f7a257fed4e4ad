package dev.carga.bootstrap.sample;

/// SplitMix64, implemented here because the JDK does not promise the same numbers in its next version, and a seed
/// must always give the same file. Not thread-safe.
final class SampleRandom {

    private long state;

    SampleRandom(long seed) {
        state = seed;
    }

    private long next() {
        state += 0x9E3779B97F4A7C15L;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /// A number from 0 to `bound` - 1. The distribution is uneven by at most one in 2³².
    int below(int bound) {
        return (int) (((next() >>> 32) * bound) >>> 32);
    }

    boolean oneIn(int count) {
        return below(count) == 0;
    }
}
