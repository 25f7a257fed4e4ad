package dev.carga.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.bootstrap.cli.Wish.Standing;
import dev.carga.domain.upload.UploadPhase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WishTest {

    @ParameterizedTest
    @EnumSource(UploadPhase.class)
    void toCancelIsWaitedForOnlyWhilePartsAreBeingLoaded(UploadPhase phase) {
        assertThat(Wish.CANCEL.standing(phase, 1))
                .isEqualTo(phase == UploadPhase.CANCELLING ? Standing.UNDER_WAY : Standing.FULFILLED);
    }

    @ParameterizedTest
    @EnumSource(UploadPhase.class)
    void toUndoIsFulfilledByNothingButUndone(UploadPhase phase) {
        assertThat(Wish.UNDO.standing(phase, 0))
                .isEqualTo(
                        switch (phase) {
                            case UNDONE -> Standing.FULFILLED;
                            case UNDOING -> Standing.UNDER_WAY;
                            default -> Standing.NOT_FULFILLED;
                        });
    }

    @ParameterizedTest
    @CsvSource({
        "RECEIVING,        1, UNDER_WAY",
        "LOADING,          1, UNDER_WAY",
        "COMPLETED,        0, FULFILLED",
        "INTERRUPTED,      0, FULFILLED",
        "INTERRUPTED,      1, NOT_FULFILLED",
        "PARTIALLY_FAILED, 1, NOT_FULFILLED",
        "FAILED,           3, NOT_FULFILLED",
        "CANCELLING,       0, NOT_FULFILLED",
        "CANCELLED,        0, NOT_FULFILLED",
        "UNDOING,          0, NOT_FULFILLED",
        "UNDONE,           0, NOT_FULFILLED"
    })
    void toRetryIsFulfilledWhenNoPartHasFailedAgain(UploadPhase phase, int failedParts, Standing standing) {
        assertThat(Wish.RETRY.standing(phase, failedParts)).isEqualTo(standing);
    }
}
