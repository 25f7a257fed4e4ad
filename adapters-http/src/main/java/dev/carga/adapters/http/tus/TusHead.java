package dev.carga.adapters.http.tus;

import dev.carga.adapters.http.exchange.UploadPath;
import dev.carga.application.receive.ReceiveResumable;
import io.javalin.http.Context;
import io.javalin.http.Handler;

/// `HEAD /api/v1/tus/{id}`: the offset to resume from. Ends a request that still writes to the upload.
public final class TusHead implements Handler {

    private final TusProtocol protocol;
    private final ReceiveResumable receive;
    private final ActiveRequests active;

    TusHead(TusProtocol protocol, ReceiveResumable receive, ActiveRequests active) {
        this.protocol = protocol;
        this.receive = receive;
        this.active = active;
    }

    @Override
    public void handle(Context ctx) {
        protocol.answer(
                ctx,
                () -> UploadPath.parse(ctx).flatMap(id -> {
                    active.end(id);
                    return TusProtocol.response(200, id, receive.takeOver(id));
                }));
    }
}
