package dev.carga.adapters.http.report;

import dev.carga.adapters.http.exchange.Problem;
import dev.carga.adapters.http.exchange.Responses;
import dev.carga.adapters.http.view.StatusJson;
import dev.carga.application.report.ReportStatus;
import dev.carga.domain.upload.UploadId;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;

/// `GET /status?message_id=UUID`: the predecessor's status document of an upload.
public final class StatusRoute {

    private static final String MESSAGE_ID = "message_id";

    private final ReportStatus report;

    public StatusRoute(ReportStatus report) {
        this.report = report;
    }

    public void handle(Context ctx) {
        // A value that cannot be URL-decoded is missing from the list, but the parameter's name is present.
        List<String> given = ctx.queryParamMap().get(MESSAGE_ID);
        if (given == null || given.equals(List.of(""))) {
            Responses.refuse(ctx, Problem.MISSING_MESSAGE_ID);
            return;
        }
        Optional<UploadId> upload = given.size() == 1 ? UploadId.parse(given.getFirst()) : Optional.empty();
        if (upload.isEmpty()) {
            Responses.refuse(ctx, Problem.MALFORMED_MESSAGE_ID);
            return;
        }
        report.report(upload.get())
                .ifPresentOrElse(
                        found -> Responses.answer(ctx, 200, StatusJson.of(found)),
                        () -> Responses.refuse(ctx, Problem.UNKNOWN_MESSAGE_ID, upload.get()));
    }
}
