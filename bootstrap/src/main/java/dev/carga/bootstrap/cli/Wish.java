package dev.carga.bootstrap.cli;

import dev.carga.domain.upload.UploadPhase;

/// What a person may want of an upload.
enum Wish {
    CANCEL("cancel"),
    RETRY("retry"),
    UNDO("undo");

    private final String key;

    Wish(String key) {
        this.key = key;
    }

    /// Its name in the routes.
    String key() {
        return key;
    }

    /// How far a wish is.
    enum Standing {
        UNDER_WAY,
        FULFILLED,
        NOT_FULFILLED
    }

    /// How far this wish is, once it was uttered.
    ///
    /// @param failedParts of the upload at this moment
    Standing standing(UploadPhase phase, int failedParts) {
        return switch (this) {
            case CANCEL -> phase == UploadPhase.CANCELLING ? Standing.UNDER_WAY : Standing.FULFILLED;
            case UNDO ->
                switch (phase) {
                    case UNDOING -> Standing.UNDER_WAY;
                    case UNDONE -> Standing.FULFILLED;
                    case RECEIVING, LOADING, COMPLETED, PARTIALLY_FAILED, FAILED, INTERRUPTED, CANCELLING, CANCELLED ->
                        Standing.NOT_FULFILLED;
                };
            case RETRY ->
                switch (phase) {
                    case RECEIVING, LOADING -> Standing.UNDER_WAY;
                    // The rest of an interrupted file never came, which no retry can mend.
                    case COMPLETED, INTERRUPTED -> failedParts == 0 ? Standing.FULFILLED : Standing.NOT_FULFILLED;
                    case PARTIALLY_FAILED, FAILED, CANCELLING, CANCELLED, UNDOING, UNDONE -> Standing.NOT_FULFILLED;
                };
        };
    }
}
