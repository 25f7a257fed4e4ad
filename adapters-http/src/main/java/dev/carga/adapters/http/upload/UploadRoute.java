package dev.carga.adapters.http.upload;

import dev.carga.adapters.http.exchange.Problem;
import dev.carga.application.receive.IdempotencyStore.StoredResponse;
import dev.carga.domain.Nullable;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.Objects;
import java.util.Optional;

/// `POST /api/v1/uploads?filename=…`: receives every file of a multipart form, or the body itself as a file.
public final class UploadRoute implements Handler {

    private final UploadReader reader;
    private final OptionRules rules;
    private final UploadResponder responder;
    private final Idempotency idempotency;

    UploadRoute(UploadReader reader, OptionRules rules, UploadResponder responder, Idempotency idempotency) {
        this.reader = reader;
        this.rules = rules;
        this.responder = responder;
        this.idempotency = idempotency;
    }

    @Override
    public void handle(Context ctx) {
        long start = System.nanoTime();
        idempotency.answer(ctx, () -> receive(ctx, start));
    }

    private Optional<StoredResponse> receive(Context ctx, long start) {
        Reception reception =
                rules.receive(ctx, options -> Multipart.is(ctx.req()) ? form(ctx, options) : raw(ctx, options));
        return responder.respond(ctx, start, reception, (json, files) -> files.addTo(json));
    }

    private Reception form(Context ctx, UploadOptionValues options) {
        return Multipart.refusal(ctx.req())
                .map(problem -> Reception.refused("", problem))
                .orElseGet(() -> reader.all(ctx.req(), options));
    }

    private Reception raw(Context ctx, UploadOptionValues options) {
        String name = Objects.requireNonNullElse(ctx.queryParam("filename"), RawBody.NAMELESS);
        @Nullable Problem refusal = RawBody.refusal(ctx.req(), name);
        return refusal == null ? reader.raw(ctx.req(), name, options) : Reception.refused(name, refusal);
    }
}
