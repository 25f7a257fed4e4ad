package dev.carga.adapters.http.upload;

import dev.carga.adapters.http.option.UploadOption;
import dev.carga.application.receive.ReceiveFile.Received;
import dev.carga.application.receive.ReceiveResult;
import java.util.List;

/// The sentences for people in the response to an upload.
final class UploadMessages {

    private UploadMessages() {}

    /// @param accepted the files that were accepted, at least one
    /// @param refused  the number of files that were refused
    static String info(Reception.Completed reception, List<Received> accepted, int refused) {
        return received(reception, accepted)
                + refused(refused)
                + ignored(reception.rest().files())
                + late(reception);
    }

    private static String received(Reception.Completed reception, List<Received> accepted) {
        if (reception.options().options().rules().dryRun()) {
            return (accepted.size() > 1 ? accepted.size() + " files were" : "The file was")
                    + " received and " + (accepted.size() > 1 ? "are" : "is")
                    + " being checked; nothing is loaded (dry_run).";
        }
        if (accepted.size() > 1) {
            return accepted.size() + " files were received and are being loaded; see uploads for how far they are.";
        }
        return ((ReceiveResult.Accepted) accepted.getFirst().result()).parts() == 0
                ? "The file was received; it has no lines to load."
                : "The file was received and is being loaded; see url for how far it is.";
    }

    private static String refused(int files) {
        return switch (files) {
            case 0 -> "";
            case 1 -> " Another file was not taken; see refused for why.";
            default -> " " + files + " other files were not taken; see refused for why.";
        };
    }

    private static String ignored(int files) {
        return switch (files) {
            case 0 -> "";
            case 1 -> " Another file in the form was ignored: send one file per request.";
            default -> " " + files + " other files in the form were ignored: send one file per request.";
        };
    }

    private static String late(Reception.Completed reception) {
        StringBuilder sentences = new StringBuilder();
        for (UploadOption<?> option : reception.rest().tooLate()) {
            String used = reception.options().format(option);
            sentences
                    .append(" The field ")
                    .append(option.key())
                    .append(" came too late, after the file, and was ignored (")
                    .append(used.isEmpty() ? "none" : used)
                    .append(" was used): put it before the file or into the URL.");
        }
        return sentences.toString();
    }
}
