package dev.carga.bootstrap.cli;

import dev.carga.domain.upload.UploadState;

/// What a person may want of an upload.
enum UploadAction {
    CANCEL("cancel"),
    RETRY("retry"),
    UNDO("undo");

    private final String key;

    UploadAction(String key) {
        this.key = key;
    }

    /// Its name in the routes.
    String key() {
        return key;
    }

    /// How far a wish is.
    enum ActionOutcome {
        UNDER_WAY,
        FULFILLED,
        NOT_FULFILLED
    }

    /// How far this wish is, once it was uttered.
    ///
    /// @param failedParts of the upload at this moment
    ActionOutcome standing(UploadState state, int failedParts) {
        return switch (this) {
            case CANCEL -> state == UploadState.CANCELLING ? ActionOutcome.UNDER_WAY : ActionOutcome.FULFILLED;
            case UNDO ->
                switch (state) {
                    case UNDOING -> ActionOutcome.UNDER_WAY;
                    case UNDONE -> ActionOutcome.FULFILLED;
                    case RECEIVING, LOADING, COMPLETED, PARTIALLY_FAILED, FAILED, INTERRUPTED, CANCELLING, CANCELLED ->
                        ActionOutcome.NOT_FULFILLED;
                };
            case RETRY ->
                switch (state) {
                    case RECEIVING, LOADING -> ActionOutcome.UNDER_WAY;
                    // The rest of an interrupted file never came, which no retry can mend.
                    case COMPLETED, INTERRUPTED ->
                        failedParts == 0 ? ActionOutcome.FULFILLED : ActionOutcome.NOT_FULFILLED;
                    case PARTIALLY_FAILED, FAILED, CANCELLING, CANCELLED, UNDOING, UNDONE ->
                        ActionOutcome.NOT_FULFILLED;
                };
        };
    }
}
