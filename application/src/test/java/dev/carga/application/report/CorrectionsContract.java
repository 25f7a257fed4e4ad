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
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.LoadingRules;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.UploadState;
import dev.carga.domain.upload.Withdrawal;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// How [UploadQueries] shows uploads whose rejected lines were corrected in other uploads.
public interface CorrectionsContract {

    String SHA_256 = "0123456789abcdef".repeat(4);

    AtomicInteger NEXT = new AtomicInteger();

    LoadingRules RULES = LoadingRules.of(DuplicatePolicy.FAIL);

    Stores stores();

    private UploadView summary(UploadId upload) {
        return stores().queries().summary(upload).orElseThrow();
    }

    /// A loaded upload that corrects another one, with so many valid lines and so many rejected ones.
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
    default void summaryShowsCorrectionsAndRejectedLinesStillOpen() {
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
        List<UploadView> page = stores().queries().newest(null, 4);
        assertThat(page).extracting(UploadView::openRejects).containsOnly(0L);
        assertThat(page.getLast().chain()).isEqualTo(summary(first).chain());
    }

    @Test
    default void resentFlawedLinesSettleNoRejectedLine() {
        UploadId first = correction(null, RULES, 30, 6);
        UploadId flaws = correction(first, RULES, 1, 24);
        assertThat(summary(flaws).openRejects()).isEqualTo(24);
        assertThat(summary(first).openRejects()).isEqualTo(6);
        UploadId rejects = correction(first, RULES, 4, 2);
        assertThat(summary(rejects).openRejects()).isEqualTo(2);
        assertThat(summary(first).openRejects()).isEqualTo(2);
    }

    @Test
    default void dryRunOrUndoneCorrectionSettlesNothing() {
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
    default void correctionOfUnknownUploadNamesIt() {
        UploadId unknown = UploadId.random();
        UploadId upload = correction(unknown, RULES, 1, 0);
        assertThat(summary(upload).chain()).isEqualTo(new UploadView.Chain(unknown, List.of()));
    }
}
