package dev.carga.adapters.http.tus;

import dev.carga.adapters.http.exchange.Problem;
import dev.carga.adapters.http.exchange.RequestResult;
import dev.carga.adapters.http.exchange.UploadPath;
import dev.carga.adapters.http.tus.TusProtocol.TusResponse;
import dev.carga.domain.upload.UploadId;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.Optional;

/// `PATCH /api/v1/tus/{id}`: appends bytes. Ends an earlier request that still writes to the upload.
public final class TusPatch implements Handler {

    private final TusProtocol protocol;
    private final TusBodies bodies;
    private final ActiveRequests active;

    TusPatch(TusProtocol protocol, TusBodies bodies, ActiveRequests active) {
        this.protocol = protocol;
        this.bodies = bodies;
        this.active = active;
    }

    /// The headers of the request.
    ///
    /// @param length of the whole file, if it is sent with this request
    private record Append(long offset, Optional<Long> length, Optional<TusChecksum> checksum) {

        static RequestResult<Append> parse(Context ctx) {
            if (!TusHeaders.isOffsetStream(ctx)) {
                return RequestResult.refused(Problem.NOT_AN_OFFSET_STREAM);
            }
            return TusHeaders.offset(ctx)
                    .flatMap(offset -> TusHeaders.length(ctx)
                            .flatMap(length ->
                                    TusChecksum.of(ctx).map(checksum -> new Append(offset, length, checksum))));
        }
    }

    @Override
    public void handle(Context ctx) {
        protocol.answer(
                ctx,
                () -> UploadPath.parse(ctx)
                        .flatMap(id -> Append.parse(ctx).flatMap(append -> append(ctx, id, append))));
    }

    private RequestResult<TusResponse> append(Context ctx, UploadId id, Append append) {
        active.end(id);
        return bodies.append(ctx.req(), id, append.offset(), append.length(), append.checksum())
                .flatMap(result -> TusProtocol.response(204, id, result));
    }
}
