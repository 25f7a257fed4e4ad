package dev.carga.adapters.http.view;

import dev.carga.adapters.http.exchange.Problem;
import dev.carga.application.control.UploadControl.Refusal;
import dev.carga.application.report.UploadView;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.UploadState;

/// What people are told of a wish: in the answers of the routes, and where the same is asked without HTTP.
public final class ControlMessages {

    private ControlMessages() {}

    public static String cancelled(UploadView upload) {
        return switch (upload.state()) {
            case CANCELLING ->
                "Cancelled. Some parts were being loaded at this moment, and may still be; "
                        + upload.parts().loaded() + " are loaded.";
            case CANCELLED ->
                "Cancelled: " + are(upload.parts().cancelled(), "part") + " not loaded any more, and "
                        + are(upload.parts().loaded(), "part")
                        + " loaded and will stay so unless the upload is undone.";
            case UNDOING, UNDONE -> "Nothing is left to cancel: the upload was undone.";
            case RECEIVING, LOADING, COMPLETED, PARTIALLY_FAILED, FAILED, INTERRUPTED ->
                "Nothing is left to cancel: every part has its answer.";
        };
    }

    public static String undone(UploadView upload) {
        String so = upload.state() == UploadState.UNDONE ? "Undone: " : "Being undone: ";
        long restored = upload.removal().restored();
        long kept = upload.removal().kept();
        return so + are(upload.removal().removed(), "row") + " removed"
                + (restored == 0 ? "" : ", " + are(restored, "row") + " restored to what they were")
                + (kept == 0
                        ? "."
                        : ", and " + are(kept, "row") + " left as they are: another upload has updated them since, or"
                                + " what they were is not kept any more.");
    }

    public static String retried(int parts) {
        return parts == 0 ? "There is no failed part to try again." : are(parts, "failed part") + " tried again.";
    }

    private static String are(long count, String what) {
        return count == 1 ? "1 " + what + " is" : count + " " + what + "s are";
    }

    public static String unknown(UploadId upload) {
        return Problem.UNKNOWN_UPLOAD.text(upload);
    }

    public static String refused(Refusal reason, UploadId upload) {
        return problem(reason).text(upload);
    }

    public static Problem problem(Refusal reason) {
        return switch (reason) {
            case RETRY_OF_WITHDRAWN -> Problem.RETRY_OF_WITHDRAWN;
            case UNDO_WITHOUT_ORIGINS -> Problem.UNDO_WITHOUT_ORIGINS;
        };
    }
}
