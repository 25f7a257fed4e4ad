package dev.carga.adapters.http.report;

import dev.carga.adapters.http.exchange.IssueMessages;
import dev.carga.adapters.http.exchange.Problem;
import dev.carga.adapters.http.exchange.Responses;
import dev.carga.adapters.http.exchange.UploadPath;
import dev.carga.adapters.http.view.UploadJson;
import dev.carga.application.report.ReportUploads;
import dev.carga.application.report.UploadView;
import dev.carga.domain.Nullable;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.UploadState;
import io.javalin.http.Context;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// `GET /api/v1/uploads?state=…&limit=…&cursor=…`, the newest first, and `GET /api/v1/uploads/{id}`. The latter with
/// `wait` is answered by [EventRoutes].
public final class UploadQueryRoutes {

    private static final int DEFAULT_LIMIT = 20;
    private static final int HIGHEST_LIMIT = 100;

    private final ReportUploads report;
    private final EventRoutes events;

    public UploadQueryRoutes(ReportUploads report, EventRoutes events) {
        this.report = report;
        this.events = events;
    }

    public void list(Context ctx) {
        Set<UploadState> states = EnumSet.noneOf(UploadState.class);
        for (String list : ctx.queryParams("state")) {
            for (String state : list.split(",", -1)) {
                Optional<UploadState> parsed = UploadState.parse(state.strip());
                if (parsed.isEmpty()) {
                    Responses.refuse(ctx, Problem.UNKNOWN_STATE);
                    return;
                }
                states.add(parsed.get());
            }
        }
        Optional<Integer> limit = limit(ctx.queryParam("limit"), DEFAULT_LIMIT, HIGHEST_LIMIT);
        if (limit.isEmpty()) {
            Responses.refuse(ctx, Problem.MALFORMED_LIMIT, HIGHEST_LIMIT);
            return;
        }
        @Nullable String cursor = ctx.queryParam("cursor");
        Optional<UploadId> before = cursor == null ? Optional.empty() : existing(cursor);
        if (cursor != null && before.isEmpty()) {
            Responses.refuse(ctx, Problem.UNKNOWN_CURSOR);
            return;
        }
        Responses.answer(
                ctx, 200, UploadJson.of(report.page(states, before.orElse(null), limit.get()), IssueMessages.of(ctx)));
    }

    /// The parsed limit, or `defaultLimit` if there is none. Empty if it is not a number from 1 to `highest`.
    static Optional<Integer> limit(@Nullable String text, int defaultLimit, int highest) {
        if (text == null) {
            return Optional.of(defaultLimit);
        }
        if (!text.matches("[0-9]{1,9}")) {
            return Optional.empty();
        }
        return Optional.of(Integer.valueOf(text)).filter(limit -> limit >= 1 && limit <= highest);
    }

    private Optional<UploadId> existing(String cursor) {
        return UploadId.parse(cursor).flatMap(report::find).map(UploadView::id);
    }

    /// The upload in the path. If there is none, refuses the request and returns empty.
    static Optional<UploadView> upload(Context ctx, ReportUploads uploads) {
        Optional<UploadId> id = UploadPath.id(ctx);
        Optional<UploadView> upload = id.flatMap(uploads::find);
        if (id.isPresent() && upload.isEmpty()) {
            Responses.refuse(ctx, Problem.UNKNOWN_UPLOAD, id.get());
        }
        return upload;
    }

    public void one(Context ctx) throws InterruptedException {
        Optional<UploadId> id = UploadPath.id(ctx);
        if (id.isEmpty()) {
            return;
        }
        @Nullable String wait = ctx.queryParam("wait");
        if (wait != null) {
            events.awaitEnd(ctx, id.get(), wait);
            return;
        }
        report.find(id.get())
                .ifPresentOrElse(
                        upload -> Responses.answer(ctx, 200, UploadJson.of(upload, IssueMessages.of(ctx))),
                        () -> Responses.refuse(ctx, Problem.UNKNOWN_UPLOAD, id.get()));
    }
}
