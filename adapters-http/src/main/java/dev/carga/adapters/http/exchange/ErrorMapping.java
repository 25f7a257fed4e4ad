package dev.carga.adapters.http.exchange;

import dev.carga.application.InfrastructureException;
import dev.carga.domain.Nullable;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Maps exceptions, and statuses that the HTTP server chooses, to problems.
public final class ErrorMapping {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorMapping.class);

    private ErrorMapping() {}

    /// The problem of a failure on the side of the server, which is logged: the response gives no details.
    public static Problem problemOf(Throwable failure) {
        if (failure instanceof InfrastructureException.Transient) {
            LOG.warn("event=store_away cause={}", failure.getMessage());
            return Problem.STORE_AWAY;
        }
        LOG.error("event=request_failed", failure);
        return Problem.INTERNAL_ERROR;
    }

    /// The problem of a body that cannot be read to its end: the client disconnected, was too slow, or broke
    /// the framing.
    ///
    /// @param broken the problem in all cases but a timeout
    public static Problem problemOfBody(IOException failure, Problem broken) {
        // How deep the timeout is among the causes depends on the reader: a file, or the headers of a part.
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException) {
                return Problem.UPLOAD_TIMED_OUT;
            }
        }
        return broken;
    }

    /// The problem of a request that the HTTP server refuses before it reaches a route.
    public static Problem problemOfStatus(int status) {
        return switch (status) {
            case 404 -> Problem.UNKNOWN_ROUTE;
            case 408 -> Problem.UPLOAD_TIMED_OUT;
            case 414 -> Problem.URI_TOO_LONG;
            case 431 -> Problem.HEADERS_TOO_LARGE;
            case 503 -> Problem.SHUTTING_DOWN;
            // The client asks for a version of HTTP that does not exist, although 5xx blames the server.
            case 505 -> Problem.MALFORMED_REQUEST;
            default -> status < 500 ? Problem.MALFORMED_REQUEST : Problem.INTERNAL_ERROR;
        };
    }

    /// The body of the response to such a request: it keeps the status.
    public static byte[] bodyOfStatus(int status) {
        return ProblemBody.withStatus(status, problemOfStatus(status));
    }
}
