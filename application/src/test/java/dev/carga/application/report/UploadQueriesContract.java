package dev.carga.application.report;

import static dev.carga.application.Stores.READING;
import static dev.carga.application.Stores.line;
import static dev.carga.application.Stores.part;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.application.Stores;
import dev.carga.application.receive.Openings;
import dev.carga.application.report.LegacyStatusView.PartReport;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.LayoutOptions;
import dev.carga.domain.purchase.Counter;
import dev.carga.domain.purchase.Counters;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.LegacyStatus;
import dev.carga.domain.upload.PartCounts;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.PartState;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.UploadState;
import dev.carga.domain.upload.Withdrawal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// What every [UploadQueries] does, apart from corrections: see [CorrectionsContract].
public interface UploadQueriesContract {

    String SHA_256 = "0123456789abcdef".repeat(4);

    Stores stores();

    private UploadView summary(UploadId upload) {
        return stores().queries().summary(upload).orElseThrow();
    }

    private List<UploadId> newest(@Nullable UploadId before, int limit) {
        return stores().queries().newest(before, limit).stream()
                .map(UploadView::id)
                .toList();
    }

    @Test
    default void unknownUploadHasNoSummary() {
        assertThat(stores().queries().summary(UploadId.random())).isEmpty();
    }

    @Test
    default void viewOfOpenedUploadIsReceivingWithoutParts() {
        UploadId upload = stores().upload(DuplicatePolicy.UPDATE);
        UploadView summary = summary(upload);
        assertThat(summary.name()).isEqualTo("base_teste.txt");
        assertThat(summary.onDuplicate()).isEqualTo(DuplicatePolicy.UPDATE);
        assertThat(summary.state()).isEqualTo(UploadState.RECEIVING);
        assertThat(summary.content())
                .isEqualTo(new UploadView.Content(null, null, Openings.BLANK_ALIGNED, LayoutOptions.NONE));
        assertThat(summary.parts()).isEqualTo(PartCounts.NONE);
        assertThat(summary.counters()).isEqualTo(Counters.NONE);
        assertThat(summary.lines()).isEqualTo(new UploadView.Lines(0, 0));
        assertThat(summary.times().received()).isNull();
        assertThat(summary.times().settled()).isNull();
        assertThat(Duration.between(summary.times().opened(), Instant.now()).abs())
                .isLessThan(Duration.ofMinutes(1));
    }

    @Test
    default void summaryCountsPartsLinesAndCounters() {
        UploadId upload = stores().queued(
                        part(1, 1, line("041.091.641-25"), "few"),
                        part(2, 3, line("732.112.549-90"), line("191"), line("272")),
                        part(3, 6, line("353"), line("353")),
                        part(4, 8, line("434")));
        stores().uploads().close(upload, ReceptionState.RECEIVED, 300, SHA_256);
        for (int number = 1; number <= 3; number++) {
            stores().loader().load(new PartRef(upload, number), READING);
        }

        UploadView summary = summary(upload);

        assertThat(summary.state()).isEqualTo(UploadState.LOADING);
        assertThat(summary.content())
                .isEqualTo(new UploadView.Content(300L, SHA_256, Openings.BLANK_ALIGNED, LayoutOptions.NONE));
        assertThat(summary.parts()).isEqualTo(new PartCounts(0, 1, 2, 1, 0, 0));
        assertThat(summary.lines()).isEqualTo(new UploadView.Lines(8, 7));
        assertThat(summary.counters().of(Counter.TOTAL_ROWS)).isEqualTo(5);
        assertThat(summary.counters().of(Counter.TOTAL_ADDED)).isEqualTo(4);
        assertThat(summary.counters().of(Counter.WRONG_COLUMNS)).isEqualTo(1);
        assertThat(summary.times().received()).isNotNull();
        assertThat(summary.times().settled()).isNotNull();
    }

    /// A header alone and rejected lines alone give no row; skipped duplicates do not count as a failure.
    @Test
    default void uploadWithoutAnyRowHasFailed() {
        UploadId empty = stores().upload();
        UploadId rejected = stores().queued(part(1, 1, "few"), part(2, 2, "few"));
        UploadId first = stores().queued(part(1, 1, line("191")));
        UploadId again = stores().queued(DuplicatePolicy.SKIP, part(1, 1, line("191")));
        List<UploadId> all = List.of(empty, rejected, first, again);
        for (UploadId upload : all) {
            stores().uploads().close(upload, ReceptionState.RECEIVED, 300, SHA_256);
            for (int number = 1; number <= summary(upload).parts().total(); number++) {
                assertThat(summary(upload).state()).isEqualTo(UploadState.LOADING);
                assertThat(summary(upload).reason()).isNull();
                stores().loader().load(new PartRef(upload, number), READING);
            }
        }

        assertThat(all)
                .extracting(upload -> summary(upload).state())
                .containsExactly(UploadState.FAILED, UploadState.FAILED, UploadState.COMPLETED, UploadState.COMPLETED);
        assertThat(all)
                .extracting(upload -> summary(upload).reason())
                .containsExactly(UploadView.NO_ROWS, UploadView.NO_ROWS, null, null);
        stores().control().withdraw(rejected, Withdrawal.UNDONE);
        Stores.finish(stores().control(), rejected);
        assertThat(summary(rejected).state()).isEqualTo(UploadState.UNDONE);
        assertThat(summary(rejected).reason()).isNull();
    }

