package dev.carga.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.bootstrap.cli.UploadAction.ActionOutcome;
import dev.carga.domain.upload.UploadState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class UploadActionTest {

    @ParameterizedTest
    @EnumSource(UploadState.class)
    void toCancelIsWaitedForOnlyWhilePartsAreBeingLoaded(UploadState state) {
        assertThat(UploadAction.CANCEL.standing(state, 1))
                .isEqualTo(state == UploadState.CANCELLING ? ActionOutcome.UNDER_WAY : ActionOutcome.FULFILLED);
    }

    @ParameterizedTest
    @EnumSource(UploadState.class)
    void toUndoIsFulfilledByNothingButUndone(UploadState state) {
        assertThat(UploadAction.UNDO.standing(state, 0))
                .isEqualTo(
                        switch (state) {
                            case UNDONE -> ActionOutcome.FULFILLED;
                            case UNDOING -> ActionOutcome.UNDER_WAY;
                            default -> ActionOutcome.NOT_FULFILLED;
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
    void toRetryIsFulfilledWhenNoPartHasFailedAgain(UploadState state, int failedParts, ActionOutcome standing) {
        assertThat(UploadAction.RETRY.standing(state, failedParts)).isEqualTo(standing);
    }
}
