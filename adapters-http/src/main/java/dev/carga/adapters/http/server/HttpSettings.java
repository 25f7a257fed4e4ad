package dev.carga.adapters.http.server;

import dev.carga.adapters.http.callback.WebhookSettings;
import dev.carga.domain.Nullable;
import java.net.URI;
import java.time.Duration;

/// Where and how the server listens.
///
/// @param host        the name or address to listen on; `0.0.0.0` for all
/// @param port        0 takes any free one
/// @param publicUrl   what stands before the path in the URLs of answers, such as `https://carga.example/api`; if
///                    null, the scheme and host that the request itself names. `X-Forwarded-…` headers are never
///                    believed: whoever runs a proxy in front knows the URL and sets it here
/// @param idleTimeout a connection that is waited for and stays silent longer is given up
/// @param stopTimeout requests in hand may go on this long after [HttpServer#close()]
/// @param limits      what clients may take
/// @param webhooks    whether and where to it is told that an upload has ended
public record HttpSettings(
        String host,
        int port,
        @Nullable String publicUrl,
        Duration idleTimeout,
        Duration stopTimeout,
        ClientLimits limits,
        WebhookSettings webhooks) {

    public static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);
    public static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

    /// @throws IllegalArgumentException with a text for whoever set the value
    public HttpSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("A port is a number from 0 to 65535, not " + port);
        }
        if (publicUrl != null) {
            publicUrl = checked(publicUrl.strip());
        }
    }

    /// With the usual limits.
    public HttpSettings(String host, int port, @Nullable String publicUrl, Duration idleTimeout, Duration stopTimeout) {
        this(host, port, publicUrl, idleTimeout, stopTimeout, ClientLimits.USUAL);
    }

    /// Without webhooks.
    public HttpSettings(
            String host,
            int port,
            @Nullable String publicUrl,
            Duration idleTimeout,
            Duration stopTimeout,
            ClientLimits limits) {
        this(host, port, publicUrl, idleTimeout, stopTimeout, limits, WebhookSettings.OFF);
    }

    /// Listens there, with everything else as it is for most.
    public static HttpSettings on(String host, int port) {
        return new HttpSettings(host, port, null, IDLE_TIMEOUT, STOP_TIMEOUT);
    }

    public HttpSettings withLimits(ClientLimits others) {
        return new HttpSettings(host, port, publicUrl, idleTimeout, stopTimeout, others, webhooks);
    }

    public HttpSettings withWebhooks(WebhookSettings others) {
        return new HttpSettings(host, port, publicUrl, idleTimeout, stopTimeout, limits, others);
    }

    private static String checked(String url) {
        String complaint = "The public URL is like https://carga.example or http://host:8080/path, not " + url;
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(complaint, e);
        }
        boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (!web || uri.getHost() == null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(complaint);
        }
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
