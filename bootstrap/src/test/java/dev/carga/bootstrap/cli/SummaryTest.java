package dev.carga.bootstrap.cli;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.bootstrap.cli.LoadTarget.FailedPart;
import dev.carga.bootstrap.cli.LoadTarget.Progress;
import dev.carga.domain.purchase.Counter;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SummaryTest {

    private static final FailedPart FAILED = new FailedPart(1, "duplicate key", 2L);

    private static Progress progress(int loaded, FailedPart... failed) {
        Map<String, Long> counters = Map.of("total_rows", 2L * loaded, "total_added", 2L * loaded);
        return new Progress(true, loaded + failed.length, loaded, counters, List.of(), List.of(failed));
    }

    @Test
    void whatIsLoadedCanBeTakenBackAndWhatFailedTriedAgain() {
        assertThat(Summary.next(progress(1), "U", "--home .carga").lines())
                .containsExactly("  to take it back: carga undo --home .carga U");
        assertThat(Summary.next(progress(0, FAILED), "U", "").lines())
                .containsExactly("  to try the failed parts again: carga retry --on-duplicate skip U");
        assertThat(Summary.next(progress(1, FAILED), "U", "").lines())
                .containsExactly(
                        "  to try the failed parts again: carga retry --on-duplicate skip U",
                        "  to take it back: carga undo U");
    }

    @Test
    void partsThatFailedForAnotherReasonAreTriedAsTheyWere() {
        FailedPart unreadable = new FailedPart(2, "the part cannot be read", null);
        assertThat(Summary.next(progress(0, FAILED, unreadable), "U", "").lines())
                .containsExactly("  to try the failed parts again: carga retry U");
    }

    @Test
    void whatGaveNoRowIsNoSuccessAndHasNothingToTakeBack() {
        Progress rejected =
                new Progress(true, 1, 1, Map.of("total_rows", 2L, "total_rejected", 2L), List.of(), List.of());
        for (Progress progress : List.of(progress(0), rejected)) {
            assertThat(progress.gaveNoRow()).isTrue();
            assertThat(Summary.next(progress, "U", "").lines()).isEmpty();
        }
        for (String counter : List.of("total_added", "total_updated", "duplicate_count")) {
            assertThat(new Progress(true, 1, 1, Map.of(counter, 1L), List.of(), List.of()).gaveNoRow())
                    .isFalse();
        }
        assertThat(progress(0, FAILED).gaveNoRow()).isFalse();
        assertThat(new Progress(false, 1, 0, Map.of(), List.of(), List.of()).gaveNoRow())
                .isFalse();
    }

    @Test
    void everyCounterIsSaidInWords() {
        Map<String, Long> counters = Stream.of(Counter.values()).collect(toMap(Counter::key, _ -> 1L));
        assertThat(Summary.counters(counters, List.of()).lines())
                .hasSize(counters.size())
                .allMatch(line -> line.matches(" +\\S.* +1  [a-z_]+"));
    }

    @Test
    void onlyTheFirstFailuresAreShown() {
        assertThat(Summary.failures(Collections.nCopies(13, FAILED)).lines())
                .hasSize(11)
                .startsWith("  part 1 failed at line 2: duplicate key")
                .endsWith("  and 3 more failed parts");
    }
}
