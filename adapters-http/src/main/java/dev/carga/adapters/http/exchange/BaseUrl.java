package dev.carga.adapters.http.exchange;

import dev.carga.domain.Nullable;
import jakarta.servlet.http.HttpServletRequest;

/// The start of URLs in responses: scheme, host, and port unless it is the scheme's default.
///
/// @param publicUrl from the settings; null to use the scheme and host of the request
public record BaseUrl(@Nullable String publicUrl) {

    public String of(HttpServletRequest request) {
        if (publicUrl != null) {
            return publicUrl;
        }
        int port = request.getServerPort();
        boolean isDefault = port == ("https".equals(request.getScheme()) ? 443 : 80);
        return request.getScheme() + "://" + request.getServerName() + (isDefault ? "" : ":" + port);
    }
}
