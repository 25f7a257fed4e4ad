package dev.carga.bootstrap.cli.client;

import dev.carga.domain.upload.UploadState;

/// An action on an upload that was opened before.
public enum UploadAction {
    CANCEL("cancel"),
    RETRY("retry"),
    UNDO("undo");

    private final String key;

    UploadAction(String key) {
        this.key = key;
    }

    /// Its name in the route `POST /api/v1/uploads/{id}/{action}`.
    String key() {
        return key;
    }

    /// How far a started action has come.
    public enum ActionOutcome {
        IN_PROGRESS,
        SUCCEEDED,
        FAILED
    }

    /// How far this action has come, if it was started on an upload that is in this state now.
    ///
    /// @param failedParts of the upload at this moment
    public ActionOutcome outcome(UploadState state, int failedParts) {
        return switch (this) {
            case CANCEL -> state == UploadState.CANCELLING ? ActionOutcome.IN_PROGRESS : ActionOutcome.SUCCEEDED;
            case UNDO ->
                switch (state) {
                    case UNDOING -> ActionOutcome.IN_PROGRESS;
                    case UNDONE -> ActionOutcome.SUCCEEDED;
                    case RECEIVING, LOADING, COMPLETED, PARTIALLY_FAILED, FAILED, INTERRUPTED, CANCELLING, CANCELLED ->
                        ActionOutcome.FAILED;
                };
            case RETRY ->
                switch (state) {
                    case RECEIVING, LOADING -> ActionOutcome.IN_PROGRESS;
                    // The rest of an interrupted file was never received, and no retry can add it.
                    case COMPLETED, INTERRUPTED -> failedParts == 0 ? ActionOutcome.SUCCEEDED : ActionOutcome.FAILED;
                    case PARTIALLY_FAILED, FAILED, CANCELLING, CANCELLED, UNDOING, UNDONE -> ActionOutcome.FAILED;
                };
        };
    }
}
