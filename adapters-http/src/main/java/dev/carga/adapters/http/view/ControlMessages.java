package dev.carga.adapters.http.view;

import dev.carga.adapters.http.exchange.Problem;
import dev.carga.application.control.UploadControl.Refusal;
import dev.carga.application.report.UploadView;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.UploadState;

/// The English messages of cancel, retry and undo, for the routes and for the command line without a server.
public final class ControlMessages {

    private ControlMessages() {}

    public static String cancelled(UploadView upload) {
        return switch (upload.state()) {
            case CANCELLING ->
                "Cancelled. Some parts are still being loaded; "
                        + are(upload.parts().loaded(), "part") + " loaded so far.";
            case CANCELLED ->
                "Cancelled: " + are(upload.parts().cancelled(), "part") + " dropped, and "
                        + are(upload.parts().loaded(), "part")
                        + " loaded. Loaded rows stay unless the upload is undone.";
            case UNDOING, UNDONE -> "Nothing is left to cancel: the upload was undone.";
            case RECEIVING, LOADING, COMPLETED, PARTIALLY_FAILED, FAILED, INTERRUPTED ->
                "Nothing is left to cancel: every part is finished.";
        };
    }

    public static String undone(UploadView upload) {
        String prefix = upload.state() == UploadState.UNDONE ? "Undone: " : "Being undone: ";
        long restored = upload.removal().restored();
        long kept = upload.removal().kept();
        return prefix + are(upload.removal().removed(), "row") + " removed"
                + (restored == 0
                        ? ""
                        : ", " + are(restored, "row") + " restored as " + (restored == 1 ? "it was" : "they were"))
                + (kept == 0
                        ? "."
                        : ", and " + are(kept, "row")
                                + " left unchanged: another upload has updated them since, or their previous"
                                + " values are no longer stored.");
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
