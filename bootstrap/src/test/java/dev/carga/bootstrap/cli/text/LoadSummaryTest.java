package dev.carga.bootstrap.cli.text;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.bootstrap.cli.client.FailedPart;
import dev.carga.bootstrap.cli.client.UploadProgress;
import dev.carga.domain.purchase.Counter;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LoadSummaryTest {

    private static final FailedPart FAILED = new FailedPart(1, "duplicate key", 2L);

    private static UploadProgress progress(int loaded, FailedPart... failed) {
        Map<String, Long> counters = Map.of("total_rows", 2L * loaded, "total_added", 2L * loaded);
        return new UploadProgress(true, loaded + failed.length, loaded, counters, List.of(), List.of(failed));
    }

    @Test
    void loadedPartsCanBeUndoneAndFailedPartsRetried() {
        assertThat(LoadSummary.nextSteps(progress(1), "U", "--home .carga").lines())
                .containsExactly("  to take it back: carga undo --home .carga U");
        assertThat(LoadSummary.nextSteps(progress(0, FAILED), "U", "").lines())
                .containsExactly("  to retry the failed parts: carga retry --on-duplicate skip U");
        assertThat(LoadSummary.nextSteps(progress(1, FAILED), "U", "").lines())
                .containsExactly(
                        "  to retry the failed parts: carga retry --on-duplicate skip U",
                        "  to take it back: carga undo U");
    }

    @Test
    void retryKeepsThePolicyIfAPartFailedForAnotherReason() {
        FailedPart unreadable = new FailedPart(2, "the part cannot be read", null);
        assertThat(LoadSummary.nextSteps(progress(0, FAILED, unreadable), "U", "")
                        .lines())
                .containsExactly("  to retry the failed parts: carga retry U");
    }

    @Test
    void uploadWithoutRowsHasNothingToUndo() {
        UploadProgress rejected =
                new UploadProgress(true, 1, 1, Map.of("total_rows", 2L, "total_rejected", 2L), List.of(), List.of());
        for (UploadProgress progress : List.of(progress(0), rejected)) {
            assertThat(progress.gaveNoRow()).isTrue();
            assertThat(LoadSummary.nextSteps(progress, "U", "").lines()).isEmpty();
        }
        for (String counter : List.of("total_added", "total_updated", "duplicate_count")) {
            assertThat(new UploadProgress(true, 1, 1, Map.of(counter, 1L), List.of(), List.of()).gaveNoRow())
                    .isFalse();
        }
        assertThat(progress(0, FAILED).gaveNoRow()).isFalse();
        assertThat(new UploadProgress(false, 1, 0, Map.of(), List.of(), List.of()).gaveNoRow())
                .isFalse();
    }

    @Test
    void everyCounterHasALabel() {
        Map<String, Long> counters = Stream.of(Counter.values()).collect(toMap(Counter::key, _ -> 1L));
        assertThat(LoadSummary.counters(counters, List.of()).lines())
                .hasSize(counters.size())
                .allMatch(line -> line.matches(" +\\S.* +1  [a-z_]+"));
    }

    @Test
    void onlyTheFirstFailuresArePrinted() {
        assertThat(LoadSummary.failures(Collections.nCopies(13, FAILED)).lines())
                .hasSize(11)
                .startsWith("  part 1 failed at line 2: duplicate key")
                .endsWith("  and 3 more failed parts");
    }
}
