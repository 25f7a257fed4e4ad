package dev.carga.adapters.http.settings;

import dev.carga.domain.Nullable;
import java.net.URI;
import java.time.Duration;

/// Where and how the server listens.
///
/// @param host        the name or address to listen on; `0.0.0.0` for all
/// @param port        0 for any free one
/// @param publicUrl   the start of URLs in responses, such as `https://carga.example/api`; if null, the scheme
///                    and host of the request. `X-Forwarded-…` headers are ignored, as any client may send
///                    them: behind a proxy, set this
/// @param idleTimeout a connection is closed if nothing arrives on it for this long while the server waits
/// @param stopTimeout how long requests in progress may continue once the server is closed
/// @param limits      what clients may use
/// @param webhooks    whether webhooks are sent, and to which hosts
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

    /// @throws IllegalArgumentException with a message for the operator who set the value
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

    /// With a host and a port, and otherwise the usual settings.
    public static HttpSettings on(String host, int port) {
        return new HttpSettings(host, port, null, IDLE_TIMEOUT, STOP_TIMEOUT);
    }

    public HttpSettings withLimits(ClientLimits newLimits) {
        return new HttpSettings(host, port, publicUrl, idleTimeout, stopTimeout, newLimits, webhooks);
    }

    public HttpSettings withWebhooks(WebhookSettings newWebhooks) {
        return new HttpSettings(host, port, publicUrl, idleTimeout, stopTimeout, limits, newWebhooks);
    }

    private static String checked(String url) {
        String message = "The public URL is like https://carga.example or http://host:8080/path, not " + url;
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(message, e);
        }
        boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (!web || uri.getHost() == null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(message);
        }
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
