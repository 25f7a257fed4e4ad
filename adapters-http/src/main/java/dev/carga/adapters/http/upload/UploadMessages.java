package dev.carga.adapters.http.upload;

import dev.carga.adapters.http.option.UploadOption;
import dev.carga.adapters.http.upload.UploadReader.Outcome;
import dev.carga.application.receive.ReceiveFile.Received;
import dev.carga.application.receive.ReceiveResult;
import java.util.List;

/// What the answer to a file says to people.
final class UploadMessages {

    private UploadMessages() {}

    static String info(Outcome.Taken taken, List<Received> accepted, int refused) {
        return what(taken, accepted) + refused(refused) + ignored(taken.rest().files()) + late(taken);
    }

    private static String what(Outcome.Taken taken, List<Received> accepted) {
        if (taken.choices().options().rules().dryRun()) {
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

    private static String late(Outcome.Taken taken) {
        StringBuilder words = new StringBuilder();
        for (UploadOption choice : UploadOption.values()) {
            if (taken.rest().tooLate().contains(choice)) {
                String used = taken.choices().get(choice);
                words.append(" The field ")
                        .append(choice.key())
                        .append(" came too late, after the file, and was not heeded (")
                        .append(used.isEmpty() ? "none" : used)
                        .append(" was used): put it before the file or into the URL.");
            }
        }
        return words.toString();
    }
}
