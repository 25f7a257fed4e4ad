package dev.carga.domain.upload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LegacyStatusTest {

    @ParameterizedTest(name = "{0}, {2} of {1} parts settled: {3}")
    @CsvSource({
        "RECEIVING,   0, 0, NOT_STARTED",
        "RECEIVING,   3, 0, NOT_STARTED",
        "RECEIVING,   3, 1, INCOMPLETE",
        "RECEIVING,   3, 3, INCOMPLETE",
        "RECEIVED,    0, 0, COMPLETED",
        "RECEIVED,    3, 0, NOT_STARTED",
        "RECEIVED,    3, 1, INCOMPLETE",
        "RECEIVED,    3, 3, COMPLETED",
        "INTERRUPTED, 0, 0, NOT_STARTED",
        "INTERRUPTED, 3, 0, NOT_STARTED",
        "INTERRUPTED, 3, 1, INCOMPLETE",
        "INTERRUPTED, 3, 3, INCOMPLETE"
    })
    void statusFollowsFromStateAndParts(ReceptionState state, int parts, int settled, LegacyStatus status) {
        assertThat(LegacyStatus.of(state, parts, settled)).isEqualTo(status);
    }

    @Test
    void statusHasThePredecessorsNames() {
        assertThat(LegacyStatus.values())
                .extracting(LegacyStatus::key)
                .containsExactly("not_started", "incomplete", "completed");
    }

    @Test
    void stateHasStableNamesInTheDatabase() {
        assertThat(ReceptionState.values())
                .extracting(ReceptionState::key)
                .containsExactly("receiving", "received", "interrupted");
    }

    @Test
    void failureHasStableCodes() {
        assertThat(PartFailure.Code.values())
                .extracting(PartFailure.Code::key)
                .containsExactly("duplicate_cpf", "refused_by_database", "unreadable_part", "given_up");
    }
}
