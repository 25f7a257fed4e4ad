package dev.carga.domain.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.domain.Nullable;
import dev.carga.domain.purchase.Counter;
import dev.carga.domain.purchase.Counters;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class UploadStateTest {

    /// Parts: received, queued, loaded, failed, cancelled, undone. Rows: added, updated, skipped as
    /// duplicates. In addition, one line of each loaded part is rejected.
    @ParameterizedTest
    @CsvSource(textBlock = """
            RECEIVING,   ,          0 0 0 0 0 0, 0 0 0, RECEIVING
            RECEIVING,   ,          0 0 5 0 0 0, 0 0 0, RECEIVING
            RECEIVING,   ,          0 0 5 0 0 0, 5 0 0, RECEIVING
            RECEIVING,   ,          1 2 3 4 0 0, 5 0 0, RECEIVING
            RECEIVED,    ,          0 0 0 0 0 0, 0 0 0, FAILED
            RECEIVED,    ,          1 0 5 0 0 0, 5 0 0, LOADING
            RECEIVED,    ,          0 1 5 0 0 0, 0 0 0, LOADING
            RECEIVED,    ,          0 1 0 5 0 0, 0 0 0, LOADING
            RECEIVED,    ,          0 0 5 0 0 0, 5 0 0, COMPLETED
            RECEIVED,    ,          0 0 5 0 0 0, 1 0 0, COMPLETED
            RECEIVED,    ,          0 0 5 0 0 0, 0 1 0, COMPLETED
            RECEIVED,    ,          0 0 5 0 0 0, 0 0 1, COMPLETED
            RECEIVED,    ,          0 0 5 0 0 0, 0 0 0, FAILED
            RECEIVED,    ,          0 0 4 1 0 0, 5 0 0, PARTIALLY_FAILED
            RECEIVED,    ,          0 0 4 1 0 0, 0 0 0, PARTIALLY_FAILED
            RECEIVED,    ,          0 0 0 5 0 0, 0 0 0, FAILED
            INTERRUPTED, ,          0 0 0 0 0 0, 0 0 0, INTERRUPTED
            INTERRUPTED, ,          0 1 0 0 0 0, 0 0 0, LOADING
            INTERRUPTED, ,          0 0 3 1 0 0, 5 0 0, INTERRUPTED
            INTERRUPTED, ,          0 0 3 0 0 0, 0 0 0, INTERRUPTED
            RECEIVED,    CANCELLED, 0 1 3 0 2 0, 5 0 0, CANCELLING
            RECEIVED,    CANCELLED, 0 0 3 0 2 0, 5 0 0, CANCELLED
            RECEIVED,    CANCELLED, 0 0 3 0 2 0, 0 0 0, CANCELLED
            INTERRUPTED, CANCELLED, 0 0 3 0 2 0, 5 0 0, CANCELLED
            INTERRUPTED, CANCELLED, 0 0 0 0 0 0, 0 0 0, CANCELLED
            RECEIVED,    CANCELLED, 0 0 3 0 0 0, 5 0 0, COMPLETED
            RECEIVED,    CANCELLED, 0 0 3 0 0 0, 0 0 0, FAILED
            RECEIVED,    CANCELLED, 0 0 3 1 0 0, 5 0 0, PARTIALLY_FAILED
            RECEIVED,    UNDONE,    0 1 3 0 2 0, 5 0 0, UNDOING
            RECEIVED,    UNDONE,    0 0 3 0 2 0, 5 0 0, UNDOING
            RECEIVED,    UNDONE,    0 0 0 1 2 3, 0 0 0, UNDONE
            RECEIVED,    UNDONE,    0 0 0 0 0 0, 0 0 0, UNDONE
            INTERRUPTED, UNDONE,    0 0 0 0 0 0, 0 0 0, UNDONE
            """)
    void stateFollowsFromFileWithdrawalPartsAndRows(
            ReceptionState file, @Nullable Withdrawal withdrawal, String parts, String rows, UploadState expected) {
        int[] counts = numbers(parts);
        PartCounts partCounts = new PartCounts(counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]);

        assertThat(UploadState.of(file, withdrawal, partCounts, counters(partCounts.loaded(), numbers(rows))))
                .isEqualTo(expected);
    }

    private static int[] numbers(String text) {
        return Stream.of(text.split(" ", -1)).mapToInt(Integer::parseInt).toArray();
    }

    private static Counters counters(long rejected, int[] rows) {
        return Counters.of(Map.of(
                Counter.TOTAL_ROWS,
                rejected + rows[0] + rows[1] + rows[2],
                Counter.TOTAL_ADDED,
                (long) rows[0],
                Counter.TOTAL_UPDATED,
                (long) rows[1],
                Counter.DUPLICATES,
                (long) rows[2],
                Counter.TOTAL_REJECTED,
                rejected,
                Counter.WRONG_COLUMNS,
                rejected));
    }

    @ParameterizedTest
    @EnumSource(UploadState.class)
    void stateIsParsedFromItsKeyAndItsName(UploadState state) {
        assertThat(UploadState.parse(state.key())).contains(state);
        assertThat(UploadState.parse(state.name())).contains(state);
    }

    @Test
    void otherTextIsNotAStateOrAWithdrawal() {
        assertThat(UploadState.parse("done")).isEmpty();
        assertThat(Withdrawal.parse("done")).isEmpty();
    }

    @Test
    void everyStateOfAPartIsCountedOnceInADifferentField() {
        PartFailure failure = PartFailure.givenUp(5);
        Set<PartCounts> seen = new HashSet<>();
        PartCounts all = PartCounts.NONE;
        for (PartState state : List.of(
                new PartState.Received(),
                new PartState.Queued(),
                new PartState.Loaded(Counters.NONE, List.of()),
                new PartState.Failed(failure),
                new PartState.Cancelled(),
                new PartState.Undone())) {
            PartCounts one = PartCounts.NONE.plus(state);
            assertThat(one.total()).isEqualTo(1);
            assertThat(one.pending()).isEqualTo(state.isSettled() ? 0 : 1);
            assertThat(seen.add(one)).isTrue();
            all = all.plus(state);
        }
        assertThat(all).isEqualTo(new PartCounts(1, 1, 1, 1, 1, 1));
    }
}
