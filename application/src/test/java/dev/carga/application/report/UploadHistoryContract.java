package dev.carga.application.report;

import static dev.carga.application.Stores.READING;
import static dev.carga.application.Stores.line;
import static dev.carga.application.Stores.part;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.carga.application.Stores;
import dev.carga.application.receive.Openings;
import dev.carga.application.receive.UploadOptions;
import dev.carga.application.receive.UploadStore;
import dev.carga.application.trace.Traces;
import dev.carga.domain.Nullable;
import dev.carga.domain.document.Cpf;
import dev.carga.domain.layout.LayoutOptions;
import dev.carga.domain.purchase.Counter;
import dev.carga.domain.purchase.Counters;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.LoadingRules;
import dev.carga.domain.upload.PartCounts;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.UploadState;
import dev.carga.domain.upload.Withdrawal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What every [UploadHistory] does.
public interface UploadHistoryContract {

    String SHA_256 = "0123456789abcdef".repeat(4);

    Stores stores();

    private UploadView summary(UploadId upload) {
        return stores().history().summary(upload).orElseThrow();
    }

    private List<UploadId> newest(@Nullable UploadId before, int limit) {
        return stores().history().newest(before, limit).stream()
                .map(UploadView::id)
                .toList();
    }

    @Test
    default void anUnknownUploadHasNoSummary() {
        assertThat(stores().history().summary(UploadId.random())).isEmpty();
    }

    @Test
    default void anOpenedUploadIsReceivingAndHasNothingYet() {
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
    default void partsLinesAndCountersAreSummedUp() {
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

    /// Of nothing but a header, of nothing but rejected lines, and of duplicates that were left out.
    @Test
    default void anUploadOfWhichNoLineGaveARowHasFailed() {
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
    default void anUploadWhosePartsHaveFailedHasNoReasonOfItsOwn() {
        UploadId upload = stores().queued(part(1, 1, line("191"), line("191")));
        stores().uploads().close(upload, ReceptionState.RECEIVED, 300, SHA_256);
        stores().loader().load(new PartRef(upload, 1), READING);

        assertThat(summary(upload).state()).isEqualTo(UploadState.FAILED);
        assertThat(summary(upload).reason()).isNull();
    }

    @Test
    default void whatWasUndoneIsToldAndCountsNoMore() {
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
    default void theNewestComesFirstAndEachPageGoesOnWhereTheLastOneEnded() {
        List<UploadId> opened = List.of(stores().upload(), stores().upload(part(1, 1, line("191"))), stores().upload());

        assertThat(newest(null, 10)).containsExactlyElementsOf(opened.reversed());
        assertThat(newest(null, 2)).containsExactly(opened.get(2), opened.get(1));
        assertThat(newest(opened.get(1), 2)).containsExactly(opened.get(0));
        assertThat(newest(opened.get(0), 2)).isEmpty();
        assertThat(stores().history().newest(opened.get(2), 1))
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("times.seen")
                .containsExactly(summary(opened.get(1)));
    }

    AtomicInteger NEXT = new AtomicInteger();

    LoadingRules RULES = LoadingRules.of(DuplicatePolicy.FAIL);

    /// Opened as one that corrects another, with this many good lines and this many that are rejected, all
    /// loaded.
    private UploadId correction(@Nullable UploadId corrected, LoadingRules rules, int good, int rejected) {
        UploadId upload = UploadId.random();
        UploadOptions options = UploadOptions.of(rules).correcting(corrected);
        stores().uploads()
                .open(upload, new UploadStore.Opening("rejects.txt", Openings.BLANK_ALIGNED, options, Traces.TRACE));
        String[] lines = new String[good + rejected];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = i < good ? line(Cpf.ofRoot(NEXT.incrementAndGet()).text()) : "few";
        }
        stores().uploads().add(upload, part(1, 1, lines));
        stores().uploads().close(upload, ReceptionState.RECEIVED, 300, SHA_256);
        stores().backlog().queueNext(upload, 8);
        stores().loader().load(new PartRef(upload, 1), READING);
        return upload;
    }

    @Test
    default void anUploadIsShownWithItsCorrectionsUntilEachOfItsRejectedLinesIsSettled() {
        UploadId first = correction(null, RULES, 1, 10);
        assertThat(summary(first).chain()).isEqualTo(UploadView.Chain.NONE);
        assertThat(summary(first).openRejects()).isEqualTo(10);

        UploadId second = correction(first, RULES, 6, 4);
        assertThat(summary(first).openRejects()).isEqualTo(4);
        assertThat(summary(second).chain()).isEqualTo(new UploadView.Chain(first, List.of()));
        assertThat(summary(second).openRejects()).isEqualTo(4);

        UploadId third = correction(second, RULES, 3, 1);
        assertThat(summary(first).openRejects()).isEqualTo(1);
        UploadId fourth = correction(third, RULES, 2, 0);
        assertThat(summary(first).openRejects()).isZero();
        assertThat(summary(first).chain().corrections())
                .extracting(
                        UploadView.Correction::id,
                        UploadView.Correction::corrects,
                        UploadView.Correction::state,
                        UploadView.Correction::settled)
                .containsExactly(
                        tuple(second, first, UploadState.COMPLETED, 6L),
                        tuple(third, second, UploadState.COMPLETED, 3L),
                        tuple(fourth, third, UploadState.COMPLETED, 2L));
        assertThat(summary(second).chain().corrections())
                .extracting(UploadView.Correction::id)
                .containsExactly(third, fourth);
        List<UploadView> page = stores().history().newest(null, 4);
        assertThat(page).extracting(UploadView::openRejects).containsOnly(0L);
        assertThat(page.getLast().chain()).isEqualTo(summary(first).chain());
    }

    @Test
    default void linesWithFlawsThatComeAgainSettleNoRejectedLine() {
        UploadId first = correction(null, RULES, 30, 6);
        UploadId flaws = correction(first, RULES, 1, 24);
        assertThat(summary(flaws).openRejects()).isEqualTo(24);
        assertThat(summary(first).openRejects()).isEqualTo(6);
        UploadId rejects = correction(first, RULES, 4, 2);
        assertThat(summary(rejects).openRejects()).isEqualTo(2);
        assertThat(summary(first).openRejects()).isEqualTo(2);
    }

    @Test
    default void whatWasOnlyTriedOrUndoneSettlesNothing() {
        UploadId first = correction(null, RULES, 0, 5);
        UploadId tried = correction(first, RULES.asDryRun(), 5, 0);
        UploadId undone = correction(first, RULES, 5, 0);
        assertThat(summary(first).openRejects()).isZero();

        stores().control().withdraw(undone, Withdrawal.UNDONE);
        assertThat(summary(first).openRejects()).isEqualTo(5);
        Stores.finish(stores().control(), undone);

        assertThat(summary(first).openRejects()).isEqualTo(5);
        assertThat(summary(first).chain().corrections())
                .extracting(UploadView.Correction::id, UploadView.Correction::dryRun, UploadView.Correction::state)
                .containsExactly(tuple(tried, true, UploadState.COMPLETED), tuple(undone, false, UploadState.UNDONE));
    }

    @Test
    default void anUploadThatCorrectsOneWhichIsNotThereSaysSo() {
        UploadId unknown = UploadId.random();
        UploadId upload = correction(unknown, RULES, 1, 0);
        assertThat(summary(upload).chain()).isEqualTo(new UploadView.Chain(unknown, List.of()));
    }
}
