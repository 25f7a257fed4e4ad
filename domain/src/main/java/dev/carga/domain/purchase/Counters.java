package dev.carga.domain.purchase;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/// The counters of a part, or the sum of those of several parts. Immutable, and always consistent:
/// `total_rows = total_added + total_updated + total_rejected + duplicate_count`, and `total_rejected` is the
/// sum of the counters of all [Rejection]s. Depending on the upload's [InvalidPolicy], lines with an invalid
/// CPF are either all included in `total_rejected` or all not.
public final class Counters {

    public static final Counters NONE = new Counters(new long[Counter.values().length]);

    private final long[] counts;

    private Counters(long[] counts) {
        this.counts = counts;
    }

    /// Creates counters from counts; a counter that is not in the map is 0.
    ///
    /// @throws IllegalArgumentException if a count is negative, or the counts are not consistent
    public static Counters of(Map<Counter, Long> counts) {
        long[] all = new long[Counter.values().length];
        counts.forEach((counter, count) -> all[counter.ordinal()] = count);
        return checked(all);
    }

    public long of(Counter counter) {
        return counts[counter.ordinal()];
    }

    public Counters plus(Counters other) {
        long[] sum = counts.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += other.counts[i];
        }
        return new Counters(sum);
    }

    /// Moves rows from [Counter#TOTAL_ADDED] to another counter.
    ///
    /// @param counter [Counter#TOTAL_UPDATED] or [Counter#DUPLICATES]
    /// @throws IllegalArgumentException if fewer rows were added, or the result is not consistent
    public Counters insteadOfAdded(Counter counter, long rows) {
        long[] moved = counts.clone();
        moved[Counter.TOTAL_ADDED.ordinal()] -= rows;
        moved[counter.ordinal()] += rows;
        return checked(moved);
    }

    /// The number of lines that gave a row, or that were duplicates of one.
    public long accepted() {
        return of(Counter.TOTAL_ADDED) + of(Counter.TOTAL_UPDATED) + of(Counter.DUPLICATES);
    }

    public Map<Counter, Long> asMap() {
        Map<Counter, Long> map = new EnumMap<>(Counter.class);
        for (Counter counter : Counter.values()) {
            map.put(counter, of(counter));
        }
        return map;
    }

    private static Counters checked(long[] counts) {
        Counters counters = new Counters(counts);
        for (long count : counts) {
            if (count < 0) {
                throw new IllegalArgumentException("A count is negative: " + counters);
            }
        }
        long rejected = 0;
        for (Rejection rejection : Rejection.values()) {
            rejected += counters.of(rejection.counter());
        }
        long totalRejected = counters.of(Counter.TOTAL_REJECTED);
        long withoutInvalid = rejected - counters.of(Counter.INVALID_CPF);
        boolean rejectedAddUp = totalRejected == rejected || totalRejected == withoutInvalid;
        if (!rejectedAddUp || counters.accepted() + totalRejected != counters.of(Counter.TOTAL_ROWS)) {
            throw new IllegalArgumentException("The counters do not add up: " + counters);
        }
        return counters;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Counters counters && Arrays.equals(counters.counts, counts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return asMap().toString();
    }

    /// Counts the lines of one part. Not thread-safe.
    public static final class Builder {

        private final long[] counts = new long[Counter.values().length];

        public void added() {
            add(Counter.TOTAL_ROWS);
            add(Counter.TOTAL_ADDED);
        }

        public void rejected(Rejection reason) {
            add(Counter.TOTAL_ROWS);
            add(Counter.TOTAL_REJECTED);
            add(reason.counter());
        }

        public void flawed(Flaw flaw) {
            add(flaw.counter());
        }

        /// Counts a row with at least one flaw, in addition to [#added()] and [#flawed(Flaw)].
        public void flawedRow() {
            add(Counter.TOTAL_FLAWED);
        }

        public void restored(int values) {
            counts[Counter.RESTORED_VALUES.ordinal()] += values;
        }

        public void repeatedHeader() {
            add(Counter.REPEATED_HEADERS);
        }

        /// The counters so far; later calls do not change them.
        public Counters build() {
            return checked(counts.clone());
        }

        private void add(Counter counter) {
            counts[counter.ordinal()]++;
        }
    }
}
