package dev.carga.bootstrap.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.bootstrap.cli.client.UploadAction.ActionOutcome;
import dev.carga.domain.upload.UploadState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class UploadActionTest {

    @ParameterizedTest
    @EnumSource(UploadState.class)
    void cancelIsInProgressOnlyWhileCancelling(UploadState state) {
        assertThat(UploadAction.CANCEL.outcome(state, 1))
                .isEqualTo(state == UploadState.CANCELLING ? ActionOutcome.IN_PROGRESS : ActionOutcome.SUCCEEDED);
    }

    @ParameterizedTest
    @EnumSource(UploadState.class)
    void undoSucceedsOnlyWhenUndone(UploadState state) {
        assertThat(UploadAction.UNDO.outcome(state, 0))
                .isEqualTo(
                        switch (state) {
                            case UNDONE -> ActionOutcome.SUCCEEDED;
                            case UNDOING -> ActionOutcome.IN_PROGRESS;
                            default -> ActionOutcome.FAILED;
                        });
    }

    @ParameterizedTest
    @CsvSource({
        "RECEIVING,        1, IN_PROGRESS",
        "LOADING,          1, IN_PROGRESS",
        "COMPLETED,        0, SUCCEEDED",
        "INTERRUPTED,      0, SUCCEEDED",
        "INTERRUPTED,      1, FAILED",
        "PARTIALLY_FAILED, 1, FAILED",
        "FAILED,           3, FAILED",
        "CANCELLING,       0, FAILED",
        "CANCELLED,        0, FAILED",
        "UNDOING,          0, FAILED",
        "UNDONE,           0, FAILED"
    })
    void retrySucceedsWhenNoPartFailsAgain(UploadState state, int failedParts, ActionOutcome outcome) {
        assertThat(UploadAction.RETRY.outcome(state, failedParts)).isEqualTo(outcome);
    }
}
