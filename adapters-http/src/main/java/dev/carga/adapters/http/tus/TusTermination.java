package dev.carga.adapters.http.tus;

import dev.carga.adapters.http.exchange.RequestResult;
import dev.carga.adapters.http.exchange.UploadPath;
import dev.carga.adapters.http.tus.TusProtocol.TusResponse;
import dev.carga.application.control.WithdrawUpload;
import dev.carga.application.receive.ReceiveResumable;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.Withdrawal;
import io.javalin.http.Context;
import io.javalin.http.Handler;

/// `DELETE /api/v1/tus/{id}`: cancels the upload. Rows that are loaded stay.
public final class TusTermination implements Handler {

    private final TusProtocol protocol;
    private final ReceiveResumable receive;
    private final WithdrawUpload withdraw;
    private final ActiveRequests active;

    TusTermination(TusProtocol protocol, ReceiveResumable receive, WithdrawUpload withdraw, ActiveRequests active) {
        this.protocol = protocol;
        this.receive = receive;
        this.withdraw = withdraw;
        this.active = active;
    }

    @Override
    public void handle(Context ctx) {
        protocol.answer(ctx, () -> UploadPath.parse(ctx).flatMap(this::terminate));
    }

    private RequestResult<TusResponse> terminate(UploadId id) {
        active.end(id);
        return TusProtocol.response(204, id, receive.find(id)).map(_ -> {
            withdraw.withdraw(id, Withdrawal.CANCELLED);
            return new TusResponse(204, id, null);
        });
    }
}
