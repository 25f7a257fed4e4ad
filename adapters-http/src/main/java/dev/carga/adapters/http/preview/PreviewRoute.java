package dev.carga.adapters.http.preview;

import dev.carga.adapters.http.exchange.IssueMessages;
import dev.carga.adapters.http.exchange.Problem;
import dev.carga.adapters.http.exchange.RequestResult;
import dev.carga.adapters.http.exchange.Responses;
import dev.carga.adapters.http.upload.Multipart;
import dev.carga.adapters.http.upload.RawBody;
import dev.carga.adapters.http.upload.UploadOptionValues;
import dev.carga.adapters.http.upload.UploadReader;
import dev.carga.adapters.http.view.CheckJson;
import dev.carga.application.check.CheckedFile;
import dev.carga.application.check.FileToCheck;
import dev.carga.application.check.PreviewFile;
import dev.carga.domain.Nullable;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;

/// `POST /api/v1/previews?filename=…`: checks the first bytes of a file. Nothing is stored or logged.
public final class PreviewRoute {

    /// The limit of concurrent previews, each of which holds its body in memory. A preview also counts as an upload
    /// (`--uploads`), and its body has the same minimum rate.
    private static final int MAX_PREVIEWS = 16;

    private final PreviewFile preview;
    private final UploadReader reader;
    private final Semaphore permits = new Semaphore(MAX_PREVIEWS);

    public PreviewRoute(PreviewFile preview, UploadReader reader) {
        this.preview = preview;
        this.reader = reader;
    }

    public void handle(Context ctx) {
        String name = Objects.requireNonNullElse(ctx.queryParam("filename"), RawBody.NAMELESS);
        @Nullable Problem refusal = refusal(ctx, name);
        if (refusal != null) {
            Responses.refuse(ctx, refusal, name);
            return;
        }
        UploadOptionValues.inUrl(ctx)
                .map(UploadOptionValues::options)
                .map(options -> new FileToCheck(
                        name,
                        List.of(),
                        options.rules(),
                        options.layout(),
                        PreviewFile.ROWS,
                        isTrue(ctx.queryParam("whole"))))
                .flatMap(file -> check(ctx, file))
                .handle(
                        files -> Responses.answer(ctx, 200, CheckJson.of(files, IssueMessages.of(ctx))),
                        problem -> Responses.refuse(ctx, problem));
    }

    /// The refusal that the headers and the URL alone call for; null if there is none.
    private static @Nullable Problem refusal(Context ctx, String name) {
        if (Multipart.is(ctx.req())) {
            return Problem.PREVIEW_OF_FORM;
        }
        @Nullable String whole = ctx.queryParam("whole");
        if (whole != null && !isTrue(whole) && !whole.equals("false")) {
            return Problem.MALFORMED_WHOLE;
        }
        if (ctx.req().getContentLengthLong() > PreviewFile.MOST_BYTES) {
            return Problem.PREVIEW_TOO_LARGE;
        }
        return RawBody.refusal(ctx.req(), name);
    }

    private static boolean isTrue(@Nullable String flag) {
        return "true".equals(flag);
    }

    /// The response is written by the caller, without a permit: a refused client may go on sending for a while.
    private RequestResult<List<CheckedFile>> check(Context ctx, FileToCheck file) {
        if (!permits.tryAcquire()) {
            return RequestResult.refused(Problem.TOO_MANY_UPLOADS);
        }
        try {
            return reader.read(ctx.req(), Problem.MALFORMED_REQUEST, body -> check(file, body));
        } finally {
            permits.release();
        }
    }

    private RequestResult<List<CheckedFile>> check(FileToCheck file, InputStream body) throws IOException {
        byte[] head = body.readNBytes(PreviewFile.MOST_BYTES + 1);
        if (head.length == 0 || head.length > PreviewFile.MOST_BYTES) {
            return RequestResult.refused(
                    head.length == 0 ? Problem.EMPTY_FILE : Problem.PREVIEW_TOO_LARGE, file.name());
        }
        return RequestResult.of(preview.preview(file, head));
    }
}
