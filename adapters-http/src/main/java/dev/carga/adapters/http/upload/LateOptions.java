package dev.carga.adapters.http.upload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.carga.adapters.http.exchange.Problem;
import dev.carga.adapters.http.exchange.ProblemBody;
import dev.carga.adapters.http.option.UploadOption;
import dev.carga.application.control.WithdrawUpload;
import dev.carga.domain.upload.UploadId;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Options in a form behind the file that they are for. Its rows may be in the table by then, although
/// `dry_run` should have kept them out: if one of the options is a safety switch, everything that the request
/// loaded is undone, and the request is refused.
final class LateOptions {

    /// Long enough for a part that is being loaded to finish and be removed again.
    private static final Duration UNDO_TIMEOUT = Duration.ofSeconds(20);

    private static final String NOTHING_LOADED = "nothing of this request is loaded";
    private static final String BEING_REMOVED =
            "nothing of this request stays loaded, and its last rows are being removed (GET /api/v1/uploads)";

    private final WithdrawUpload withdraw;

    LateOptions(WithdrawUpload withdraw) {
        this.withdraw = withdraw;
    }

    /// The options for which the request is refused. Empty if there are none, or if no upload was opened: then
    /// there is nothing to undo, and the problem of the file itself says more.
    static List<UploadOption<?>> of(Reception.Completed reception) {
        return reception.opened().isEmpty()
                ? List.of()
                : safetySwitches(reception.rest().tooLate(), reception.options());
    }

    /// The safety switches among the fields behind a file that differ from the options it was received with.
    static List<UploadOption<?>> in(Map<String, List<String>> fields, UploadOptionValues used) {
        return safetySwitches(used.differing(fields), used);
    }

    private static List<UploadOption<?>> safetySwitches(List<UploadOption<?>> late, UploadOptionValues used) {
        return late.stream().filter(option -> used.isSafetySwitch(option)).toList();
    }

    /// Undoes the uploads of the request.
    ///
    /// @return the body of the response
    ObjectNode undo(Reception.Completed reception, List<UploadOption<?>> late) {
        boolean gone = true;
        for (UploadId upload : reception.opened()) {
            gone &= withdraw.undoWithin(upload, UNDO_TIMEOUT);
        }
        List<String> names = late.stream().<String>map(UploadOption::key).toList();
        ObjectNode json =
                ProblemBody.json(Problem.OPTION_TOO_LATE, inWords(names), gone ? NOTHING_LOADED : BEING_REMOVED);
        names.forEach(json.putArray("options")::add);
        reception.opened().stream().map(UploadId::toString).forEach(json.putArray("undone")::add);
        return json;
    }

    /// `a`, `a and b`, `a, b and c`
    private static String inWords(List<String> names) {
        int last = names.size() - 1;
        return last == 0 ? names.getFirst() : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }
}
