package dev.carga.application.dispatch;

import static dev.carga.application.Stores.line;
import static dev.carga.application.Stores.part;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.application.Stores;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.PartFailure;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.Withdrawal;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What every [BacklogGauge] does.
public interface BacklogGaugeContract {

    Stores stores();

    private Backlog check() {
        return stores().backlogGauge().check();
    }

    private void assertThatBacklogIsEmpty() {
        assertThat(check()).isEqualTo(new Backlog(0, 0, 0, Duration.ZERO));
    }

    @Test
    default void backlogIsEmptyWithoutUploads() {
        assertThatBacklogIsEmpty();
    }

    @Test
    default void backlogCountsPartsAndLinesOfAllUploads() {
        UploadId first =
                stores().upload(part(1, 1, line("a1"), line("b1")), part(2, 3, line("c1")), part(3, 4, line("d1")));
        UploadId second = stores().upload(part(1, 1, line("e1")));
        stores().backlog().queueNext(first, 2);
        stores().backlog().queueNext(second, 1);
        Backlog backlog = check();
        assertThat(backlog.receivedParts()).isEqualTo(1);
        assertThat(backlog.queuedParts()).isEqualTo(3);
        assertThat(backlog.parts()).isEqualTo(4);
        assertThat(backlog.lines()).isEqualTo(5);
    }

    @Test
    default void settledPartsAreNotInTheBacklog() {
        UploadId loaded = stores().queued(part(1, 1, line("a1")));
        stores().loader().load(new PartRef(loaded, 1), Stores.READING);
        UploadId failed = stores().queued(part(1, 1, line("a1")));
        stores().loader().load(new PartRef(failed, 1), Stores.READING);
        UploadId cancelled = stores().upload(part(1, 1, line("b1")));
        stores().control().withdraw(cancelled, Withdrawal.CANCELLED);
        assertThatBacklogIsEmpty();
    }

    @Test
    default void partBeingLoadedIsInTheBacklog() {
        UploadId upload = stores().queued(part(1, 1, line("a1")));
        stores().loader().load(new PartRef(upload, 1), (bytes, firstLine, format, policies) -> {
            assertThat(Stores.onAnotherThread(this::check).queuedParts()).isEqualTo(1);
            return Stores.READING.read(bytes, firstLine, format, policies);
        });
        assertThatBacklogIsEmpty();
    }

    @Test
    default void ageIsThatOfTheOldestPart() throws InterruptedException {
        UploadId upload = stores().upload(part(1, 1, line("a1")), part(2, 2, line("b1")));
        Thread.sleep(40);
        stores().backlog().queueNext(upload, 1);
        stores().upload(part(1, 1, line("c1")));
        assertThat(check().oldest()).isBetween(Duration.ofMillis(40), Duration.ofMinutes(1));
    }

    @Test
    default void ageOfRetriedPartStartsAtTheRetry() throws InterruptedException {
        UploadId upload = stores().queued(part(1, 1, line("a1")));
        stores().attempts().giveUp(new PartRef(upload, 1), PartFailure.givenUp(5));
        Thread.sleep(500);
        stores().control().retry(upload, DuplicatePolicy.SKIP);
        Backlog backlog = check();
        assertThat(backlog.receivedParts()).isEqualTo(1);
        assertThat(backlog.oldest()).isLessThan(Duration.ofMillis(500));
    }
}
