package dev.carga.adapters.http.site;

import dev.carga.adapters.http.exchange.Responses;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/// `GET /openapi.json`: the API in OpenAPI 3.1. `GET /docs`: a page that shows it, and that loads nothing from
/// any other server.
public final class DocumentRoutes {

    /// The page contains its script and style and fetches the document. Everything else is forbidden.
    private static final String POLICY =
            "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'; base-uri 'none';"
                    + " form-action 'none'; frame-ancestors 'none'";

    private final byte[] openApi = resource("openapi.json");
    private final byte[] page = resource("docs.html");

    /// `GET /openapi.json`
    public void openApi(Context ctx) {
        answer(ctx, Responses.JSON, openApi);
    }

    /// `GET /docs`
    public void page(Context ctx) {
        ctx.header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer");
        answer(ctx, "text/html; charset=utf-8", page);
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
