package dev.carga.adapters.http.upload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.carga.adapters.http.exchange.Problem;
import dev.carga.adapters.http.option.UploadOption;
import dev.carga.adapters.http.upload.UploadReader.Outcome;
import dev.carga.application.control.WithdrawUpload;
import dev.carga.domain.upload.UploadId;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What becomes of a form that says behind its file how the file was to be dealt with. Its rows may be in the
/// table by then, although `dry_run` should have kept them out: everything that came of the request is undone,
/// and refused.
public final class LateOptions {

    /// Within that, also a part that is being loaded at this moment is through, and has been removed again.
    private static final Duration UNDONE_WITHIN = Duration.ofSeconds(20);

    private static final String NOTHING_LOADED = "nothing of this request is loaded";
    private static final String BEING_REMOVED =
            "nothing of this request stays loaded, and its last rows are being removed (GET /api/v1/uploads)";

    private final WithdrawUpload withdraw;

    public LateOptions(WithdrawUpload withdraw) {
        this.withdraw = withdraw;
    }

    /// The options for whose sake the request is refused; none if it is not, or if nothing has begun that could
    /// be undone, and the refusal of the file itself says more.
    static List<UploadOption> of(Outcome.Taken taken) {
        return taken.begun().isEmpty() ? List.of() : safetySwitches(taken.rest().tooLate(), taken.choices());
    }

    /// Those among what is said behind a file that are others than what was used for it.
    static List<UploadOption> in(Map<String, List<String>> said, UploadOptionValues used) {
        return safetySwitches(used.differing(said), used);
    }

    private static List<UploadOption> safetySwitches(List<UploadOption> late, UploadOptionValues used) {
        return late.stream()
                .filter(choice -> choice.isSafetySwitch(used.get(choice)))
                .toList();
    }

    /// Undoes what came of the request.
    ///
    /// @return the answer
    ObjectNode refuse(Outcome.Taken taken, List<UploadOption> late) {
        boolean gone = true;
        for (UploadId upload : taken.begun()) {
            gone &= withdraw.undoWithin(upload, UNDONE_WITHIN);
        }
        List<String> names = late.stream().map(UploadOption::key).toList();
        ObjectNode json = Problem.OPTION_TOO_LATE.json(inWords(names), gone ? NOTHING_LOADED : BEING_REMOVED);
        names.forEach(json.putArray("options")::add);
        taken.begun().stream().map(UploadId::toString).forEach(json.putArray("undone")::add);
        return json;
    }

    /// `a`, `a and b`, `a, b and c`
    private static String inWords(List<String> names) {
        int last = names.size() - 1;
        return last == 0 ? names.getFirst() : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }
}
