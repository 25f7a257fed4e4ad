package dev.carga.adapters.http.exchange;

import dev.carga.domain.upload.UploadId;
import io.javalin.http.Context;
import java.util.Optional;

/// The path of an upload, `/api/v1/uploads/{id}`.
public final class UploadPath {

    /// The path of all uploads. Responses of other routes build URLs from it.
    public static final String UPLOADS = "/api/v1/uploads";

    /// The parameter of paths that names an upload.
    private static final String ID = "id";

    private UploadPath() {}

    /// The URL of an upload.
    ///
    /// @param base scheme and host, see [BaseUrl]
    public static String url(String base, UploadId upload) {
        return base + UPLOADS + "/" + upload;
    }

    /// The upload that the path names.
    public static RequestResult<UploadId> parse(Context ctx) {
        return UploadId.parse(ctx.pathParam(ID))
                .map(RequestResult::of)
                .orElseGet(() -> RequestResult.refused(Problem.MALFORMED_UPLOAD_ID));
    }

    /// The upload that the path names; empty if it is malformed, which this has answered.
    public static Optional<UploadId> id(Context ctx) {
        return switch (parse(ctx)) {
            case RequestResult.Valid<UploadId>(UploadId id) -> Optional.of(id);
            case RequestResult.Invalid<UploadId>(RequestProblem problem) -> {
                Responses.refuse(ctx, problem);
                yield Optional.empty();
            }
        };
    }
}
