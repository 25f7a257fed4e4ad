package dev.carga.application.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carga.application.InfrastructureException;
import dev.carga.application.RetryPolicy;
import dev.carga.application.fake.InMemoryStores;
import dev.carga.application.fake.Rows;
import dev.carga.application.receive.Openings;
import dev.carga.application.trace.Traces;
import dev.carga.domain.purchase.Counter;
import dev.carga.domain.purchase.Counters;
import dev.carga.domain.purchase.PartParser;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.LegacyStatus;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.PartState;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportStatusTest {

    private static final RetryPolicy SHORT =
            new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofSeconds(30));

    private final InMemoryStores stores = new InMemoryStores();
    private final ReportStatus reportStatus = new ReportStatus(stores.queries(), SHORT);
    private final UploadId upload = UploadId.random();

    @Test
    void unknownUploadHasNoReport() {
        assertThat(reportStatus.report(upload)).isEmpty();
    }

    @Test
    void statusFollowsTheUpload() {
        stores.uploads().open(upload, Openings.of("file.txt", DuplicatePolicy.FAIL, Traces.TRACE));
        assertThat(report().status()).isEqualTo(LegacyStatus.NOT_STARTED);
        stores.uploads().add(upload, Rows.part(1, 2));
        stores.uploads().add(upload, Rows.part(2, 2));
        stores.backlog().queueNext(upload, 8);
        assertThat(report().status()).isEqualTo(LegacyStatus.NOT_STARTED);
        load(1);
        load(2);
        assertThat(report().status()).as("more may come").isEqualTo(LegacyStatus.INCOMPLETE);
        stores.uploads().close(upload, ReceptionState.RECEIVED, 100, null);
        assertThat(report().status()).isEqualTo(LegacyStatus.COMPLETED);
    }

    @Test
    void reportNamesFileAndPartsInOrder() {
        stores.uploads().open(upload, Openings.of("file.txt", DuplicatePolicy.FAIL, Traces.TRACE));
        stores.uploads().add(upload, Rows.part(2, 2));
        stores.uploads().add(upload, Rows.part(1, 2));
        LegacyStatusView report = report();
        assertThat(report.id()).isEqualTo(upload);
        assertThat(report.name()).isEqualTo("file.txt");
        assertThat(report.state()).isEqualTo(ReceptionState.RECEIVING);
        assertThat(report.parts())
                .containsExactly(
                        new LegacyStatusView.PartReport(1, new PartState.Received()),
                        new LegacyStatusView.PartReport(2, new PartState.Received()));
    }

    @Test
    void countersAreThoseOfAllLoadedPartsTogether() {
        stores.uploads().open(upload, Openings.of("file.txt", DuplicatePolicy.FAIL, Traces.TRACE));
        for (int number = 1; number <= 3; number++) {
            stores.uploads().add(upload, Rows.part(number, 5));
        }
        stores.backlog().queueNext(upload, 8);
        assertThat(report().counters()).isEqualTo(Counters.NONE);
        load(1);
        load(3);
        assertThat(report().counters().of(Counter.TOTAL_ROWS)).isEqualTo(10);
        assertThat(report().counters().of(Counter.TOTAL_ADDED)).isEqualTo(10);
        assertThat(report().settledParts()).isEqualTo(2);
    }

    @Test
    void failedPartIsSettledAndCountsNothing() {
        UploadId earlier = UploadId.random();
        for (UploadId id : List.of(earlier, upload)) {
            stores.uploads().open(id, Openings.of("file.txt", DuplicatePolicy.FAIL, Traces.TRACE));
            stores.uploads().add(id, Rows.part(1, 5));
            stores.uploads().close(id, ReceptionState.RECEIVED, 100, null);
            stores.backlog().queueNext(id, 8);
            stores.loader().load(new PartRef(id, 1), new PartParser(200)::parse);
        }
        LegacyStatusView report = report();
        assertThat(report.parts().getFirst().state()).isInstanceOf(PartState.Failed.class);
        assertThat(report.status()).isEqualTo(LegacyStatus.COMPLETED);
        assertThat(report.counters()).isEqualTo(Counters.NONE);
    }

    @Test
    void interruptedUploadIsNeverCompleted() {
        stores.uploads().open(upload, Openings.of("file.txt", DuplicatePolicy.FAIL, Traces.TRACE));
        stores.uploads().add(upload, Rows.part(1, 5));
        stores.uploads().close(upload, ReceptionState.INTERRUPTED, 100, null);
        stores.backlog().queueNext(upload, 8);
        load(1);
        assertThat(report().status()).isEqualTo(LegacyStatus.INCOMPLETE);
    }

    @Test
    void reportDoesNotChangeAfterwards() {
        List<LegacyStatusView.PartReport> parts = new ArrayList<>();
        LegacyStatusView report =
                new LegacyStatusView(upload, "file.txt", DuplicatePolicy.FAIL, false, ReceptionState.RECEIVED, parts);
        parts.add(new LegacyStatusView.PartReport(1, new PartState.Queued()));
        assertThat(report.parts()).isEmpty();
    }

    @Test
    void unavailableStoreIsRetried() {
        stores.uploads().open(upload, Openings.of("file.txt", DuplicatePolicy.FAIL, Traces.TRACE));
        stores.failNextCalls(5);
        assertThat(reportStatus.report(upload)).isPresent();
    }

    @Test
    void unavailableStoreIsNotReportedAsUnknownUpload() {
        stores.failNextCalls(Integer.MAX_VALUE);
        RetryPolicy none = new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(20));
        assertThatThrownBy(() -> new ReportStatus(stores.queries(), none).report(upload))
                .isInstanceOf(InfrastructureException.Transient.class);
    }

    private LegacyStatusView report() {
        return reportStatus.report(upload).orElseThrow();
    }

    private void load(int number) {
        stores.loader().load(new PartRef(upload, number), new PartParser(200)::parse);
    }
}
