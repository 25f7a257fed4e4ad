package dev.carga.domain.purchase;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/// What became of the lines of a part, or of several parts together. Immutable, and it always adds up:
/// `total_rows = total_added + total_updated + total_rejected + duplicate_count`, and
/// `total_rejected` is the sum of the classes of [Rejection]. Lines with an invalid CPF are one of them or
/// none, as the upload's [InvalidPolicy] says, and all alike.
public final class Counters {

    public static final Counters NONE = new Counters(new long[Counter.values().length]);

    private final long[] counts;

    private Counters(long[] counts) {
        this.counts = counts;
    }

    /// The counters with these counts; what is not named counts 0.
    ///
    /// @throws IllegalArgumentException if a count is negative or they do not add up
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

    /// The same with this many rows counted there instead of as added.
    ///
    /// @param counter [Counter#TOTAL_UPDATED] or [Counter#DUPLICATES]
    /// @throws IllegalArgumentException if so many were not added, or what comes of it does not add up
    public Counters insteadOfAdded(Counter counter, long rows) {
        long[] moved = counts.clone();
        moved[Counter.TOTAL_ADDED.ordinal()] -= rows;
        moved[counter.ordinal()] += rows;
        return checked(moved);
    }

    /// How many lines gave a row, or would have but for one with their CPF that was there already.
    public long taken() {
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
        long settled = counters.taken() + counters.of(Counter.TOTAL_REJECTED);
        long withoutInvalid = rejected - counters.of(Counter.INVALID_CPF);
        long told = counters.of(Counter.TOTAL_REJECTED);
        if ((told != rejected && told != withoutInvalid) || settled != counters.of(Counter.TOTAL_ROWS)) {
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

    /// Counts line by line. Not thread-safe: one part, one thread.
    public static final class Tally {

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

        /// The row that was just counted has a flaw, or several.
        public void flawedRow() {
            add(Counter.TOTAL_FLAWED);
        }

        public void restored(int values) {
            counts[Counter.RESTORED_VALUES.ordinal()] += values;
        }

        public void repeatedHeader() {
            add(Counter.REPEATED_HEADERS);
        }

        public Counters toCounters() {
            return checked(counts.clone());
        }

        private void add(Counter counter) {
            counts[counter.ordinal()]++;
        }
    }
}
