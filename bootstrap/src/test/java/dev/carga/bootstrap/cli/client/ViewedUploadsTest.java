package dev.carga.bootstrap.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.carga.adapters.http.view.StatusJson;
import dev.carga.adapters.http.view.UploadJson;
import dev.carga.application.report.LegacyStatusView;
import dev.carga.application.report.LegacyStatusView.PartReport;
import dev.carga.application.report.UploadView;
import dev.carga.domain.Nullable;
import dev.carga.domain.dialect.DecimalMark;
import dev.carga.domain.layout.LayoutOptions;
import dev.carga.domain.purchase.Counter;
import dev.carga.domain.purchase.Counters;
import dev.carga.domain.purchase.InvalidPolicy;
import dev.carga.domain.purchase.UnreadablePolicy;
import dev.carga.domain.upload.AbortPolicy;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.LoadingRules;
import dev.carga.domain.upload.PartCounts;
import dev.carga.domain.upload.PartFailure;
import dev.carga.domain.upload.PartState;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.RejectLimit;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.UploadState;
import dev.carga.domain.upload.Withdrawal;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A command without a server prints what it would print with one.
class ViewedUploadsTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Instant OPENED = Instant.parse("2026-11-24T23:27:25.054Z");
    private static final Counters COUNTERS = Counters.of(Map.of(
            Counter.TOTAL_ROWS, 503L,
            Counter.TOTAL_ADDED, 480L,
            Counter.TOTAL_REJECTED, 20L,
            Counter.MISSING_CPF, 20L,
            Counter.DUPLICATES, 3L));

    private static UploadView upload(
            ReceptionState reception, @Nullable Withdrawal withdrawal, @Nullable String aborted) {
        UploadId id = UploadId.random();
        return new UploadView(
                id,
                null,
                "a.csv",
                new LoadingRules(
                        DuplicatePolicy.SKIP,
                        InvalidPolicy.REJECT,
                        UnreadablePolicy.NULL,
                        RejectLimit.parse("2.5%").orElseThrow(),
                        null,
                        AbortPolicy.UNDO,
                        true),
                new TreeSet<>(List.of(DuplicatePolicy.UPDATE)),
                reception,
                withdrawal,
                aborted,
                new UploadView.Content(
                        152_164L,
                        "ab12",
                        null,
                        new LayoutOptions(DecimalMark.POINT, null, null, null, null, true, false, "2")),
                new UploadView.Times(
                        OPENED.plusSeconds(60),
                        OPENED,
                        reception == ReceptionState.RECEIVING ? null : OPENED.plusSeconds(30),
                        OPENED.plusSeconds(40),
                        withdrawal == null ? null : OPENED.plusSeconds(50),
                        null),
                new PartCounts(1, 2, 3, 4, 0, 0),
                COUNTERS,
                new UploadView.Lines(1000, 500),
                new UploadView.Removal(5, 6, 7),
                new UploadView.Chain(
                        id,
                        List.of(new UploadView.Correction(
                                UploadId.random(), id, UploadState.COMPLETED, false, COUNTERS))),
                null);
    }

    static Stream<UploadView> uploads() {
        return Stream.of(
                upload(ReceptionState.RECEIVING, null, null),
                upload(ReceptionState.RECEIVED, null, null),
                upload(ReceptionState.INTERRUPTED, null, null),
                upload(ReceptionState.RECEIVED, Withdrawal.UNDONE, UploadView.TOO_MANY_REJECTS));
    }

    @ParameterizedTest
    @MethodSource("uploads")
    void detailsEqualThoseReadFromTheServersJson(UploadView upload) throws IOException {
        assertThat(ViewedUploads.details(upload)).isEqualTo(JsonUploads.details(JSON.readTree(UploadJson.of(upload))));
    }

    @Test
    void progressEqualsThatReadFromTheServersStatus() throws IOException {
        LegacyStatusView status = new LegacyStatusView(
                UploadId.random(),
                "a.csv",
                DuplicatePolicy.SKIP,
                false,
                ReceptionState.RECEIVED,
                List.of(
                        new PartReport(1, new PartState.Loaded(COUNTERS, List.of(2L, 4L, 6L))),
                        new PartReport(2, new PartState.Failed(PartFailure.unreadable())),
                        new PartReport(3, new PartState.Cancelled()),
                        new PartReport(4, new PartState.Undone()),
                        new PartReport(5, new PartState.Loaded(COUNTERS, List.of()))));
        JsonNode json = JSON.readTree(StatusJson.of(status));
        assertThat(ViewedUploads.progress(status)).isEqualTo(JsonUploads.progress(json));
        assertThat(ViewedUploads.failedParts(status))
                .isEqualTo(JsonUploads.failedParts(json))
                .hasSize(1);
    }
}
