package dev.carga.adapters.http.server;

import dev.carga.adapters.http.exchange.ErrorMapping;
import dev.carga.adapters.http.exchange.Problem;
import dev.carga.adapters.http.exchange.Responses;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Answers the requests that the HTTP server itself refuses before routing, with the same bodies as the routes,
/// and without details about the server.
final class ServerErrors implements Request.Handler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Problem problem = ErrorMapping.problemOfStatus(response.getStatus());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Responses.JSON);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        if (problem.isTransient()) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, Responses.RETRY_AFTER_SECONDS);
        }
        response.write(true, ByteBuffer.wrap(ErrorMapping.bodyOfStatus(response.getStatus())), callback);
        return true;
    }
}
