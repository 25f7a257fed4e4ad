package dev.carga.adapters.http.exchange;

import dev.carga.domain.Nullable;
import jakarta.servlet.http.HttpServletRequest;

/// What stands before the path in the URLs of answers.
///
/// @param publicUrl as it is set; null if it is what the request itself names
public record BaseUrl(@Nullable String publicUrl) {

    public String of(HttpServletRequest request) {
        if (publicUrl != null) {
            return publicUrl;
        }
        int port = request.getServerPort();
        boolean usual = port == ("https".equals(request.getScheme()) ? 443 : 80);
        return request.getScheme() + "://" + request.getServerName() + (usual ? "" : ":" + port);
    }
}
