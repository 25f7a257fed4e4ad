package dev.carga.adapters.http.preview;

import dev.carga.adapters.http.exchange.IssueMessages;
import dev.carga.adapters.http.exchange.Problem;
import dev.carga.adapters.http.exchange.Responses;
import dev.carga.adapters.http.upload.Multipart;
import dev.carga.adapters.http.upload.RawBody;
import dev.carga.adapters.http.upload.UploadOptionValues;
import dev.carga.adapters.http.upload.UploadReader;
import dev.carga.adapters.http.upload.UploadReader.Permitted;
import dev.carga.adapters.http.view.CheckJson;
import dev.carga.application.check.CheckedFile;
import dev.carga.application.check.FileToCheck;
import dev.carga.application.check.PreviewFile;
import dev.carga.application.receive.UploadOptions;
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
        try {
            UploadOptions options = UploadOptionValues.inUrl(ctx).options();
            FileToCheck file = new FileToCheck(
                    name,
                    List.of(),
                    options.rules(),
                    options.layout(),
                    PreviewFile.ROWS,
                    isTrue(ctx.queryParam("whole")));
            answer(ctx, file);
        } catch (UploadOptionValues.Wrong e) {
            Responses.refuse(ctx, e.problem(), e.details());
        }
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

    /// Refuses only after the permit is released: the rest of a refused body is still read for a while.
    private void answer(Context ctx, FileToCheck file) {
        switch (withPermit(ctx, file)) {
            case Permitted.Done<PreviewResult>(PreviewResult result) -> answer(ctx, file, result);
            case Permitted.Refused<PreviewResult>(Problem problem) ->
                // A preview cannot be resumed, so a broken body is a malformed request.
                Responses.refuse(ctx, problem == Problem.BROKEN_OFF ? Problem.MALFORMED_REQUEST : problem);
        }
    }

    private Permitted<PreviewResult> withPermit(Context ctx, FileToCheck file) {
        if (!permits.tryAcquire()) {
            return new Permitted.Refused<>(Problem.TOO_MANY_UPLOADS);
        }
        try {
            return reader.take(ctx.req(), body -> preview(file, body));
        } finally {
            permits.release();
        }
    }

    /// @param problem null if the body was checked
    private record PreviewResult(
            List<CheckedFile> files, @Nullable Problem problem) {}

    private PreviewResult preview(FileToCheck file, InputStream body) throws IOException {
        byte[] head = body.readNBytes(PreviewFile.MOST_BYTES + 1);
        if (head.length == 0 || head.length > PreviewFile.MOST_BYTES) {
            return new PreviewResult(List.of(), head.length == 0 ? Problem.EMPTY_FILE : Problem.PREVIEW_TOO_LARGE);
        }
        return new PreviewResult(preview.preview(file, head), null);
    }

    private static void answer(Context ctx, FileToCheck file, PreviewResult result) {
        if (result.problem() != null) {
            Responses.refuse(ctx, result.problem(), file.name());
            return;
        }
        Responses.answer(ctx, 200, CheckJson.of(result.files(), IssueMessages.of(ctx)));
    }
}
