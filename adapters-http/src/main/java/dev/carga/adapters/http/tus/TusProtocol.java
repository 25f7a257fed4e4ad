package dev.carga.adapters.http.tus;

import dev.carga.adapters.http.exchange.BaseUrl;
import dev.carga.adapters.http.exchange.ErrorMapping;
import dev.carga.adapters.http.exchange.FileProblem;
import dev.carga.adapters.http.exchange.Problem;
import dev.carga.adapters.http.exchange.RequestResult;
import dev.carga.adapters.http.exchange.Responses;
import dev.carga.adapters.http.exchange.UploadPath;
import dev.carga.application.receive.ReceiveResumable.AppendResult;
import dev.carga.application.receive.ReceiveResumable.AppendResult.UploadOffset;
import dev.carga.domain.Nullable;
import dev.carga.domain.upload.UploadId;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Supplier;

/// What the operations of tus have in common: the version, and how they respond.
record TusProtocol(BaseUrl baseUrl) {

    static final String VERSION_HEADER = "Tus-Resumable";
    static final String VERSION = "1.0.0";

    private static final String PATH = "/api/v1/tus";

    /// The response of an operation that succeeded.
    ///
    /// @param offset how much of the upload is stored; null to omit the headers about it
    record TusResponse(
            int status, UploadId upload, @Nullable UploadOffset offset) {}

    /// Answers a request by an operation, if it names the version.
    void answer(Context ctx, Supplier<RequestResult<TusResponse>> operation) {
        ctx.header(VERSION_HEADER, VERSION);
        if (!VERSION.equals(ctx.header(VERSION_HEADER))) {
            ctx.header("Tus-Version", VERSION);
            Responses.refuse(ctx, Problem.UNSUPPORTED_TUS_VERSION);
            return;
        }
        try {
            operation.get().handle(response -> write(ctx, response), problem -> Responses.refuse(ctx, problem));
        } catch (RuntimeException e) {
            Responses.refuse(ctx, ErrorMapping.problemOf(e));
        }
    }

    /// The response to a request that succeeds if the upload can be resumed, or is complete.
    static RequestResult<TusResponse> response(int status, UploadId upload, AppendResult result) {
        return switch (result) {
            case UploadOffset offset -> RequestResult.of(new TusResponse(status, upload, offset));
            case AppendResult.Unknown _ -> RequestResult.refused(Problem.UNKNOWN_UPLOAD, upload);
            case AppendResult.Gone _ -> RequestResult.refused(Problem.UPLOAD_GONE, upload);
            case AppendResult.WrongOffset(long received) ->
                RequestResult.refused(Problem.WRONG_UPLOAD_OFFSET, upload, received);
            case AppendResult.LengthConflict(long length) ->
                RequestResult.refused(Problem.OTHER_UPLOAD_LENGTH, upload, length);
            case AppendResult.BodyExceedsFile(long length) ->
                RequestResult.refused(Problem.BODY_EXCEEDS_FILE, upload, length);
            case AppendResult.TakenOver _ -> RequestResult.refused(Problem.UPLOAD_TAKEN_OVER, upload);
            case AppendResult.FileRefused(String name, var reason) ->
                RequestResult.refused(FileProblem.of(name, reason));
        };
    }

    String url(Context ctx, UploadId upload) {
        return baseUrl.of(ctx.req()) + PATH + "/" + upload;
    }

    private void write(Context ctx, TusResponse response) {
        ctx.status(response.status());
        @Nullable UploadOffset offset = response.offset();
        if (offset == null) {
            return;
        }
        ctx.header("Upload-Offset", Long.toString(offset.received()))
                .header("Cache-Control", "no-store")
                .header("Link", "<" + UploadPath.url(baseUrl.of(ctx.req()), response.upload()) + ">; rel=\"related\"");
        if (offset.length() == null) {
            ctx.header("Upload-Defer-Length", "1");
        } else {
            ctx.header("Upload-Length", Long.toString(offset.length()));
        }
        if (!offset.metadata().isEmpty()) {
            ctx.header("Upload-Metadata", offset.metadata());
        }
        if (!offset.isWhole()) {
            ctx.header("Upload-Expires", httpDate(offset.expires()));
        }
    }

    /// RFC 9110, 5.6.7.
    private static String httpDate(Instant time) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
    }
}
