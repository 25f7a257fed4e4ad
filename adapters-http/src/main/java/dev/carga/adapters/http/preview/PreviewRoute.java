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

/// `POST /api/v1/previews?filename=…`: what would become of a file, by its first bytes. Nothing of it is kept, and
/// nothing is written down: not even in the log.
public final class PreviewRoute {

    /// Each holds a body in memory. Uploads, which are paced alike, have places of their own beside.
    private static final int AT_ONCE = 16;

    private final PreviewFile preview;
    private final UploadReader intake;
    private final Semaphore places = new Semaphore(AT_ONCE);

    public PreviewRoute(PreviewFile preview, UploadReader intake) {
        this.preview = preview;
        this.intake = intake;
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
                    isYes(ctx.queryParam("whole")));
            answer(ctx, file);
        } catch (UploadOptionValues.Wrong e) {
            Responses.refuse(ctx, e.problem(), e.details());
        }
    }

    /// What can be told by the head of the request.
    private static @Nullable Problem refusal(Context ctx, String name) {
        if (Multipart.is(ctx.req())) {
            return Problem.PREVIEW_OF_FORM;
        }
        @Nullable String whole = ctx.queryParam("whole");
        if (whole != null && !isYes(whole) && !whole.equals("false")) {
            return Problem.MALFORMED_WHOLE;
        }
        if (ctx.req().getContentLengthLong() > PreviewFile.MOST_BYTES) {
            return Problem.PREVIEW_TOO_LARGE;
        }
        return RawBody.refusal(ctx.req(), name);
    }

    private static boolean isYes(@Nullable String flag) {
        return "true".equals(flag);
    }

    /// A refused sender is listened to for a while yet: not in a place that others wait for.
    private void answer(Context ctx, FileToCheck file) {
        switch (inAPlace(ctx, file)) {
            case Permitted.Done<Looked>(Looked looked) -> answer(ctx, file, looked);
            case Permitted.Refused<Looked>(Problem problem) ->
                // There is no upload to go on with.
                Responses.refuse(ctx, problem == Problem.BROKEN_OFF ? Problem.MALFORMED_REQUEST : problem);
        }
    }

    private Permitted<Looked> inAPlace(Context ctx, FileToCheck file) {
        if (!places.tryAcquire()) {
            return new Permitted.Refused<>(Problem.TOO_MANY_UPLOADS);
        }
        try {
            return intake.take(ctx.req(), body -> look(file, body));
        } finally {
            places.release();
        }
    }

    /// What came of a body.
    ///
    /// @param problem null if it was looked at
    private record Looked(List<CheckedFile> files, @Nullable Problem problem) {}

    private Looked look(FileToCheck file, InputStream body) throws IOException {
        byte[] head = body.readNBytes(PreviewFile.MOST_BYTES + 1);
        if (head.length == 0 || head.length > PreviewFile.MOST_BYTES) {
            return new Looked(List.of(), head.length == 0 ? Problem.EMPTY_FILE : Problem.PREVIEW_TOO_LARGE);
        }
        return new Looked(preview.preview(file, head), null);
    }

    private static void answer(Context ctx, FileToCheck file, Looked looked) {
        if (looked.problem() != null) {
            Responses.refuse(ctx, looked.problem(), file.name());
            return;
        }
        Responses.answer(ctx, 200, CheckJson.of(looked.files(), IssueMessages.of(ctx)));
    }
}
