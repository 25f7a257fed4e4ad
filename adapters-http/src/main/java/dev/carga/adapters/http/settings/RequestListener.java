package dev.carga.adapters.http.settings;

import java.time.Duration;

/// Is called for each request that was answered, also if it matched no route. Requests that the HTTP server
/// refuses before routing, such as malformed ones, are not reported. Called from many threads at once; must
/// return quickly and not throw.
@FunctionalInterface
public interface RequestListener {

    /// Replaces unknown methods and the route of a request that matched none. Words that clients make up must
    /// not become labels of metrics.
    String OTHER = "other";

    /// The response was written.
    ///
    /// @param route as it is declared, such as `/api/v1/uploads/{id}`; never the requested path
    /// @param took  from the head of the request to the end of the response, including the body of an upload
    void answered(String method, String route, int status, Duration took);
}
