package dev.carga.application.report;

import static dev.carga.application.Stores.line;
import static dev.carga.application.Stores.part;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.application.Stores;
import dev.carga.application.report.LegacyStatusView.PartReport;
import dev.carga.domain.purchase.Counter;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.LegacyStatus;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.PartState;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// What every [UploadReports] does.
public interface UploadReportsContract {

    Stores stores();

    @Test
    default void anUnknownUploadHasNoReport() {
        assertThat(stores().reports().find(UploadId.random())).isEmpty();
    }

    @Test
    default void partsComeInTheOrderOfTheFileWithTheirStates() {
        UploadId upload = stores().upload(
                        part(10, 30, line("c1")),
                        part(2, 20, line("b1")),
                        part(1, 10, line("a1"), "few"),
                        part(11, 40, line("d1")));
        stores().backlog().queueNext(upload, 3);
        stores().loader().load(new PartRef(upload, 1), Stores.READING);

        LegacyStatusView report = stores().reports().find(upload).orElseThrow();

        assertThat(report.parts()).extracting(PartReport::number).containsExactly(1, 2, 10, 11);
        assertThat(report.parts().get(0).state()).isInstanceOf(PartState.Loaded.class);
        assertThat(report.parts().get(1).state()).isEqualTo(new PartState.Queued());
        assertThat(report.parts().get(3).state()).isEqualTo(new PartState.Received());
        assertThat(report.counters().of(Counter.TOTAL_ROWS)).isEqualTo(2);
    }

    @Test
    default void ofALoadedPartsDuplicateLinesTheFirstHundredAreTold() {
        String[] lines = new String[250];
        Arrays.fill(lines, line("a1"));
        UploadId upload = stores().queued(DuplicatePolicy.SKIP, part(1, 11, lines));
        stores().loader().load(new PartRef(upload, 1), Stores.READING);

        LegacyStatusView report = stores().reports().find(upload).orElseThrow();

        assertThat(report.onDuplicate()).isEqualTo(DuplicatePolicy.SKIP);
        assertThat(report.counters().of(Counter.DUPLICATES)).isEqualTo(249);
        assertThat(report.parts().getFirst().state())
                .isInstanceOfSatisfying(
                        PartState.Loaded.class,
                        loaded -> assertThat(loaded.duplicateLines())
                                .containsExactlyElementsOf(
                                        LongStream.range(12, 112).boxed().toList()));
    }

    @Test
    default void statusFollowsFileAndParts() {
        UploadId upload = stores().upload(part(1, 1, line("a1")), part(2, 2, line("a1")));
        assertThat(status(upload)).isEqualTo(LegacyStatus.NOT_STARTED);
        stores().backlog().queueNext(upload, 2);
        stores().loader().load(new PartRef(upload, 1), Stores.READING);
        assertThat(status(upload)).isEqualTo(LegacyStatus.INCOMPLETE);
        stores().loader().load(new PartRef(upload, 2), Stores.READING);
        assertThat(status(upload)).isEqualTo(LegacyStatus.INCOMPLETE);
        stores().uploads().close(upload, ReceptionState.RECEIVED, 100, null);
        assertThat(status(upload)).isEqualTo(LegacyStatus.COMPLETED);
        assertThat(stores().stateOf(new PartRef(upload, 2))).isInstanceOf(PartState.Failed.class);
    }

    @Test
    default void aFileWithoutPartsIsCompletedWhenItHasCome() {
        UploadId upload = stores().upload();
        assertThat(status(upload)).isEqualTo(LegacyStatus.NOT_STARTED);
        stores().uploads().close(upload, ReceptionState.RECEIVED, 3, null);
        assertThat(status(upload)).isEqualTo(LegacyStatus.COMPLETED);
    }

    private LegacyStatus status(UploadId upload) {
        return stores().reports().find(upload).orElseThrow().status();
    }
}
