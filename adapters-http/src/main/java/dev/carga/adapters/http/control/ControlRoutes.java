package dev.carga.adapters.http.control;

import dev.carga.adapters.http.exchange.IssueMessages;
import dev.carga.adapters.http.exchange.Problem;
import dev.carga.adapters.http.exchange.Responses;
import dev.carga.adapters.http.exchange.UploadPath;
import dev.carga.adapters.http.upload.UploadOptionValues;
import dev.carga.adapters.http.view.ControlMessages;
import dev.carga.adapters.http.view.UploadJson;
import dev.carga.application.control.RetryUpload;
import dev.carga.application.control.UploadControl.ControlResult;
import dev.carga.application.control.UploadControl.Refusal;
import dev.carga.application.control.WithdrawUpload;
import dev.carga.application.report.ReportUploads;
import dev.carga.application.report.UploadView;
import dev.carga.domain.Nullable;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.UploadState;
import dev.carga.domain.upload.Withdrawal;
import io.javalin.http.Context;

/// `POST /api/v1/uploads/{id}/cancel`, `…/retry?on_duplicate=…` and `…/undo`: 200 if the action is finished,
/// 202 if it is still running. All three are idempotent.
public final class ControlRoutes {

    private final WithdrawUpload withdraw;
    private final RetryUpload retry;
    private final ReportUploads report;

    public ControlRoutes(WithdrawUpload withdraw, RetryUpload retry, ReportUploads report) {
        this.withdraw = withdraw;
        this.retry = retry;
        this.report = report;
    }

    public void cancel(Context ctx) {
        UploadPath.id(ctx)
                .ifPresent(id -> respond(
                        ctx,
                        id,
                        withdraw.withdraw(id, Withdrawal.CANCELLED),
                        (_, upload) -> ControlMessages.cancelled(upload)));
    }

    public void undo(Context ctx) {
        UploadPath.id(ctx)
                .ifPresent(id -> respond(
                        ctx,
                        id,
                        withdraw.withdraw(id, Withdrawal.UNDONE),
                        (_, upload) -> ControlMessages.undone(upload)));
    }

    public void retry(Context ctx) {
        UploadOptionValues.inUrl(ctx)
                .flatMap(options -> options.and(ctx.formParamMap()))
                .handle(options -> retry(ctx, options.duplicates()), problem -> Responses.refuse(ctx, problem));
    }

    private void retry(Context ctx, @Nullable DuplicatePolicy policy) {
        UploadPath.id(ctx)
                .ifPresent(
                        id -> respond(ctx, id, retry.retry(id, policy), (parts, _) -> ControlMessages.retried(parts)));
    }

    /// The sentence for people about an action.
    @FunctionalInterface
    private interface Message {
        /// @param parts  that the action changed
        /// @param upload after the action
        String of(int parts, UploadView upload);
    }

    private void respond(Context ctx, UploadId id, ControlResult result, Message message) {
        switch (result) {
            case ControlResult.Unknown() -> Responses.refuse(ctx, Problem.UNKNOWN_UPLOAD, id);
            case ControlResult.Conflict(Refusal reason) -> Responses.refuse(ctx, ControlMessages.problem(reason), id);
            case ControlResult.Done(int parts) -> {
                UploadView upload = report.find(id).orElseThrow();
                Responses.answer(
                        ctx,
                        status(upload.state()),
                        UploadJson.of(message.of(parts, upload), upload, IssueMessages.of(ctx)));
            }
        }
    }

    private static int status(UploadState state) {
        return switch (state) {
            case RECEIVING, LOADING, CANCELLING, UNDOING -> 202;
            case COMPLETED, PARTIALLY_FAILED, FAILED, INTERRUPTED, CANCELLED, UNDONE -> 200;
        };
    }
}
