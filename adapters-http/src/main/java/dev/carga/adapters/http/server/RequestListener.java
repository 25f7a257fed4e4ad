package dev.carga.adapters.http.server;

import java.time.Duration;

/// Is told of each request that was answered, also if no route was for it. Called from many threads at once; must
/// return at once and not throw. What the server turns down before it looks for a route, such as what is no
/// HTTP, it does not hear of.
@FunctionalInterface
public interface RequestListener {

    /// Stands for the method of a request that is none of the usual ones, and for the route of one that has none:
    /// whatever a client makes up must not be kept.
    String OTHER = "other";

    /// The answer is written.
    ///
    /// @param route as it is declared, such as `/api/v1/uploads/{id}`; never the path that was asked for
    /// @param took  from the request's head to the end of the answer, the body of an upload included
    void answered(String method, String route, int status, Duration took);
}
