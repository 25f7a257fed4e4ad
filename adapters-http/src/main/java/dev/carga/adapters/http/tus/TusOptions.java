package dev.carga.adapters.http.tus;

import io.javalin.http.Context;
import io.javalin.http.Handler;

/// `OPTIONS /api/v1/tus` and `OPTIONS /api/v1/tus/{id}`: what the server supports. The one request that need
/// not name the version.
public final class TusOptions implements Handler {

    private static final String EXTENSIONS =
            "creation,creation-with-upload,creation-defer-length,expiration,termination,checksum";

    private final long maxBytes;

    /// @param maxBytes of a file; [Long#MAX_VALUE] for no limit
    TusOptions(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public void handle(Context ctx) {
        if (maxBytes != Long.MAX_VALUE) {
            ctx.header("Tus-Max-Size", Long.toString(maxBytes));
        }
        ctx.header(TusProtocol.VERSION_HEADER, TusProtocol.VERSION)
                .header("Tus-Version", TusProtocol.VERSION)
                .header("Tus-Extension", EXTENSIONS)
                .header("Tus-Checksum-Algorithm", TusChecksum.ALGORITHMS)
                .status(204);
    }
}
