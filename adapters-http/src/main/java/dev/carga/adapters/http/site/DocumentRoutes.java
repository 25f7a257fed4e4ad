package dev.carga.adapters.http.site;

import dev.carga.adapters.http.exchange.Responses;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Set;

/// `GET /openapi.json`: every route, its questions and its answers, in OpenAPI 3.1. `GET /docs`: the same for
/// people, a page that asks nobody but this server.
public final class DocumentRoutes {

    static final String OPENAPI = "/openapi.json";
    private static final String DOCS = "/docs";

    /// The page holds its own script and style, and reads the document; nothing else is let in.
    private static final String POLICY =
            "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'; base-uri 'none';"
                    + " form-action 'none'; frame-ancestors 'none'";

    private final byte[] openApi = resource("openapi.json");
    private final byte[] page = resource("docs.html");

    public void addTo(RoutesConfig routes) {
        routes.get(OPENAPI, ctx -> answer(ctx, Responses.JSON, openApi));
        routes.get(DOCS, ctx -> {
            ctx.header("Content-Security-Policy", POLICY)
                    .header("X-Content-Type-Options", "nosniff")
                    .header("Referrer-Policy", "no-referrer");
            answer(ctx, "text/html; charset=utf-8", page);
        });
    }

    /// Whether one of them is there: they are the same from the start to the end.
    public boolean include(String path) {
        return Set.of(OPENAPI, DOCS).contains(path);
    }

    private static void answer(Context ctx, String type, byte[] body) {
        ctx.status(200).contentType(type).header("Cache-Control", "no-cache").result(body);
    }

    private static byte[] resource(String name) {
        try (InputStream in = DocumentRoutes.class.getResourceAsStream("/dev/carga/adapters/http/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
