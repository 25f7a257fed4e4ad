package dev.carga.adapters.http.exchange;

import dev.carga.application.trace.TraceParent;
import dev.carga.domain.Nullable;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;

/// The trace that a request says it belongs to.
public final class TraceHeader {

    private TraceHeader() {}

    /// Null if it says nothing that counts: no header, a malformed one, or several, of which none can be
    /// preferred.
    public static @Nullable TraceParent of(HttpServletRequest request) {
        List<String> headers = Collections.list(request.getHeaders(TraceParent.HEADER));
        return headers.size() == 1 ? TraceParent.parse(headers.getFirst()).orElse(null) : null;
    }
}
