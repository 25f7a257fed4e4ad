package dev.carga.application.receive;

import static dev.carga.application.Stores.line;
import static dev.carga.application.Stores.part;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carga.application.InfrastructureException;
import dev.carga.application.Stores;
import dev.carga.application.report.LegacyStatusView;
import dev.carga.application.report.UploadView;
import dev.carga.application.trace.TraceParent;
import dev.carga.application.trace.Traces;
import dev.carga.domain.layout.ColumnNames;
import dev.carga.domain.layout.CutPart;
import dev.carga.domain.layout.LayoutOptions;
import dev.carga.domain.purchase.InvalidPolicy;
import dev.carga.domain.purchase.UnreadablePolicy;
import dev.carga.domain.upload.AbortPolicy;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.LoadingRules;
import dev.carga.domain.upload.PartState;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.RejectLimit;
import dev.carga.domain.upload.UploadId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The behaviour of every [UploadStore].
public interface UploadStoreContract {

    /// Rules of which none has its default.
    LoadingRules RULES = new LoadingRules(
            DuplicatePolicy.UPDATE,
            InvalidPolicy.REJECT,
            UnreadablePolicy.REJECT,
            RejectLimit.parse("2.5%").orElseThrow(),
            RejectLimit.parse("1000").orElseThrow(),
            AbortPolicy.UNDO,
            true);

    Stores stores();

    private LegacyStatusView report(UploadId upload) {
        return stores().queries().legacyStatus(upload).orElseThrow();
    }

    @Test
    default void openedUploadIsReceivingAndHasNoParts() {
        UploadId upload = UploadId.random();
        stores().uploads().open(upload, Openings.of("compras \"de\" março.txt", DuplicatePolicy.FAIL, Traces.TRACE));
        assertThat(report(upload))
                .isEqualTo(new LegacyStatusView(
                        upload,
                        "compras \"de\" março.txt",
                        DuplicatePolicy.FAIL,
                        false,
                        ReceptionState.RECEIVING,
                        List.of()));
    }

    @ParameterizedTest
    @EnumSource
    default void policyOfTheFirstOpeningHolds(DuplicatePolicy policy) {
        UploadId upload = UploadId.random();
        stores().uploads().open(upload, Openings.of("a.txt", policy, Traces.TRACE));
        for (DuplicatePolicy other : DuplicatePolicy.values()) {
            stores().uploads().open(upload, Openings.of("a.txt", other, Traces.TRACE));
        }
        assertThat(report(upload).onDuplicate()).isEqualTo(policy);
    }

    @Test
    default void correctedUploadHasItsLayout() {
        UploadId upload = stores().upload();
        assertThat(stores().uploads().corrected(upload)).contains(new UploadStore.Corrected(Openings.BLANK_ALIGNED));
        assertThat(stores().uploads().corrected(UploadId.random())).isEmpty();
    }

    @Test
    default void traceOfTheFirstOpeningHolds() {
        UploadId upload = UploadId.random();
        TraceParent trace = TraceParent.begin(Traces.IDS);
        stores().uploads().open(upload, Openings.of("a.txt", DuplicatePolicy.FAIL, trace));
        stores().uploads().open(upload, Openings.of("a.txt", DuplicatePolicy.FAIL, TraceParent.begin(Traces.IDS)));
        assertThat(stores().queries().summary(upload).orElseThrow().trace()).isEqualTo(trace);
    }

    @Test
    default void layoutAndLayoutOptionsAreStored() {
        LayoutOptions inOrder = new LayoutOptions(
                null, null, null, null, ColumnNames.parse("ticket_medio,-,cpf").orElseThrow(), false, true, null);
        for (LayoutOptions given : List.of(Openings.OPTIONS, inOrder, LayoutOptions.NONE)) {
            UploadId upload = UploadId.random();
            UploadOptions options = new UploadOptions(RULES, given, true, null, null);
            stores().uploads().open(upload, new UploadStore.Opening("a.csv", Openings.UNUSUAL, options, Traces.TRACE));
            UploadView summary = stores().queries().summary(upload).orElseThrow();
            assertThat(summary.content()).isEqualTo(new UploadView.Content(null, null, Openings.UNUSUAL, given));
            assertThat(summary.rules()).isEqualTo(RULES);
        }
    }

    @Test
    default void openingIsIdempotent() {
        UploadId upload = stores().upload(part(1, 1, line("041.091.641-25")));
        stores().uploads().open(upload, Openings.of("again.txt", DuplicatePolicy.FAIL, Traces.TRACE));
        assertThat(report(upload).name()).isEqualTo("base_teste.txt");
        assertThat(report(upload).parts()).hasSize(1);
    }

    @Test
    default void addedPartIsReceived() {
        UploadId upload = stores().upload(part(1, 2, line("041.091.641-25")));
        assertThat(report(upload).parts())
                .containsExactly(new LegacyStatusView.PartReport(1, new PartState.Received()));
    }

    @Test
    default void addingAPartIsIdempotent() {
        CutPart part = part(1, 2, line("041.091.641-25"));
        UploadId upload = stores().upload(part, part);
        assertThat(report(upload).parts()).hasSize(1);
    }

    @Test
    default void firstEndHolds() {
        UploadId upload = stores().upload();
        assertThat(stores().uploads().close(upload, ReceptionState.INTERRUPTED, 10, null))
                .isEqualTo(ReceptionState.INTERRUPTED);
        assertThat(stores().uploads().close(upload, ReceptionState.RECEIVED, 20, null))
                .isEqualTo(ReceptionState.INTERRUPTED);
        assertThat(report(upload).state()).isEqualTo(ReceptionState.INTERRUPTED);
    }

    @Test
    default void closedUploadTakesNoMoreParts() {
        UploadId upload = stores().upload(part(1, 1, line("041.091.641-25")));
        stores().uploads().close(upload, ReceptionState.RECEIVED, 10, null);
        assertThat(stores().uploads().add(upload, part(2, 2, line("732.112.549-90"))))
                .isFalse();
        assertThat(report(upload).parts()).hasSize(1);
    }

    @Test
    default void storedPartMayBeAddedAgainAfterTheEnd() {
        CutPart part = part(1, 1, line("041.091.641-25"));
        UploadId upload = stores().upload(part);
        stores().uploads().close(upload, ReceptionState.RECEIVED, 10, null);
        assertThat(stores().uploads().add(upload, part)).isTrue();
        assertThat(report(upload).parts()).hasSize(1);
    }

    @Test
    default void unknownUploadTakesNoPart() {
        assertThatThrownBy(() -> stores().uploads().add(UploadId.random(), part(1, 1, line("041.091.641-25"))))
                .isInstanceOf(InfrastructureException.Permanent.class);
    }

    @Test
    default void concurrentUploadsDoNotMix() throws Exception {
        List<UploadId> uploads = new ArrayList<>();
        List<Future<?>> senders = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                UploadId upload = stores().upload();
                uploads.add(upload);
                senders.add(threads.submit(() -> {
                    for (int number = 1; number <= 10; number++) {
                        stores().uploads().add(upload, part(number, number, line("041.091.641-25")));
                    }
                }));
            }
            for (Future<?> sender : senders) {
                sender.get();
            }
        }
        assertThat(uploads)
                .allSatisfy(upload -> assertThat(report(upload).parts())
                        .extracting(LegacyStatusView.PartReport::number)
                        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
    }
}
