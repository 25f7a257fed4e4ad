package dev.carga.adapters.http.tus;

import dev.carga.adapters.http.exchange.Problem;
import dev.carga.adapters.http.exchange.Responses;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.Locale;
import java.util.Objects;

/// `POST /api/v1/tus/{id}` with `X-HTTP-Method-Override`, for clients and proxies that cannot send PATCH,
/// DELETE or HEAD.
public final class TusOverride implements Handler {

    private final TusHead head;
    private final TusPatch patch;
    private final TusTermination termination;

    TusOverride(TusHead head, TusPatch patch, TusTermination termination) {
        this.head = head;
        this.patch = patch;
        this.termination = termination;
    }

    @Override
    public void handle(Context ctx) {
        switch (Objects.requireNonNullElse(ctx.header("X-HTTP-Method-Override"), "")
                .toUpperCase(Locale.ROOT)) {
            case "PATCH" -> patch.handle(ctx);
            case "DELETE" -> termination.handle(ctx);
            case "HEAD" -> head.handle(ctx);
            default -> Responses.refuse(ctx, Problem.METHOD_NOT_ALLOWED, "POST", "HEAD, PATCH, DELETE");
        }
    }
}
