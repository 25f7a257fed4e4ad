package dev.carga.domain.purchase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CountersTest {

    @Test
    void countersOfABuilderAddUp() {
        Counters.Builder counts = new Counters.Builder();
        counts.added();
        counts.added();
        counts.flawed(Flaw.INVALID_DATE);
        for (Rejection reason : Rejection.values()) {
            counts.rejected(reason);
        }

        Counters counters = counts.build();

        assertThat(counters.of(Counter.TOTAL_ROWS)).isEqualTo(2 + Rejection.values().length);
        assertThat(counters.of(Counter.TOTAL_ADDED)).isEqualTo(2);
        assertThat(counters.of(Counter.TOTAL_REJECTED)).isEqualTo(Rejection.values().length);
        assertThat(counters.of(Counter.NUL_BYTE)).isEqualTo(1);
        assertThat(counters.of(Counter.INVALID_DATE)).isEqualTo(1);
        assertThat(counters).isEqualTo(Counters.of(counters.asMap()));
    }

    @Test
    void builderKeepsCountingWithoutChangingEarlierCounters() {
        Counters.Builder counts = new Counters.Builder();
        counts.added();
        Counters before = counts.build();
        counts.added();

        assertThat(before.of(Counter.TOTAL_ROWS)).isEqualTo(1);
        assertThat(counts.build().of(Counter.TOTAL_ROWS)).isEqualTo(2);
    }

    @Test
    void everyRejectionAndEveryFlawHasADifferentCounter() {
        assertThat(Arrays.stream(Rejection.values()).map(Rejection::counter)).doesNotHaveDuplicates();
        assertThat(Arrays.stream(Flaw.values()).map(Flaw::counter)).doesNotHaveDuplicates();
        assertThat(Arrays.stream(Counter.values()).map(Counter::key)).doesNotHaveDuplicates();
    }

    @Test
    void sumsOfCountersAddUp() {
        Counters updated =
                Counters.of(Map.of(Counter.TOTAL_ROWS, 3L, Counter.TOTAL_UPDATED, 2L, Counter.DUPLICATES, 1L));
        Counters rejected =
                Counters.of(Map.of(Counter.TOTAL_ROWS, 4L, Counter.TOTAL_REJECTED, 4L, Counter.WRONG_COLUMNS, 4L));

        Counters sum = updated.plus(rejected).plus(Counters.NONE);

        assertThat(sum.of(Counter.TOTAL_ROWS)).isEqualTo(7);
        assertThat(sum).isEqualTo(Counters.of(sum.asMap())).hasSameHashCodeAs(Counters.of(sum.asMap()));
        assertThat(updated.of(Counter.TOTAL_ROWS)).isEqualTo(3);
    }

    @Test
    void rowsThatWereNotAddedAreMovedToAnotherCounter() {
        Counters added = Counters.of(Map.of(
                Counter.TOTAL_ROWS, 5L, Counter.TOTAL_ADDED, 4L, Counter.TOTAL_REJECTED, 1L, Counter.NUL_BYTE, 1L));

        Counters moved = added.insteadOfAdded(Counter.TOTAL_UPDATED, 1).insteadOfAdded(Counter.DUPLICATES, 2);

        assertThat(moved)
                .isEqualTo(Counters.of(Map.of(
                        Counter.TOTAL_ROWS, 5L,
                        Counter.TOTAL_ADDED, 1L,
                        Counter.TOTAL_UPDATED, 1L,
                        Counter.DUPLICATES, 2L,
                        Counter.TOTAL_REJECTED, 1L,
                        Counter.NUL_BYTE, 1L)));
        assertThat(added.of(Counter.TOTAL_ADDED)).isEqualTo(4);
        assertThat(added.insteadOfAdded(Counter.DUPLICATES, 0)).isEqualTo(added);
    }

    @Test
    void movingMoreRowsThanWereAddedOrToRejectedIsRefused() {
        Counters added = Counters.of(Map.of(Counter.TOTAL_ROWS, 1L, Counter.TOTAL_ADDED, 1L));
        assertThatIllegalArgumentException().isThrownBy(() -> added.insteadOfAdded(Counter.DUPLICATES, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> added.insteadOfAdded(Counter.DUPLICATES, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> added.insteadOfAdded(Counter.TOTAL_REJECTED, 1));
    }

    @Test
    void countersThatDoNotAddUpAreRefused() {
        refuses(Map.of(Counter.TOTAL_ROWS, 1L));
        refuses(Map.of(Counter.TOTAL_ADDED, 1L));
        refuses(Map.of(Counter.TOTAL_ROWS, 2L, Counter.TOTAL_ADDED, 1L));
        refuses(Map.of(Counter.TOTAL_ROWS, 1L, Counter.TOTAL_REJECTED, 1L));
        refuses(Map.of(Counter.TOTAL_ROWS, 1L, Counter.WRONG_COLUMNS, 1L));
        refuses(Map.of(Counter.TOTAL_ROWS, 1L, Counter.TOTAL_ADDED, 2L, Counter.DUPLICATES, -1L));
        refuses(Map.of(Counter.INVALID_CPF, -1L));
    }

    private static void refuses(Map<Counter, Long> counts) {
        assertThatIllegalArgumentException().isThrownBy(() -> Counters.of(counts));
    }
}
