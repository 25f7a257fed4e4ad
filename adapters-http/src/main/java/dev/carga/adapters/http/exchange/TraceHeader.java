package dev.carga.adapters.http.exchange;

import dev.carga.application.trace.TraceParent;
import dev.carga.domain.Nullable;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;

/// The header `traceparent` (W3C Trace Context).
public final class TraceHeader {

    private TraceHeader() {}

    /// The trace that the request belongs to; null without the header, if it is malformed, or if there are
    /// several.
    public static @Nullable TraceParent of(HttpServletRequest request) {
        List<String> headers = Collections.list(request.getHeaders(TraceParent.HEADER));
        return headers.size() == 1 ? TraceParent.parse(headers.getFirst()).orElse(null) : null;
    }
}