    @Test
    default void uploadWhosePartsFailedHasNoReason() {
        UploadId upload = stores().queued(part(1, 1, line("191"), line("191")));
        stores().uploads().close(upload, ReceptionState.RECEIVED, 300, SHA_256);
        stores().loader().load(new PartRef(upload, 1), READING);

        assertThat(summary(upload).state()).isEqualTo(UploadState.FAILED);
        assertThat(summary(upload).reason()).isNull();
    }

    @Test
    default void undoneUploadShowsRemovedRowsAndNoCounters() {
        UploadId upload = stores().queued(part(1, 1, line("041.091.641-25")));
        stores().loader().load(new PartRef(upload, 1), READING);
        stores().control().withdraw(upload, Withdrawal.UNDONE);
        Stores.finish(stores().control(), upload);

        UploadView summary = summary(upload);

        assertThat(summary.state()).isEqualTo(UploadState.UNDONE);
        assertThat(summary.withdrawal()).isEqualTo(Withdrawal.UNDONE);
        assertThat(summary.times().withdrawn()).isNotNull();
        assertThat(summary.removal()).isEqualTo(new UploadView.Removal(1, 0, 0));
        assertThat(summary.counters()).isEqualTo(Counters.NONE);
        assertThat(summary.parts()).isEqualTo(new PartCounts(0, 0, 0, 0, 0, 1));
    }

    @Test
    default void newestUploadComesFirstAndEachPageContinuesTheLast() {
        List<UploadId> opened = List.of(stores().upload(), stores().upload(part(1, 1, line("191"))), stores().upload());

        assertThat(newest(null, 10)).containsExactlyElementsOf(opened.reversed());
        assertThat(newest(null, 2)).containsExactly(opened.get(2), opened.get(1));
        assertThat(newest(opened.get(1), 2)).containsExactly(opened.get(0));
        assertThat(newest(opened.get(0), 2)).isEmpty();
        assertThat(stores().queries().newest(opened.get(2), 1))
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("times.seen")
                .containsExactly(summary(opened.get(1)));
    }

    @Test
    default void unknownUploadHasNoLegacyStatus() {
        assertThat(stores().queries().legacyStatus(UploadId.random())).isEmpty();
    }

    @Test
    default void legacyStatusListsPartsInFileOrderWithTheirStates() {
        UploadId upload = stores().upload(
                        part(10, 30, line("c1")),
                        part(2, 20, line("b1")),
                        part(1, 10, line("a1"), "few"),
                        part(11, 40, line("d1")));
        stores().backlog().queueNext(upload, 3);
        stores().loader().load(new PartRef(upload, 1), READING);

        LegacyStatusView view = stores().queries().legacyStatus(upload).orElseThrow();

        assertThat(view.parts()).extracting(PartReport::number).containsExactly(1, 2, 10, 11);
        assertThat(view.parts().get(0).state()).isInstanceOf(PartState.Loaded.class);
        assertThat(view.parts().get(1).state()).isEqualTo(new PartState.Queued());
        assertThat(view.parts().get(3).state()).isEqualTo(new PartState.Received());
        assertThat(view.counters().of(Counter.TOTAL_ROWS)).isEqualTo(2);
    }

    @Test
    default void legacyStatusListsFirstHundredDuplicateLinesOfLoadedPart() {
        String[] lines = new String[250];
        Arrays.fill(lines, line("a1"));
        UploadId upload = stores().queued(DuplicatePolicy.SKIP, part(1, 11, lines));
        stores().loader().load(new PartRef(upload, 1), READING);

        LegacyStatusView view = stores().queries().legacyStatus(upload).orElseThrow();

        assertThat(view.onDuplicate()).isEqualTo(DuplicatePolicy.SKIP);
        assertThat(view.counters().of(Counter.DUPLICATES)).isEqualTo(249);
        assertThat(view.parts().getFirst().state())
                .isInstanceOfSatisfying(
                        PartState.Loaded.class,
                        loaded -> assertThat(loaded.duplicateLines())
                                .containsExactlyElementsOf(
                                        LongStream.range(12, 112).boxed().toList()));
    }

    @Test
    default void legacyStatusFollowsFileAndParts() {
        UploadId upload = stores().upload(part(1, 1, line("a1")), part(2, 2, line("a1")));
        assertThat(status(upload)).isEqualTo(LegacyStatus.NOT_STARTED);
        stores().backlog().queueNext(upload, 2);
        stores().loader().load(new PartRef(upload, 1), READING);
        assertThat(status(upload)).isEqualTo(LegacyStatus.INCOMPLETE);
        stores().loader().load(new PartRef(upload, 2), READING);
        assertThat(status(upload)).isEqualTo(LegacyStatus.INCOMPLETE);
        stores().uploads().close(upload, ReceptionState.RECEIVED, 100, null);
        assertThat(status(upload)).isEqualTo(LegacyStatus.COMPLETED);
        assertThat(stores().stateOf(new PartRef(upload, 2))).isInstanceOf(PartState.Failed.class);
    }

    @Test
    default void fileWithoutPartsIsCompletedOnceReceived() {
        UploadId upload = stores().upload();
        assertThat(status(upload)).isEqualTo(LegacyStatus.NOT_STARTED);
        stores().uploads().close(upload, ReceptionState.RECEIVED, 3, null);
        assertThat(status(upload)).isEqualTo(LegacyStatus.COMPLETED);
    }

    private LegacyStatus status(UploadId upload) {
        return stores().queries().legacyStatus(upload).orElseThrow().status();
    }
}
