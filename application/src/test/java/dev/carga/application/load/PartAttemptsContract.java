package dev.carga.application.load;

import static dev.carga.application.Stores.READING;
import static dev.carga.application.Stores.line;
import static dev.carga.application.Stores.part;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.application.Stores;
import dev.carga.domain.upload.PartFailure;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.PartState;
import dev.carga.domain.upload.UploadId;
import org.junit.jupiter.api.Test;

/// What every [PartAttempts] does.
public interface PartAttemptsContract {

    PartFailure GIVEN_UP = PartFailure.givenUp(3);

    Stores stores();

    private PartRef queuedPart() {
        return new PartRef(stores().queued(part(1, 1, line("041.091.641-25"))), 1);
    }

    @Test
    default void everyAttemptIsCounted() {
        PartRef part = queuedPart();
        for (int attempt = 1; attempt <= 3; attempt++) {
            assertThat(stores().attempts().begin(part)).isEqualTo(attempt);
        }
    }

    @Test
    default void forgivenAttemptIsNotCounted() {
        PartRef part = queuedPart();
        stores().attempts().begin(part);
        stores().attempts().begin(part);
        stores().attempts().forgive(part);
        assertThat(stores().attempts().begin(part)).isEqualTo(2);
    }

    @Test
    default void forgivingWithoutAnAttemptHasNoEffect() {
        PartRef part = queuedPart();
        stores().attempts().forgive(part);
        assertThat(stores().attempts().begin(part)).isEqualTo(1);
    }

    @Test
    default void partNotQueuedOrUnknownCountsNoAttempt() {
        UploadId upload = stores().upload(part(1, 1, line("041.091.641-25")));
        assertThat(stores().attempts().begin(new PartRef(upload, 1))).isZero();
        assertThat(stores().attempts().begin(new PartRef(upload, 2))).isZero();
        assertThat(stores().attempts().begin(new PartRef(UploadId.random(), 1))).isZero();
    }

    @Test
    default void partBeingLoadedCountsNoAttempt() {
        PartRef part = queuedPart();
        stores().loader().load(part, (bytes, firstLine, format, policies) -> {
            Stores.onAnotherThread(() -> {
                assertThat(stores().attempts().begin(part)).isEqualTo(PartAttempts.HELD);
                assertThat(stores().attempts().giveUp(part, GIVEN_UP)).isFalse();
                return null;
            });
            return READING.read(bytes, firstLine, format, policies);
        });
        assertThat(stores().stateOf(part)).isInstanceOf(PartState.Loaded.class);
    }

    @Test
    default void givenUpPartHasFailedForThatReason() {
        PartRef part = queuedPart();
        assertThat(stores().attempts().giveUp(part, GIVEN_UP)).isTrue();
        assertThat(stores().stateOf(part)).isEqualTo(new PartState.Failed(GIVEN_UP));
    }

    @Test
    default void settledPartIsNotGivenUp() {
        PartRef part = queuedPart();
        stores().loader().load(part, READING);
        assertThat(stores().attempts().giveUp(part, GIVEN_UP)).isFalse();
        assertThat(stores().stateOf(part)).isInstanceOf(PartState.Loaded.class);
    }

    @Test
    default void retryResetsTheCount() {
        PartRef part = queuedPart();
        stores().attempts().begin(part);
        stores().attempts().begin(part);
        stores().attempts().giveUp(part, GIVEN_UP);
        stores().control().retry(part.upload(), null);
        stores().backlog().queueNext(part.upload(), 1);
        assertThat(stores().attempts().begin(part)).isEqualTo(1);
    }
}
