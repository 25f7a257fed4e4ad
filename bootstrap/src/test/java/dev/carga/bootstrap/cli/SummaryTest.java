package dev.carga.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.bootstrap.cli.LoadTarget.FailedPart;
import dev.carga.bootstrap.cli.LoadTarget.Progress;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTest {

    private static final FailedPart FAILED = new FailedPart(1, "duplicate key", 2L);

    private static Progress progress(int loaded, FailedPart... failed) {
        return new Progress(true, loaded + failed.length, loaded, Map.of(), List.of(), List.of(failed));
    }

    @Test
    void whatIsLoadedCanBeTakenBackAndWhatFailedTriedAgain() {
        assertThat(Summary.next(progress(1), "U", "--home .carga").lines())
                .containsExactly("  to take it back: carga undo --home .carga U");
        assertThat(Summary.next(progress(0, FAILED), "U", "").lines())
                .containsExactly("  to try the failed parts again: carga retry U");
        assertThat(Summary.next(progress(1, FAILED), "U", "").lines())
                .containsExactly("  to try the failed parts again: carga retry U", "  to take it back: carga undo U");
    }

    @Test
    void anUploadWithoutAnyPartIsNamedToo() {
        assertThat(Summary.next(progress(0), "U", "").lines()).containsExactly("  to take it back: carga undo U");
    }

    @Test
    void onlyTheFirstFailuresAreShown() {
        assertThat(Summary.failures(Collections.nCopies(13, FAILED)).lines())
                .hasSize(11)
                .startsWith("  part 1 failed at line 2: duplicate key")
                .endsWith("  and 3 more failed parts");
    }
}
